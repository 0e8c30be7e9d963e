"""What an update would do, path by path: base, ours and theirs become steps. Effects are elsewhere.

Base is the rendering of the recorded version and answers, theirs that of the new ones, ours HEAD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from charter.model import FileContent
from charter.update.merge import fit_line_ends, merge_files
from charter.update.proof import holds_every_edit

Files = Mapping[str, FileContent]


class Action(StrEnum):
    """What happens to a path."""

    CREATE = "create"
    CHANGE = "change"
    MERGE = "merge"
    CONFLICT = "conflict"
    DELETE = "delete"
    KEEP = "keep"


class Conflict(StrEnum):
    """Where the team and the template cannot both be followed."""

    SAME_LINES = "same lines"
    BOTH_ADDED = "both added"
    EDITED_DROPPED = "edited here, dropped there"
    DELETED_CHANGED = "deleted here, changed there"


@dataclass(frozen=True)
class Step:
    """What happens to `path`; `result` is what it holds afterwards, None where it is gone.

    `moved_from` is its path in base, where the template or the team has moved it; `arrives` says
    that the template moves it now, so `ours` lies at `moved_from` still. `beside` is the path that
    it should have, where something else is in the way. `why` are the template's own words on it.
    """

    path: str
    action: Action
    reason: str
    base: FileContent | None = None
    ours: FileContent | None = None
    theirs: FileContent | None = None
    result: FileContent | None = None
    conflict: Conflict | None = None
    moved_from: str = ""
    arrives: bool = False
    beside: str = ""
    why: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the path is another afterwards."""
        return self.arrives or self.result != self.ours

    @property
    def governed(self) -> str:
        """The path by which the template knows it, and so does the answer keep_ours."""
        return self.beside or ("" if self.arrives else self.moved_from) or self.path


@dataclass(frozen=True)
class Sides:
    """The three sides, and what only a repository can tell. Paths are from the project's folder.

    `ours` holds what HEAD has at the paths where base and theirs differ. `in_the_way`: path → the
    part of it that HEAD has as a folder, or as a file where a folder should be. `moved_here`: base
    path → where the team moved it. `moved_there`: base path → where the template moved it.
    `leaves_alone` says which paths the template does not touch any more, `creates_only` those it
    never rewrites.
    """

    base: Files
    ours: Files
    theirs: Files
    in_the_way: Mapping[str, str] = field(default_factory=dict)
    moved_here: Mapping[str, str] = field(default_factory=dict)
    moved_there: Mapping[str, str] = field(default_factory=dict)
    leaves_alone: Callable[[str], bool] = lambda _: False
    creates_only: Callable[[str], bool] = lambda _: False


def differing(base: Files, theirs: Files) -> list[str]:
    """The paths that need a decision, in order: elsewhere the team's repository stays as it is."""
    return sorted(
        path for path in base.keys() | theirs.keys() if base.get(path) != theirs.get(path)
    )


def decide(sides: Sides, labels: tuple[str, str]) -> tuple[Step, ...]:
    """The steps for every path that the template changes; `labels` stand at conflicts."""
    return tuple(_steps(sides, labels))


def _steps(sides: Sides, labels: tuple[str, str]) -> Iterator[Step]:
    arrived = {new: old for old, new in sides.moved_there.items()}
    for path in differing(sides.base, sides.theirs):
        base, ours, theirs = (each.get(path) for each in (sides.base, sides.ours, sides.theirs))
        if path in arrived:
            yield _moved_there(sides, arrived[path], path, labels)
        elif path in sides.moved_there:
            yield Step(
                path,
                Action.DELETE,
                f"the template moved it to {sides.moved_there[path]}",
                base,
                ours,
            )
        elif ours is None and path in sides.moved_here and theirs is not None:
            yield _moved_here(sides, path, labels)
        elif path in sides.in_the_way:
            yield _in_the_way(path, sides.in_the_way[path], base, theirs)
        else:
            yield _decide_one(sides, Step(path, Action.KEEP, "", base, ours, theirs), labels)


def _decide_one(sides: Sides, step: Step, labels: tuple[str, str]) -> Step:
    if step.theirs is None and sides.leaves_alone(step.path):
        return _keep(step, "the template leaves it alone from now on")
    if step.ours is not None and sides.creates_only(step.path):
        return _keep(step, "the template makes it once and never rewrites it")
    if step.base is None:
        return _added(step, labels)
    if step.theirs is None:
        return _dropped(step)
    if step.ours is None:
        return _deleted_here(step, is_made_again=sides.creates_only(step.path))
    return _changed(step, labels)


