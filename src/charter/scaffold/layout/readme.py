"""Puts the code's own README inside the governed one, so that the banner stays on top. Pure."""

from __future__ import annotations

import re

ABOUT = "About the code"
_MARK = "<!-- What follows came with the code skeleton. It is the team's own text. -->"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r"( {0,3})(#{1,6})([ \t].*)?$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_PLAIN = re.compile(r" {0,3}[^\s#>|*+\-`~<0-9]")
_HTML = re.compile(r"(</?h)([1-5])\b", re.IGNORECASE)
_LOWEST = 6


def put_inside(governed: bytes, own: bytes) -> bytes:
    """The governed README with the code's at its end, every heading one level lower."""
    before = _text(governed).rstrip("\n")
    heading, body = _section(_text(own))
    taken = {match[3].strip().lower() for line in before.splitlines() if (match := _titled(line))}
    if not heading or heading.lower() in taken:
        heading = ABOUT
    parts = (before, _MARK, f"## {heading}", body.strip("\n"))
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def point_to(governed: bytes, path: str) -> bytes:
    """The governed README with a link to a README that packaging reads in another format."""
    before = _text(governed).rstrip("\n")
    title = "" if f"\n## {ABOUT}\n" in before else f"## {ABOUT}\n\n"
    return f"{before}\n\n{title}The code describes itself in [{path}]({path}).\n".encode()


def _text(text: bytes) -> str:
    return text.decode("utf-8", errors="replace").replace("\r\n", "\n").lstrip("\ufeff")


def _titled(line: str) -> re.Match[str] | None:
    match = _ATX.match(line)
    return match if match and match[3] else None


def _section(text: str) -> tuple[str, str]:
    """The first top heading, and the rest with every heading one level lower."""
    title, lines = "", []
    for line in _demoted(text.splitlines()):
        if not title and (match := _titled(line)) and match[2] == "##" and match[1] == "":
            title = match[3].strip().rstrip("#").strip()
            if not title:
                lines.append(line)
        else:
            lines.append(line)
    return title, "\n".join(lines)


def _demoted(lines: list[str]) -> list[str]:
    result: list[str] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            closes = mark and mark[1].startswith(fence) and not line.strip(" \t`~")
            fence = "" if closes else fence
            result.append(line)
        elif mark:
            fence = mark[1]
            result.append(line)
        elif (under := _SETEXT.match(line)) and _is_title(result, under[1][0]):
            result[-1] = ("## " if under[1][0] == "=" else "### ") + result[-1].strip()
        elif match := _ATX.match(line):
            result.append("#" * min(len(match[2]) + 1, _LOWEST) + (match[3] or ""))
        else:
            result.append(_HTML.sub(lambda found: found[1] + str(int(found[2]) + 1), line))
    return result


def _is_title(above: list[str], mark: str) -> bool:
    """Whether the line above an underline is a heading of one line, and not a table or a list."""
    if not above or not above[-1].strip():
        return False
    alone = len(above) == 1 or not above[-2].strip()
    return alone and (mark == "=" or bool(_PLAIN.match(above[-1])))
