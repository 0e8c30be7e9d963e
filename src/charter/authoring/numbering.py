"""The next version of a template, and its heading in the changelog. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from charter.errors import UsageError
from charter.template.organisation import own_version
from charter.template.versions import newest, parse_version

FIRST = "v1.0.0"
STEPS = ("major", "minor", "patch")
_OWN = re.compile(r"^(?P<upstream>.+)\.post\d+$")
_UNRELEASED = re.compile(r"^##\s+\[?unreleased\]?\s*$", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(r"^## ", re.MULTILINE)
_ENTRY = re.compile(r"^[-*]\s+\S", re.MULTILINE)


def next_version(tags: Iterable[str], *, wanted: str = "", step: str = "") -> str:
    """The version `wanted`, or the one that follows; raises UsageError where it is no next one.

    A template that stands on another one counts post releases of that: v1.2.0.post3.
    """
    tags = list(tags)
    last = newest(tags, prereleases=True)
    if wanted:
        return _accepted(wanted, last)
    if not last:
        return FIRST
    if own := _OWN.match(last):
        if step:
            raise UsageError(
                f"--{step} says nothing here: this template counts releases on {own['upstream']}.",
                hint="Leave it out, or name the version.",
            )
        return own_version(own["upstream"], tags)
    number = parse_version(last)
    if number is None:
        raise AssertionError(last)
    at = STEPS.index(step or "minor")
    release = (*number.release, 0, 0, 0)[:3]
    raised = (*release[:at], release[at] + 1, 0, 0)[:3]
    return f"{'v' if last.startswith('v') else ''}{'.'.join(map(str, raised))}"


def _accepted(wanted: str, last: str) -> str:
    number, before = parse_version(wanted), parse_version(last)
    if number is None or number.local or not re.fullmatch(r"[A-Za-z0-9.]+", wanted):
        raise UsageError(
            f"'{wanted}' is no version that copier counts.", hint="Use one such as v1.2.0."
        )
    if before is not None and number <= before:
        raise UsageError(f"{wanted} is not newer than {last}, the newest version.")
    return wanted


def unreleased(text: str) -> str:
    """What stands under `## Unreleased`, in one place or several; empty where nothing does."""
    told = [body.strip() for head, body in _sections(text) if _is_unreleased(head)]
    return "\n".join(body for body in told if _ENTRY.search(body))


def with_heading(text: str, version: str, day: str) -> str:
    """The changelog with what is unreleased under the version's heading, in its place."""
    told, made, done = unreleased(text), [], False
    for head, body in _sections(text):
        if not _is_unreleased(head):
            made.append(head + body)
        elif not done:
            made.append(f"## {version} - {day}\n\n{told}\n\n")
            done = True
    return "".join(made).rstrip() + "\n"


def _sections(text: str) -> list[tuple[str, str]]:
    """Heading and what follows, in order; the first has no heading."""
    starts = [match.start() for match in _HEADING.finditer(text)]
    bounds = [0, *starts, len(text)]
    parts = [text[a:b] for a, b in pairwise(bounds)]
    found = [("", parts[0])]
    for part in parts[1:]:
        head, newline, body = part.partition("\n")
        found.append((head + newline, body))
    return found


def _is_unreleased(head: str) -> bool:
    return bool(_UNRELEASED.match(head))
