// What is nicer with a script: copying a command, filters that are folded on a phone, and what
// a live search says when there is no answer.
"use strict";

function prepare(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
  }
  if (window.matchMedia("(max-width: 56rem)").matches) {
    for (const folded of root.querySelectorAll("details[data-narrow]")) {
      folded.open = false;
    }
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.parentElement.querySelector("code").textContent;
  navigator.clipboard.writeText(text).then(() => {
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1600);
  });
});

// "/" leads to the search box, as people know it from elsewhere
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("q");
  if (event.key !== "/" || !box || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  event.preventDefault();
  box.focus();
  box.select();
});

function tellAway(text) {
  const place = document.getElementById("away");
  if (!place) return;
  place.hidden = !text;
  place.querySelector("p").textContent = text; // it is an alert: only what changes is spoken
}

function whyAway(answer) {
  const seconds = Number(answer.getResponseHeader("Retry-After"));
  if (answer.status === 429) return `Too much, too quickly. Go on in ${seconds || 60} seconds.`;
  if (answer.status === 503) return "The catalog is away right now: its database does not answer.";
  return "Something went wrong that should not have.";
}

const UNREACHED = "The catalog could not be reached. What stands below is from before.";
document.addEventListener("htmx:sendError", () => tellAway(UNREACHED));
document.addEventListener("htmx:timeout", () => tellAway(UNREACHED));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status !== 401) tellAway(whyAway(event.detail.xhr)); // 401 leads to the sign-in
});
document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.shouldSwap) tellAway(""); });
document.addEventListener("htmx:afterSwap", (event) => prepare(event.target.parentElement || document));
prepare(document);
