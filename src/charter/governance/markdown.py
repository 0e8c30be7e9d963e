"""What a Markdown text says: its headings, their anchors, its links. Pure, and in linear time.

By expressions rather than a parser: a thousand repositories are read in seconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})", re.MULTILINE)
_CODE = re.compile(r"(?<!`)`(?!`)[^`\n]*`")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
_UNDERLINED = re.compile(r"^ {0,3}(\S.*)\n {0,3}(?:={2,}|-{3,})[ \t]*$", re.MULTILINE)
_LINK = re.compile(r"(?<!\\)\]\([ \t]*(?:<([^<>\n]+)>|([^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*))")
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]{1,200}\]:[ \t]*<?([^\s<>]+)", re.MULTILINE)
_RST_LINK = re.compile(r"`[^`<>\n]{0,200}<([^`<>\s]{1,500})>`_")
_NAMED = re.compile(r"<[a-z][a-z0-9]{0,9} [^<>]{0,200}?\b(?:id|name)=[\"']([^\"'<>]{1,200})[\"']")
_TARGET = re.compile(r"\]\([^()\n]*\)")
_DROPPED = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Document:
    """A text of a repository; what stands in code or comments is no part of its prose."""

    path: str
    text: str

    @cached_property
    def unfenced(self) -> str:
        """The text with code blocks and comments left empty: each line keeps its number."""
        text = self._uncommented  # one letter is quicker to see than several
        has_fences = ("`" in text and "```" in text) or ("~" in text and "~~~" in text)
        return _without_fences(text) if has_fences else text

    @cached_property
    def fenced(self) -> frozenset[int]:
        """The numbers of the lines in code blocks."""
        lines = zip(self._uncommented.split("\n"), self.unfenced.split("\n"), strict=True)
        return frozenset(
            number for number, (line, left) in enumerate(lines, start=1) if line and not left
        )

    @cached_property
    def _uncommented(self) -> str:
        text = self.text
        text = text.replace("\r\n", "\n") if "\r" in text else text
        return _without_comments(text) if "<" in text else text

    @cached_property
    def prose(self) -> str:
        """The same without code in the middle of a line."""
        is_plain = self._is_rst or "`" not in self.unfenced  # there a backtick may be a link
        return self.unfenced if is_plain else _CODE.sub("", self.unfenced)

    @property
    def is_markdown(self) -> bool:
        return self.path.lower().endswith((".md", ".markdown"))

    @property
    def _is_rst(self) -> bool:
        return self.path.lower().endswith(".rst")

    @cached_property
    def small(self) -> str:
        """What is read, code included, in lower case: for words that may stand in any."""
        return self.unfenced.lower()

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Its headings; for a text that is not Markdown, every short line may be one."""
        if not self.is_markdown:
            return tuple(line for line in self.text.splitlines() if len(line) < 80)  # noqa: PLR2004
        found = [(match.start(), match[1]) for match in _HEADING.finditer(self.unfenced)]
        if "\n==" in self.unfenced or "\n--" in self.unfenced:
            found += [(match.start(), match[1]) for match in _UNDERLINED.finditer(self.unfenced)]
            found.sort()
        return tuple(title.rstrip(" \t#") for _, title in found)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What can stand behind a `#`, as forges make it of headings."""
        slugs: dict[str, int] = {}
        found = set()
        for title in self.titles:
            slug = slug_of(title)
            count = slugs.get(slug, -1) + 1
            slugs[slug] = count
            found.add(f"{slug}-{count}" if count else slug)
        return frozenset(found | set(_NAMED.findall(self.unfenced)))

    @cached_property
    def links(self) -> tuple[tuple[str, int], ...]:
        """Where it leads, each with the place in the prose."""
        prose, found = self.prose, []
        if "]" not in prose and not self._is_rst:
            return ()
        if "](" in prose:  # each expression takes longer than all that is quick to see
            found += [(match[1] or match[2], match.start()) for match in _LINK.finditer(prose)]
        if "]:" in prose:
            found += [(match[1], match.start()) for match in _REFERENCE.finditer(prose)]
        if self._is_rst:
            found += [(match[1], match.start()) for match in _RST_LINK.finditer(prose)]
        return tuple(found)

    def line_of(self, place: int) -> int:
        """The number of the line at this place of the prose."""
        return self.prose.count("\n", 0, place) + 1


def slug_of(title: str) -> str:
    """The anchor that GitHub, GitLab and Gitea make of a heading."""
    if title.isascii() and title.replace(" ", "").isalnum():  # as most are
        return title.strip().lower().replace(" ", "-")
    text = _TARGET.sub("]", title).replace("\\", "")
    return _DROPPED.sub("", text).strip().lower().replace(" ", "-")


def _without_comments(text: str) -> str:
    kept, place = [], 0
    while (start := text.find("<!--", place)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[place:start], "\n" * text.count("\n", start, end)]
        place = end + 3
    return "".join((*kept, text[place:])) if kept else text


def _without_fences(text: str) -> str:
    lines, fence = [], ""
    for line in text.split("\n"):
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            closes = match and match[1].startswith(fence) and not line.strip(" \t`~")
            fence = "" if closes else fence
            lines.append("")
        elif match:
            fence = match[1]
            lines.append("")
        else:
            lines.append(line)
    return "\n".join(lines)
