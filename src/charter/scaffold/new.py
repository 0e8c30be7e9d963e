"""Founds a repository: renders it, makes it beside its place, commits, moves it in whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from charter.git import commit_everything, git, knows_author, repository_root
from charter.model import FileContent, Maintainer, Visibility, parse_maintainers
from charter.place import check_place, move_in, workshop
from charter.scaffold.folder import empty_tree, write_tree
from charter.template.open import OpenTemplate
from charter.template.posed import Answers
from charter.template.renderer import ANSWERS_FILE
from charter.template.rendering import render_answers

if TYPE_CHECKING:  # who brings no skeleton does not wait for what lays one out
    from charter.scaffold.layout.lay import Clash
    from charter.scaffold.skeleton.fetch import Skeleton

Files = Mapping[str, FileContent]
ADOPT = "Choose another name. To bring an existing repository under a charter: charter adopt PATH"


@dataclass(frozen=True)
class CodeOrder:
    """A code skeleton that may run, and the values of its variables."""

    skeleton: Skeleton
    variables: Mapping[str, str]


@dataclass(frozen=True)
class Founding:
    """Everything that was decided before anything is written."""

    place: Path
    template: OpenTemplate
    answers: Answers
    code: CodeOrder | None = None
    copier_asks: bool = False  # there is a person, should the template be left to copier

    @property
    def name(self) -> str:
        return self.place.name

    @property
    def visibility(self) -> Visibility:
        return Visibility(self.answers.values.get("visibility", Visibility.INNERSOURCE))


@dataclass(frozen=True)
class Founded:
    """What was made. `author` is set where git knew none and the first maintainer stands in."""

    place: Path
    files: tuple[str, ...]
    commits: tuple[str, ...]
    clashes: tuple[Clash, ...] = ()
    author: Maintainer | None = None
    surrounding: Path | None = None  # an existing repository that the new one lies in


@dataclass(frozen=True)
class _Plan:
    """What the commits will hold; `code` is the first one's, and empty without a skeleton."""

    files: Files
    code: Files
    code_message: str = ""
    clashes: tuple[Clash, ...] = ()


def found(founding: Founding, *, dry_run: bool = False) -> Founded:
    """Make the repository, or with `dry_run` only tell what it would hold.

    Raises UsageError, TemplateError, SkeletonError or GitError, and then nothing was left behind.
    """
    check_place(founding.place, hint=ADOPT)
    surrounding = repository_root(founding.place.parent)
    with workshop(founding.place) as room:
        plan = _plan(founding, room)
        files = tuple(sorted(plan.files))
        if dry_run:
            return Founded(founding.place, files, (), plan.clashes, surrounding=surrounding)
        made = room / founding.name
        commits, author = _make(founding, plan, made)
        move_in(made, founding.place)
    return Founded(founding.place, files, commits, plan.clashes, author, surrounding)


def _plan(founding: Founding, room: Path) -> _Plan:
    governance = _render(founding, founding.answers)
    if founding.code is None:
        return _Plan(governance, {})
    return _plan_with_code(founding, founding.code, governance, room)


def _render(founding: Founding, answers: Answers) -> Files:
    template, asks = founding.template, founding.copier_asks
    return render_answers(template, answers, founding.visibility, asks=asks).files


def _plan_with_code(founding: Founding, code: CodeOrder, governance: Files, room: Path) -> _Plan:
    from charter.scaffold.layout.community_files import governed_kind  # noqa: PLC0415
    from charter.scaffold.layout.lay import lay_under  # noqa: PLC0415
    from charter.scaffold.skeleton.record import RECORD, may_record, skeleton_record  # noqa: PLC0415
    from charter.scaffold.skeleton.render import read_tree, render_skeleton  # noqa: PLC0415

    rendered = render_skeleton(code.skeleton, code.variables, room / "code", allowed=True)
    brought = read_tree(rendered.folder)
    spdx = str(founding.answers.stored.get("license", ""))
    layout = lay_under(brought, governance, spdx=spdx)
    files = dict(layout.files)
    if layout.keep_ours:
        # the answers tell every later update to leave alone what the code won
        keeping = _keeping(founding.answers, governance, layout.keep_ours)
        files[ANSWERS_FILE] = _render(replace(founding, copier_asks=False), keeping)[ANSWERS_FILE]
    message = f"Lay out the code of {founding.name}"
    if may_record(code.skeleton, founding.visibility):
        files[RECORD] = FileContent(skeleton_record(code.skeleton, rendered))
        message += f"\n\nFrom {code.skeleton.url}."
    # a licence or code of conduct of the skeleton was never ours: not even in the history
    own = {path: file for path, file in brought.items() if not governed_kind(path)}
    return _Plan(files, own, message, layout.clashes)


def _keeping(answers: Answers, governance: Files, paths: tuple[str, ...]) -> Answers:
    if answers.left_to_copier:  # only the file knows what copier was told
        told = yaml.safe_load(governance[ANSWERS_FILE].data)
        said = {key: value for key, value in told.items() if not key.startswith("_")}
        answers = replace(answers, values=said, stored=said, said=said)
    more = {"keep_ours": list(paths)}
    return replace(
        answers,
        values={**answers.values, **more},
        stored={**answers.stored, **more},
        said={**answers.said, **more},
    )


def _make(founding: Founding, plan: _Plan, made: Path) -> tuple[tuple[str, ...], Maintainer | None]:
    made.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=made)
    author = None if knows_author(made) else _first_maintainer(founding.answers)
    commits: tuple[str, ...] = ()
    if plan.code:
        write_tree(plan.code, made)
        commits = (commit_everything(made, plan.code_message, author=author),)
        empty_tree(made)
    write_tree(plan.files, made)
    return (*commits, commit_everything(made, _message(founding), author=author)), author


def _first_maintainer(answers: Answers) -> Maintainer | None:
    named = answers.stored.get("maintainers") or answers.stored.get("public_maintainers") or ""
    try:
        return parse_maintainers(str(named))[0]
    except ValueError:  # an organisation's template asks for maintainers in a way of its own
        return None


def _message(founding: Founding) -> str:
    side = "an InnerSource" if founding.visibility is Visibility.INNERSOURCE else "an Open Source"
    version = founding.template.edition.version
    return f"Found {founding.name} under {side} charter\n\nGovernance template {version}."