def _added(step: Step, labels: tuple[str, str]) -> Step:
    if step.ours is None:
        return replace(step, action=Action.CREATE, reason="new in the template", result=step.theirs)
    if step.ours == step.theirs:
        return _keep(step, "the same is here already")
    return _merged(step, labels, Conflict.BOTH_ADDED)


def _dropped(step: Step) -> Step:
    if step.ours is None:
        return _keep(step, "the template dropped it, and it is gone here already")
    if fit_line_ends(step.base, step.ours) == step.ours:
        return replace(
            step, action=Action.DELETE, reason="the template dropped it; nobody edited it here"
        )
    return replace(
        step,
        action=Action.CONFLICT,
        conflict=Conflict.EDITED_DROPPED,
        reason="the template dropped it and you edited it: it stays, no longer governed",
        result=step.ours,
    )


def _deleted_here(step: Step, *, is_made_again: bool) -> Step:
    if is_made_again:
        return replace(
            step, action=Action.CREATE, reason="it must exist: made again", result=step.theirs
        )
    return replace(
        step,
        action=Action.CONFLICT,
        conflict=Conflict.DELETED_CHANGED,
        reason="you deleted it and the template changed it",
        result=step.theirs,
    )


def _changed(step: Step, labels: tuple[str, str]) -> Step:
    if step.ours == step.theirs:
        return _keep(step, "the same is here already")
    if fit_line_ends(step.base, step.ours or step.base) == step.ours:  # type: ignore[arg-type]
        return _merged(step, labels, Conflict.SAME_LINES, Action.CHANGE)
    return _merged(step, labels, Conflict.SAME_LINES)


def _merged(
    step: Step, labels: tuple[str, str], kind: Conflict, action: Action = Action.MERGE
) -> Step:
    """The step with its three sides merged: clean and proven, or a conflict."""
    if step.ours is None or step.theirs is None:
        raise AssertionError(step.path)
    merged = merge_files(step.base, step.ours, step.theirs, labels)
    if merged.is_clean and holds_every_edit(step.base, step.ours, merged.content):
        if merged.content == step.ours:
            return _keep(step, "what the template changed is here already")
        reason = (
            "the template changed it; you did not"
            if action is Action.CHANGE
            else "you and the template changed different places"
        )
        return replace(step, action=action, reason=reason, result=merged.content)
    reason = (
        "you and the template both made this file"
        if kind is Conflict.BOTH_ADDED
        else "you and the template changed the same lines"
    )
    content = step.ours if merged.is_clean else merged.content
    return replace(step, action=Action.CONFLICT, conflict=kind, reason=reason, result=content)


def _moved_here(sides: Sides, path: str, labels: tuple[str, str]) -> Step:
    """The team renamed the file: what the template changes in it goes where it is now."""
    place = sides.moved_here[path]
    step = Step(
        place,
        Action.KEEP,
        "",
        sides.base[path],
        sides.ours[place],
        sides.theirs[path],
        moved_from=path,
    )
    done = _changed(step, labels)
    return replace(done, reason=f"{done.reason}; you moved it from {path}")


def _moved_there(sides: Sides, old: str, new: str, labels: tuple[str, str]) -> Step:
    """The template renamed a file that the team edited: the edits go along."""
    step = Step(
        new,
        Action.KEEP,
        "",
        sides.base[old],
        sides.ours[old],
        sides.theirs[new],
        moved_from=old,
        arrives=True,
    )
    done = _changed(step, labels)
    if done.action is Action.KEEP:
        done = replace(done, action=Action.MERGE)
    return replace(done, reason=f"the template moved it from {old}; your edits go along")


def _in_the_way(
    path: str, blocked: str, base: FileContent | None, theirs: FileContent | None
) -> Step:
    """A file where HEAD has a folder, or the other way round: the template's goes beside it."""
    if theirs is None:
        return Step(path, Action.KEEP, "the template dropped it, and it is gone here already", base)
    return Step(
        f"{blocked}~template{path.removeprefix(blocked)}",
        Action.CONFLICT,
        f"{blocked} is something else here: the template's file lies beside it",
        theirs=theirs,
        result=theirs,
        conflict=Conflict.BOTH_ADDED,
        beside=path,
    )


def _keep(step: Step, reason: str) -> Step:
    return replace(step, action=Action.KEEP, reason=reason, result=step.ours)
