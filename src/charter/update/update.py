"""Plans an update of one project, from what its repository records to a version and answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from charter.errors import AnswerError, UsageError
from charter.governance.contradiction import COMPONENT, find_contradiction
from charter.model import FileContent
from charter.template.answers import dropped_answers
from charter.template.changelog import FILES, changes_between, read_changes
from charter.template.editions import Editions
from charter.template.expressions import UnsupportedTemplateError
from charter.template.interview import Person, complete, interview
from charter.template.open import OpenTemplate
from charter.template.posed import Answers
from charter.template.project import ProjectFolder, Stand, render_stand, stand_of
from charter.template.versions import parse_version
from charter.update.keeping import inner_path, unmatched
from charter.update.plan import Step, decide
from charter.update.sides import gather_sides

KEEP = "keep_ours"
LATER = "ask the OSPO; a later version brings charter publish request"
FIXED = ("visibility", "publication_date")  # what only a publication changes


@dataclass(frozen=True)
class Wish:
    """What to bring the project to: a version (the newest where empty) and changed answers.

    `kept` are paths that are the repository's own from now on: they join the answer keep_ours. A
    new question is put to `person`, or takes its default with `use_defaults`. `headline` is what
    the history says of it, where there is more to say than the versions.
    """

    version: str = ""
    changed: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    person: Person | None = None
    use_defaults: bool = False
    headline: str = ""


@dataclass(frozen=True)
class AnswerChange:
    """An answer that is another afterwards; None where there was or is none."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Update:
    """A planned update: the stands before and after, and a step for each path between them.

    `dropped` are recorded answers that do not fit the new version any more.
    """

    project: ProjectFolder
    before: Stand
    after: Stand
    steps: tuple[Step, ...]
    answers: FileContent
    dropped: tuple[str, ...] = ()
    headline: str = ""

    @property
    def conflicts(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.conflict)

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that leave their path another than it was."""
        return tuple(step for step in self.steps if step.changes or step.conflict)

    @property
    def answer_changes(self) -> tuple[AnswerChange, ...]:
        """Answers that are new, changed or gone, in the order of the new answers file."""
        recorded, stored = self.project.recorded.answers, self.after.answers.stored
        names = dict.fromkeys((*stored, *recorded))
        both = ((name, recorded.get(name), stored.get(name)) for name in names)
        return tuple(AnswerChange(*each) for each in both if each[1] != each[2])

    @property
    def is_of_answers(self) -> bool:
        """Whether it changes an answer that was recorded, and not only the version."""
        return any(None not in (change.old, change.new) for change in self.answer_changes)

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do: a file, or a line of the answers file."""
        recorded = self.project.repository.read(self.project.recorded.file)
        return bool(self.changes) or recorded != self.answers


def plan_update(project: ProjectFolder, editions: Editions, wish: Wish) -> Update:
    """What would become of the project; nothing is written.

    Raises UsageError for a wish that cannot be granted, AnswerError where an answer is missing or
    refused, TemplateError where the template is not to be had.
    """
    recorded = project.recorded
    refuse_fixed(wish.changed)
    refuse_contradiction(project)
    before = stand_of(editions.open(recorded.source, recorded.version), recorded)
    new = editions.open(recorded.source, wish.version)
    refuse_downgrade(recorded.version, new.edition.version)
    wish = replace(wish, changed={**wish.changed, **_keeping(project, before, new, wish)})
    after = render_stand(new, carry_answers(new, project, wish), recorded.source, like=before.made)
    if project.answers_file not in after.files:
        raise UsageError(
            f"{new.spoken} writes no {project.answers_file}: later updates would not find it.",
            hint="Name the file that the template writes: --answers-file",
        )
    sides = gather_sides(project, before.files, after)
    steps = decide(sides, ("this repository", new.spoken))
    return Update(
        project,
        before,
        after,
        _explained(steps, new, recorded.version),
        after.files[project.answers_file],
        dropped_answers(recorded, after.answers, wish.changed),
        wish.headline,
    )


