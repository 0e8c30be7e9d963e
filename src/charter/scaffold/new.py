"""Founds a repository: renders beside its place, commits, moves in whole."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from charter.git import commit_everything, git, knows_author, repository_root
from charter.model import FileContent, Maintainer, Visibility, parse_maintainers
from charter.place import check_place, move_in, workshop
from charter.scaffold.folder import empty_tree, list_files, write_tree
from charter.template.render import Edition, Order, render_with_copier

if TYPE_CHECKING:  # who brings no skeleton does not wait for what lays one out
    from charter.scaffold.layout.lay import Clash
    from charter.scaffold.skeleton.fetch import Skeleton

ANSWERS_FILE = ".copier-answers.yml"


@dataclass(frozen=True)
class CodeOrder:
    """A code skeleton that may run, and the values of its variables."""

    skeleton: Skeleton
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Founding:
    """Everything that was decided before anything is written."""

    place: Path
    edition: Edition
    answers: Mapping[str, Any]
    code: CodeOrder | None = None
    copier_asks: bool = False  # the template asks in a way that only copier understands

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def visibility(self) -> Visibility:
        return Visibility(self.answers.get("visibility", Visibility.INNERSOURCE))


@dataclass(frozen=True)
class Founded:
    """What was made. `author` is set where git knew none and the first maintainer stands in."""

    place: Path
    files: tuple[str, ...]
    commits: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()
    author: Maintainer | None = None
    surrounding: Path | None = None  # an existing repository that the new one lies in


def found(founding: Founding, *, dry_run: bool = False) -> Founded:
    """Make the repository, or with `dry_run` only tell what it would hold.

    Raises UsageError, TemplateError, SkeletonError or GitError, and then nothing was left behind.
    """
    check_place(founding.place)
    surrounding = repository_root(founding.place.parent)
    with workshop(founding.place) as room:
        made = room / founding.name
        clashes, commits, author = _make(founding, room, made, commits=not dry_run)
        files = list_files(made)
        if not dry_run:
            move_in(made, founding.place)
    return Founded(founding.place, files, commits, clashes, author, surrounding)


def _make(
    founding: Founding, room: Path, made: Path, *, commits: bool
) -> tuple[tuple[Clash, ...], tuple[str, ...], Maintainer | None]:
    order = Order(founding.answers, founding.visibility, asks=founding.copier_asks)
    render_with_copier(founding.edition, order, made)
    if founding.code is not None:
        return _make_with_code(founding, founding.code, room, made, commits=commits)
    author = _begin(founding, made) if commits else None
    return (), (_commit(founding, made, author),) if commits else (), author


def _make_with_code(
    founding: Founding, code: CodeOrder, room: Path, made: Path, *, commits: bool
) -> tuple[tuple[Clash, ...], tuple[str, ...], Maintainer | None]:
    from charter.scaffold.layout.community_files import governed_kind  # noqa: PLC0415
    from charter.scaffold.layout.lay import lay_under  # noqa: PLC0415
    from charter.scaffold.skeleton.record import RECORD, may_record, skeleton_record  # noqa: PLC0415
    from charter.scaffold.skeleton.render import read_tree, render_skeleton  # noqa: PLC0415

    rendered = render_skeleton(code.skeleton, code.variables, room / "code", allowed=True)
    skeleton_files, spdx = read_tree(rendered.folder), str(founding.answers.get("license", ""))
    layout = lay_under(skeleton_files, read_tree(made), spdx=spdx)
    files = dict(layout.files)
    if layout.keep_ours:
        files[ANSWERS_FILE] = _answers_that_keep(layout.keep_ours, founding, room / "kept")
    if records := may_record(code.skeleton, founding.visibility):
        files[RECORD] = FileContent(skeleton_record(code.skeleton, rendered))
    shutil.rmtree(made)
    made.mkdir()
    author: Maintainer | None = None
    first: tuple[str, ...] = ()
    if commits:
        author = _begin(founding, made)
        # a licence or code of conduct of the skeleton was never ours: not even in the history
        own = {path: file for path, file in skeleton_files.items() if not governed_kind(path)}
        write_tree(own, made)
        origin = f"\n\nFrom {code.skeleton.url}." if records else ""
        message = f"Lay out the code of {founding.name}{origin}"
        first = (commit_everything(made, message, author=author),) if own else ()
        empty_tree(made)
    write_tree(files, made)
    second = (_commit(founding, made, author),) if commits else ()
    return layout.clashes, (*first, *second), author


def _answers_that_keep(paths: tuple[str, ...], founding: Founding, beside: Path) -> FileContent:
    """The answers file that tells every later update to leave `paths` alone, where code won."""
    more = {"keep_ours": list(paths)}
    order = Order(founding.answers, founding.visibility, more=more)
    render_with_copier(founding.edition, order, beside)
    return FileContent((beside / ANSWERS_FILE).read_bytes())


def _begin(founding: Founding, made: Path) -> Maintainer | None:
    """Begin the repository; returns the first maintainer where git knows no author."""
    git("init", "--quiet", "--initial-branch=main", cwd=made)
    if knows_author(made):
        return None
    named = founding.answers.get("maintainers") or founding.answers.get("public_maintainers") or ""
    try:
        return parse_maintainers(str(named))[0]
    except ValueError:  # an organisation's template asks for maintainers in a way of its own
        return None


def _commit(founding: Founding, made: Path, author: Maintainer | None) -> str:
    side = "an InnerSource" if founding.visibility is Visibility.INNERSOURCE else "an Open Source"
    message = (
        f"Found {founding.name} under {side} charter\n\n"
        f"Governance template {founding.edition.version}."
    )
    return commit_everything(made, message, author=author)
