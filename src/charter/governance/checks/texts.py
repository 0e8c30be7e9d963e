"""Whether texts are finished: no placeholder or conflict left, no link that leads nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from charter.governance.check import BOTH, ERROR, WARNING, Check, Found
from charter.governance.facts import RepoFacts
from charter.governance.markdown import Document
from charter.governance.sources import CHARTER

MARK = "TODO(charter)"  # what the template leaves for people
_LEFT = re.compile(
    r"TODO\(charter\)|\{\{[^{}\n]{0,80}\}\}|<your[ _-][^<>\n]{1,60}>"
    r"|\[(?:INSERT|NOTE:)[^\]\n]{0,60}\]|\blorem ipsum\b",
    re.IGNORECASE,
)
# what stands there then, in lower case, behind the rarest letter of it: one is found far quicker
_SIGNS = (
    *(("(", "todo("), ("{", "{{"), ("<", "<your"), ("[", "[insert"), ("[", "[note:")),
    ("p", "lorem"),  # ipsum
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_LINES = re.compile(r"L\d+(-L?\d+)?")
# how git marks a conflict: these lines, in this order; ======= alone underlines a heading
_MARKS = ("<<<<<<<", "=======", ">>>>>>>")
_LEFTOVERS = (".rej", ".orig")


def _placeholders(repo: RepoFacts) -> Iterator[Found]:
    for page in repo.documents:
        if not _may_hold_one(page.small):
            continue
        for match in _LEFT.finditer(page.prose):
            yield Found(f"{match[0]} is left to be written", page.path, page.line_of(match.start()))


def _may_hold_one(small: str) -> bool:
    """Whether to look closer, which takes far longer."""
    return any(letter in small and sign in small for letter, sign in _SIGNS)


def _dead_links(repo: RepoFacts) -> Iterator[Found]:
    for page in repo.documents:
        fine: set[str] = set()
        for target, place in page.links:
            if target in fine or _SCHEME.match(target):
                continue
            if why := _leads_nowhere(repo, page, target):
                yield Found(why, page.path, page.line_of(place))
            else:
                fine.add(target)


def _conflicts(repo: RepoFacts) -> Iterator[Found]:
    for path, text in sorted(repo.texts.items()):
        if "<" in text and all(mark in text for mark in _MARKS):  # one letter is quicker to see
            shown = _shown_in(Document(path, text))
            for number in _conflicts_in(text):
                if number not in shown:
                    yield Found("both sides of a merge stand there", path, number)


def _shown_in(page: Document) -> frozenset[int]:
    """The lines that only show what a conflict looks like: code in a text that people read.

    By its first line: a conflict around the beginning of a code block is one.
    """
    return page.fenced if page.is_markdown else frozenset()


def _conflicts_in(text: str) -> Iterator[int]:
    """The first line of each conflict."""
    begun = seen = 0
    for number, line in enumerate(text.split("\n"), start=1):
        mark, after = line[:7], line[7:8]
        if mark not in _MARKS or after.strip():
            continue
        if mark == _MARKS[0]:
            begun, seen = number, 1
        elif seen and mark == _MARKS[seen]:
            seen += 1
            if seen == len(_MARKS):
                yield begun
                seen = 0


def _leftovers(repo: RepoFacts) -> Iterator[Found]:
    for path in sorted(path for path in repo.paths if path.endswith(_LEFTOVERS)):
        of = path.rpartition(".")[0]
        if of in repo.given or of in repo.texts:
            yield Found(f"a merge or a patch of {of} has left it", path)


def _leads_nowhere(repo: RepoFacts, page: Document, target: str) -> str:
    path, _, anchor = target.partition("#")
    full = path if path in repo.paths and "/" not in page.path else _resolve(page.path, path)
    if full.startswith(".."):
        return ""  # a page of the forge, or another project of the same repository
    if full not in repo.paths:
        return "" if full == "." or full in repo.folders else f"{path} is not there"
    other = repo.page(full) if anchor else None
    if other is None or _LINES.fullmatch(anchor):
        return ""
    has_it = unquote(anchor).lower() in other.anchors
    return "" if has_it else f"{path or 'it'} has no heading #{anchor}"


def _resolve(page: str, path: str) -> str:
    """The path from the root that a link means; a leading / is the root, as on forges."""
    path = unquote(path.partition("?")[0])
    above = "" if path.startswith("/") else posixpath.dirname(page)
    return posixpath.normpath(posixpath.join(above, path.lstrip("/"))) if path else page


CHECKS = (
    Check(
        "TXT-1",
        "Holds no placeholder",
        "Write what stands there to be written",
        WARNING,
        BOTH,
        CHARTER,
        _placeholders,
        ("prose",),
    ),
    Check(
        "TXT-2",
        "Every link leads somewhere",
        "Correct the link, or bring back what it leads to",
        WARNING,
        BOTH,
        CHARTER,
        _dead_links,
        ("prose",),
    ),
    Check(
        "TXT-3",
        "Every conflict is resolved",
        "Choose or join the two sides, delete the marks, and commit",
        ERROR,
        BOTH,
        CHARTER,
        _conflicts,
        ("governed",),
    ),
    Check(
        "TXT-4",
        "Nothing is left over of a merge",
        "See whether something in it was meant, then: git rm FILE",
        WARNING,
        BOTH,
        CHARTER,
        _leftovers,
    ),
)
