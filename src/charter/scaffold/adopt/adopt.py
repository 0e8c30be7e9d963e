"""Brings an existing repository under a charter: an update from the empty tree, planned first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import yaml

from charter.errors import TemplateError
from charter.model import FileContent, Visibility
from charter.scaffold.adopt.choices import Choices, by_governed_path
from charter.scaffold.adopt.contradictions import warn_of
from charter.scaffold.adopt.guesses import Findings
from charter.scaffold.adopt.settlement import Meeting, Open, Settlement
from charter.scaffold.adopt.subject import Subject
from charter.scaffold.adopt.winners import settle
from charter.scaffold.layout.community_files import governed_kind, is_front_page, team_kind
from charter.template.open import OpenTemplate
from charter.template.posed import Answers
from charter.template.project import ProjectFolder, Stand, render_stand, side_of
from charter.template.recorded import Recorded
from charter.template.renderer import ANSWERS_FILE
from charter.update.plan import Action, Files, Step, decide
from charter.update.sides import gather_sides
from charter.update.update import Update
from charter.update.words import Words

KIND = "adoption"
MISSING_HERE = "missing here"
KEEP = "keep_ours"


@dataclass(frozen=True)
class Adoption:
    """A planned adoption: an update from nothing, and what a person has yet to decide."""

    update: Update
    open: tuple[Open, ...]
    notes: tuple[str, ...]

    @property
    def words(self) -> Words:
        """What history and undo call it."""
        return Words(KIND, f"under {self.update.after.template.spoken}", _message(self.update))


def plan_adoption(
    subject: Subject,
    template: OpenTemplate,
    answers: Answers,
    findings: Findings,
    choices: Choices = Choices(),  # noqa: B008 - frozen
) -> Adoption:
    """What would become of the repository; nothing is written.

    Raises TemplateError where the template cannot be rendered or writes no answers file.
    """
    source = template.edition.source.recorded(side_of(answers))
    stand = render_stand(template, answers, source)
    file = _answers_file(template, stand)
    governed = {path: it for path, it in stand.files.items() if path != file}
    spdx = str(answers.stored.get("license", ""))
    settlement = settle(
        Meeting(
            _read_own(subject, governed),
            governed,
            str(answers.values.get("forge", "")),
            spdx,
            {licence.path: licence for licence in findings.licences},
            means(choices, governed),
        )
    )
    kept = keeping(answers, stand.files[file], settlement.keep_ours)
    after = render_stand(template, kept, source)
    # the answers file as it will be
    recorded = Recorded(subject.path(file), source, after.version, after.answers.stored)
    project = ProjectFolder(subject.repository, subject.folder, recorded)
    steps = _steps(project, after, settlement)
    before = Stand(template, after.answers, {})
    update = Update(project, before, after, steps, after.files[file])
    notes = warn_of(findings, side_of(answers), spdx)
    return Adoption(update, tuple(settlement.open), notes)


def means(choices: Choices, governed: Files) -> Choices:
    """The choices by governed paths; raises UsageError where one means none."""
    return replace(
        choices,
        keep=by_governed_path(choices.keep, governed),
        take=by_governed_path(choices.take, governed),
    )


def _answers_file(template: OpenTemplate, stand: Stand) -> str:
    named = str(template.configuration.settings.get("answers_file", ANSWERS_FILE))
    if named not in stand.files:
        raise TemplateError(
            f"{template.spoken} writes no {named}: later updates would not find their base.",
            hint="A governance template holds {{ _copier_conf.answers_file }}.jinja.",
        )
    return named


def _read_own(subject: Subject, governed: Files) -> dict[str, FileContent]:
    """The team's files that meet the governed ones: by name, or by what they are for."""
    return {
        path: content
        for path in subject.paths
        if _meets(path, governed)
        and (content := subject.repository.read(subject.path(path))) is not None
    }


def _meets(path: str, governed: Files) -> bool:
    return path in governed or bool(governed_kind(path) or team_kind(path) or is_front_page(path))


def keeping(answers: Answers, answers_file: FileContent, paths: set[str]) -> Answers:
    """The answers that tell every later update to leave these paths alone."""
    if not paths:
        return answers
    if answers.left_to_copier:  # only the file knows what copier was told
        told = yaml.safe_load(answers_file.data)
        said = {key: value for key, value in told.items() if not key.startswith("_")}
        answers = replace(answers, values=said, stored=said, said=said)
    before = answers.values.get(KEEP)
    listed = [str(path) for path in before] if isinstance(before, list) else []
    more: Mapping[str, Any] = {KEEP: list(dict.fromkeys([*listed, *sorted(paths)]))}
    return replace(
        answers,
        values={**answers.values, **more},
        stored={**answers.stored, **more},
        said={**answers.said, **more},
    )


def _steps(project: ProjectFolder, after: Stand, settlement: Settlement) -> tuple[Step, ...]:
    """The steps of the merge with the table's own reasons, and what stays."""
    left = {path: it for path, it in after.files.items() if path not in settlement.keep_ours}
    theirs = {**left, **settlement.theirs}
    sides = gather_sides(project, settlement.base, replace(after, files=theirs))
    sides = replace(
        sides,
        creates_only=lambda path: path not in settlement.base and after.creates_only(path),
    )
    decided = decide(sides, ("this repository", after.template.spoken))
    steps = [*map(_in_plain_words, decided), *settlement.steps]
    told = (replace(it, reason=settlement.reasons.get(it.path, it.reason)) for it in steps)
    return tuple(sorted(told, key=lambda step: step.path))


def _in_plain_words(step: Step) -> Step:
    return replace(step, reason=MISSING_HERE) if step.action is Action.CREATE else step


def _message(update: Update) -> str:
    name = update.project.recorded.answers.get("name", "")
    side = side_of(update.after.answers)
    kind = "an InnerSource" if side is Visibility.INNERSOURCE else "an Open Source"
    return (
        f"Bring {name} under {kind} charter\n\nGovernance {update.after.template.spoken}.\n"
        f"{''.join(_told(update))}"
    )


def _told(update: Update) -> Iterator[str]:
    told = update.after.answers.stored.get(KEEP)
    listed = map(str, told) if isinstance(told, list) else ()
    made = {step.path for step in update.changes if step.ours is None}
    if kept := ", ".join(path for path in listed if path not in made):
        yield f"\nKept as the team wrote them: {kept}\n"
    changed = [step.path for step in update.changes if step.ours is not None]
    if changed:
        yield f"\nChanged, not only added: {', '.join(changed)}\n"