def _keeping(
    project: ProjectFolder, before: Stand, new: OpenTemplate, wish: Wish
) -> dict[str, Any]:
    """The answer keep_ours with more paths in it; raises UsageError where there is no such one."""
    if not wish.kept:
        return {}
    kept = wish.changed.get(KEEP, project.recorded.answers.get(KEEP))
    if not isinstance(kept, list):
        raise UsageError(
            f"the template asks for no list '{KEEP}', so it cannot be told to leave a file alone.",
            hint="Ask the template's owners for it.",
        )
    wanted = [inner_path(path, project.place) for path in wish.kept]
    own = [path for path, _ in project.repository.files(project.folder)]
    inner = [path.removeprefix(f"{project.folder}/") for path in own]
    strange = unmatched(wanted, (*before.files, *inner))
    if strange := [path for path in strange if path not in kept]:  # a file that only comes now?
        answers = carry_answers(new, project, replace(wish, kept=()))
        later = render_stand(new, answers, project.recorded.source, like=before.made)
        if strange := unmatched(strange, later.files):
            raise UsageError(
                f"there is no {strange[0]} here, nor in the template: nothing would be kept.",
                hint="Name it from the project's folder, as the plan does: --dry-run",
            )
    return {KEEP: list(dict.fromkeys((*kept, *wanted)))}


def refuse_fixed(changed: Mapping[str, Any]) -> None:
    """Raises UsageError for an answer that no update may change."""
    for name in FIXED:
        if name in changed:
            raise UsageError(
                f"{name} is not changed by an update: whether a project goes public is the "
                "OSPO's decision.",
                hint=LATER,
            )


def refuse_contradiction(project: ProjectFolder) -> None:
    """Raises AnswerError where the answers were written by hand to say the other side.

    The files would be those of one side and the answers of the other, and no update could tell.
    """
    if found := find_contradiction(project):
        raise AnswerError(
            f"{project.recorded.file} says {found.answered}, "
            f"and {COMPONENT} says {found.described}.",
            hint=f"Put the answer back: visibility: {found.described}. To go public: {LATER}",
        )


def refuse_downgrade(recorded: str, wanted: str) -> None:
    """Raises UsageError where `wanted` is an older version; commits cannot be compared."""
    old, new = parse_version(recorded), parse_version(wanted)
    if old is not None and new is not None and new < old:
        raise UsageError(
            f"{wanted} is older than {recorded}, which the repository is at.",
            hint="To go back, take back the commit that brought it: git revert COMMIT",
        )


def carry_answers(template: OpenTemplate, project: ProjectFolder, wish: Wish) -> Answers:
    """The recorded answers at this version of the template, with what the wish changes."""
    recorded = project.recorded.answers
    evaluator = template.evaluator
    try:
        evaluator.refuse_unsupported()
    except UnsupportedTemplateError:  # copier asks, and so takes defaults
        said = {**recorded, **wish.changed}
        return Answers(said, said, said, left_to_copier=True)
    if wish.person is not None:
        return interview(evaluator, wish.changed, wish.person, recorded)
    try:
        return complete(
            evaluator,
            wish.changed,
            lambda name: f"--set {name}=…",
            use_defaults=wish.use_defaults,
            recorded=recorded,
        )
    except AnswerError as open_:
        if wish.changed or "missing" not in open_.message:
            raise
        raise AnswerError(
            f"{template.spoken} asks what this repository has no answer to: {open_.message}",
            hint=open_.hint,
        ) from open_


def _explained(steps: tuple[Step, ...], template: OpenTemplate, old: str) -> tuple[Step, ...]:
    """The steps with what the template's changelog says of their files."""
    text = next(filter(None, map(template.tree.read, FILES)), b"")
    between = changes_between(
        read_changes(text.decode(errors="replace")), old, template.edition.version
    )
    return tuple(
        replace(
            step,
            why=tuple(
                f"{change.version}: {change.why}"
                for change in between
                if change.tells_of(step.path) or change.tells_of(step.moved_from or step.path)
            ),
        )
        for step in steps
    )
