"""Updates older versions to the draft with typical edits, and tells which would not merge. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charter.authoring.edits import EDITS, Edit
from charter.authoring.findings import Finding
from charter.contents import find_renames
from charter.errors import CharterError
from charter.model import FileContent
from charter.template.changelog import Change
from charter.template.evaluation import Evaluator
from charter.template.interview import complete
from charter.template.posed import Answers
from charter.template.versions import parse_version
from charter.update.plan import Sides, Step, decide, differing

Files = Mapping[str, FileContent]
UNRELEASED = "unreleased"


@dataclass(frozen=True)
class Old:
    """A repository that was founded at an older version: its case, answers and files."""

    version: str
    case: str
    stored: Mapping[str, Any]
    files: Files


@dataclass(frozen=True)
class Clash:
    """One path that an update leaves to a person, after one edit, from one version."""

    version: str
    edit: str
    step: Step
    cases: tuple[str, ...]
    why: tuple[str, ...]

    def finding(self) -> Finding:
        why = f"; the changelog says: {' '.join(self.why)}" if self.why else ""
        said = f"from {self.version}, after '{self.edit}': {self.step.conflict}{why}"
        return Finding("UP-2", said, self.step.path, 0, self.cases)


def carry(evaluator: Evaluator, old: Old) -> Answers | Finding:
    """The recorded answers at the draft, as an update without a person takes them."""
    try:
        return complete(evaluator, {}, str, use_defaults=True, recorded=old.stored)
    except CharterError as failure:
        said = f"from {old.version}: {failure.message}"
        return Finding("UP-1", said, "", 0, (old.case,))


def clashes(
    old: Old, new: Files, changes: Sequence[Change], *, unmerged: str, edits: Sequence[Edit] = EDITS
) -> Iterator[Clash]:
    """What becomes of each edit; `unmerged` is the answers file: it is written, not merged."""
    base, theirs = (_without(side, unmerged) for side in (old.files, new))
    if not differing(base, theirs):
        return
    told = changes_since(changes, old.version)
    for edit in edits:
        ours = edit.make(base)
        if ours == base:
            continue
        for step in decide(sides_of(base, ours, theirs), ("team", "template")):
            if step.conflict:
                names = {step.path, step.moved_from or step.path}
                why = tuple(it.why for it in told if any(map(it.tells_of, names)))
                yield Clash(old.version, edit.what, step, (old.case,), why)


def sides_of(base: Files, ours: Files, theirs: Files) -> Sides:
    """The sides of an update, for a repository of which every file is at hand."""
    paths = differing(base, theirs)
    there = {path: ours[path] for path in paths if path in ours}
    gone = {
        path: base[path] for path in paths if path in base and path in theirs and path not in there
    }
    known = base.keys() | theirs.keys()
    elsewhere = {path: content for path, content in ours.items() if path not in known}
    moved_here = find_renames(gone, elsewhere) if gone else {}
    edited = {
        path: content
        for path, content in base.items()
        if path not in theirs and there.get(path, content) != content
    }
    added = {path: theirs[path] for path in paths if path not in base and path not in there}
    return Sides(
        base=base,
        ours={**there, **{new: ours[new] for new in moved_here.values()}},
        theirs=theirs,
        moved_here=moved_here,
        moved_there=find_renames(edited, added) if edited and added else {},
    )


def changes_since(changes: Sequence[Change], version: str) -> list[Change]:
    """The lines of the changelog after a version, those of no version yet among them."""
    first = parse_version(version)
    return [
        change
        for change in changes
        if change.version.lower() == UNRELEASED
        or (
            first is not None
            and (number := parse_version(change.version)) is not None
            and number > first
        )
    ]


def together(found: Iterator[Clash]) -> list[Clash]:
    """The same clash of several cases is one."""
    merged: dict[tuple[object, ...], Clash] = {}
    for it in found:
        key = (it.version, it.edit, it.step.path, it.step.conflict, it.why)
        cases = (*merged[key].cases, *it.cases) if key in merged else it.cases
        merged[key] = Clash(it.version, it.edit, it.step, cases, it.why)
    return list(merged.values())


def _without(files: Files, name: str) -> Files:
    return {path: content for path, content in files.items() if path != name}
