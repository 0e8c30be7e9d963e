"""Puts the governed banner (who may see this) into the team's own README, once. Pure."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

BEGIN, END = "charter: who may see this", "charter: the team's text goes on"
_MARKDOWN = ("", ".md", ".markdown")
_ATX = re.compile(r" {0,3}#(?!#)[ \t]+\S")
_SETEXT = re.compile(r" {0,3}(=+|-{3,})[ \t]*$")
_RST_LINE = re.compile(r"([=\-~^\"'`#*+.:_])\1{2,}[ \t]*$")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_ALERT = re.compile(r"\[!\w+\]\s*$")
_HEAD = 60  # lines in which a title stands


def find_banner(governed: bytes) -> tuple[str, ...]:
    """The quotes of a rendered README above its first section: the template's banner."""
    lines = []
    for line in _text(governed).splitlines():
        if line.startswith("## "):
            break
        if line.startswith(">"):
            lines.append(line)
    return tuple(lines)


def put_banner(own: bytes, banner: tuple[str, ...], path: str, *, guide: str = "") -> bytes:
    """The team's README with the banner below its title, in the format that its name says.

    A banner that is there already is replaced; `guide` is linked where nothing leads to it yet.
    Everything else stays byte for byte, line ends too.
    """
    text = own.decode("utf-8", errors="surrogateescape")
    start = "\ufeff" if text.startswith("\ufeff") else ""
    is_crlf = "\r\n" in text
    lines = text.removeprefix(start).replace("\r\n", "\n").split("\n")
    suffix = PurePosixPath(path).suffix.lower()
    lines = _without(lines)
    leads = guide.lower() in "\n".join(lines).lower()
    block = _block(banner, suffix, "" if leads else guide)
    at = _below_title(lines, suffix)
    head, tail = lines[:at], lines[at:]
    while tail and not tail[0].strip(" \t"):
        tail.pop(0)
    made = [*head, *([""] if head else []), *block, "", *tail]
    joined = "\n".join(made)
    if is_crlf:
        joined = joined.replace("\n", "\r\n")
    return (start + joined).encode("utf-8", errors="surrogateescape")


def _block(banner: tuple[str, ...], suffix: str, guide: str) -> list[str]:
    if suffix in _MARKDOWN:
        way = [f"How to take part: [{guide}]({guide})", ""] if guide else []
        return [f"<!-- {BEGIN} -->", "", *banner, "", *way, f"<!-- {END} -->"]
    plain = [_plain(line, suffix) for line in banner if not _ALERT.search(line)]
    if guide:
        plain.append(f"How to take part: {_rst_link(guide) if suffix == '.rst' else guide}")
    if suffix == ".rst":
        inside = [f"   {line}".rstrip() for line in plain]
        return [f".. {BEGIN}", "", ".. caution::", "", *inside, "", f".. {END}"]
    if suffix in (".adoc", ".asciidoc"):
        return [f"// {BEGIN}", "[CAUTION]", "====", *plain, "====", f"// {END}"]
    return [f"[{BEGIN}]", "", *plain, "", f"[{END}]"]


def _plain(line: str, suffix: str) -> str:
    text = line.removeprefix(">").strip()
    text = _LINK.sub(lambda m: m[1] if m[1] == m[2] else f"{m[1]} ({m[2]})", text)
    return text if suffix == ".rst" else text.replace("**", "")


def _rst_link(path: str) -> str:
    """Without a name of its own: the team's text may have a link of that name."""
    return f"`{path} <{path}>`__"


def _without(lines: list[str]) -> list[str]:
    """The lines without the banner that an earlier run put in."""
    begins = [at for at, line in enumerate(lines[:_HEAD]) if BEGIN in line]
    ends = [at for at, line in enumerate(lines) if END in line]
    if not begins or not ends or ends[0] < begins[0]:
        return lines
    return [*lines[: begins[0]], *lines[ends[0] + 1 :]]


def _below_title(lines: list[str], suffix: str) -> int:
    """The number of the first line after the title; 0 where there is none that is sure."""
    if suffix == ".rst":
        return _below_rst_title(lines)
    if suffix not in _MARKDOWN:
        return 0
    start = _after_front_matter(lines)
    for at, line in enumerate(lines[:_HEAD]):
        if at < start or not line.strip() or line.lstrip().startswith(("[!", "![", "<!--")):
            continue
        if _ATX.match(line):
            return at + 1
        if at + 1 < len(lines) and _SETEXT.match(lines[at + 1]) and not line.startswith("<"):
            return at + 2
        return start  # something else than a title stands first: the banner goes above it
    return start


def _after_front_matter(lines: list[str]) -> int:
    if not lines or lines[0].strip() != "---":
        return 0
    ends = [at for at, line in enumerate(lines[1:_HEAD], start=1) if line.strip() == "---"]
    return ends[0] + 1 if ends else 0


def _below_rst_title(lines: list[str]) -> int:
    for at, line in enumerate(lines[:_HEAD]):
        before = lines[at - 1].strip() if at else ""
        if _RST_LINE.match(line) and before and not _RST_LINE.match(lines[at - 1]):
            return at + 1
    return 0


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="replace").replace("\r\n", "\n").lstrip("\ufeff")
