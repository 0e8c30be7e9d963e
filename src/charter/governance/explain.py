"""What stands behind a file: source, versions, reasons, checks. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from charter.governance.check import Check
from charter.governance.kinds import PROSE, WAIVERS, find_places
from charter.governance.table import CHECKS
from charter.model import FileContent, Maintainer, Visibility
from charter.template.changelog import Change


class State(StrEnum):
    """How a file of a project stands to the template."""

    GIVEN = "as the template gives it"
    EDITED = "edited here"
    MISSING = "given by the template, and not there"
    KEPT = "kept as it is here, whatever the template says (keep_ours)"
    DROPPED = "no longer given by the template"
    OWN = "the team's own: the template does not give it"
    FOLDER = "a folder"
    NOWHERE = "neither here nor in the template"


@dataclass(frozen=True)
class Past:
    """The versions of a file, and the lines of the template's changelog about it."""

    introduced: str = ""
    changed: str = ""
    reasons: tuple[tuple[str, str], ...] = ()  # version and line, newest first


@dataclass(frozen=True)
class Explanation:
    """All that is known of one file; `newer` says what the newest version does to it, or ''.

    `asks` are new questions of that version: before they are answered nobody knows what it does.
    Of a folder the `governed` files in it are known, each with its state.
    """

    path: str
    state: State
    template: str
    version: str
    newest: str
    source: str = ""
    newer: str = ""
    asks: tuple[str, ...] = ()
    past: Past = field(default_factory=Past)
    checks: tuple[Check, ...] = ()
    team: str = ""
    maintainers: tuple[Maintainer, ...] = ()
    office: str = ""
    governed: tuple[tuple[str, State], ...] = ()


def find_past(
    path: str,
    renderings: Sequence[tuple[str, Mapping[str, FileContent]]],
    changes: Iterable[Change],
) -> Past:
    """`renderings` of the same answers, oldest version first; the past ends with the last one."""
    introduced = changed = ""
    before: FileContent | None = None
    for version, files in renderings:
        now = files.get(path)
        if now is not None and now != before:
            introduced, changed = introduced if before else version, version
        before = now
    having = {version for version, files in renderings if path in files}
    told = (change for change in changes if change.version in having and change.tells_of(path))
    return Past(introduced, changed, tuple((change.version, change.why) for change in told))


def checks_of(
    path: str, paths: Iterable[str], side: Visibility, *, is_given: bool = False
) -> list[Check]:
    """The checks of this side that look at the file; the template may give it (`is_given`)."""
    places = find_places({*paths, path})
    kinds = {kind for kind, place in places.of.items() if place == path}
    kinds |= {"prose"} if kinds & set(PROSE) else set()
    kinds |= {"license"} if path in places.licences else set()
    kinds |= {"workflow"} if path in places.workflows else set()
    kinds |= {"issue template"} if path in places.issue_templates else set()
    kinds |= {"waivers"} if path == WAIVERS else set()
    kinds |= {"governed"} if kinds or is_given else set()
    return [check for check in CHECKS if side in check.sides and kinds & set(check.looks_at)]
