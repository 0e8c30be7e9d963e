"""`charter update` beside `copier update`, over drawn histories of a template and a team."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from histories import (
    FILES,
    TEAM_ACTS,
    TEMPLATE_ACTS,
    Act,
    enact,
    found_by_copier,
    page,
    read_files,
    redirect_address,
    update_by_copier,
    work,
    write_template,
)
from hypothesis import HealthCheck, Phase, event, example, given, settings

from charter.git import commit_everything, git
from charter.model import FileContent
from charter.template.editions import Editions
from charter.template.project import open_project
from charter.update.carry_out import carry_out
from charter.update.plan import Action, Step
from charter.update.update import Update, Wish, plan_update

SLOW = settings(
    max_examples=int(os.environ.get("CHARTER_HISTORIES", "25")),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # an example takes seconds: shrinking takes minutes
)
MARKS = b"<<<<<<<"


def update_by_us(place: Path, version: str, cache: Path) -> Update:
    project = open_project(place)
    update = plan_update(project, Editions({}, cache, print), Wish(version, use_defaults=True))
    carry_out(update, commits=False)
    return update


def class_of(step: Step) -> str:
    """The class, as docs/reference/update.md names it, in which the two tools may differ here."""
    if step.conflict:
        return step.conflict.value
    if step.arrives or "moved it to" in step.reason:
        return "moved by the template"
    if step.moved_from:
        return "moved by the team"
    return ""


def compare(mine: Path, theirs: Path, update: Update) -> set[str]:
    """The classes that were met; fails where the trees differ outside of every class."""
    ours, copiers = read_files(mine), read_files(theirs)
    classes = {
        path: name
        for step in update.steps
        if (name := class_of(step))
        for path in (step.path, step.moved_from)
    }
    met = set()
    for path in sorted(ours.keys() | copiers.keys()):
        if ours.get(path) == copiers.get(path):
            continue
        assert path in classes, (path, ours.get(path), copiers.get(path))
        met.add(classes[path])
    for step in update.steps:  # copier never conflicts where we do not
        if not step.conflict and step.action is not Action.DELETE and step.path not in classes:
            theirs = copiers.get(step.path)
            assert theirs is None or MARKS not in theirs.data, step.path
    return met


def begin(folder: Path, config: Path, first: Sequence[Act], second: Sequence[Act]) -> None:
    one = {name: FileContent(page(name)) for name in FILES}
    two = enact(one, first, "template")
    redirect_address(config, folder / "template")
    write_template(folder / "template", [one, two, enact(two, second, "later")])


@SLOW
@given(TEMPLATE_ACTS, TEMPLATE_ACTS, TEAM_ACTS)
@example([Act("drop", "A.md")], [], [Act("edit", "A.md", 3)])
@example([Act("edit", "A.md", 3)], [], [Act("drop", "A.md")])
@example([Act("edit", "A.md", 3)], [], [Act("rename", "A.md")])
@example([Act("rename", "A.md")], [], [Act("edit", "A.md", 3)])
@example([Act("add", "E.md")], [], [Act("add", "E.md")])
@example([Act("edit", "A.md", 3)], [], [Act("edit", "A.md", 3)])
@example([Act("edit", "A.md", 3)], [Act("edit", "B.md", 2)], [Act("edit", "A.md", 9)])
def test_the_trees_are_the_same_but_in_named_classes(first, second, team):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "gitconfig"
        config.write_text(
            '[user]\n\tname = T\n\temail = t@acme.example\n[protocol "file"]\n\tallow = always\n'
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("GIT_CONFIG_GLOBAL", str(config))
            patch.setenv("COPIER_CACHE_DIR", str(folder / "copier"))
            begin(folder, config, first, second)
            mine, theirs = folder / "mine", folder / "theirs"
            found_by_copier(mine)
            work(mine, team)
            git("clone", "--quiet", str(mine), str(theirs))
            update = update_by_us(mine, "v2.0.0", folder / "cache")
            update_by_copier(theirs, "v2.0.0")
            met = compare(mine, theirs, update)
            for each in met or {"the same"}:
                event(each)
            if met or update.conflicts:
                return
            go_on_the_other_way(folder, mine, theirs)


def go_on_the_other_way(folder: Path, mine: Path, theirs: Path) -> None:
    """Each tool carries on what the other has made, and both end with the same tree."""
    for place in (mine, theirs):
        if git("status", "--porcelain", cwd=place).strip():
            commit_everything(place, "Update")
    update_by_copier(mine, "v3.0.0")
    update = update_by_us(theirs, "v3.0.0", folder / "cache")
    for each in compare(theirs, mine, update) or {"the same again"}:
        event(each)
