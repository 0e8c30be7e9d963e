// What is nicer with a script: copying a command, and filters that are folded on a phone.
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

document.addEventListener("htmx:afterSwap", (event) => prepare(event.target.parentElement || document));
prepare(document);
