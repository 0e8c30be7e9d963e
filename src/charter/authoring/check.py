"""Checks a draft from end to end: lint, cover, judge, prove, simulate."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from charter.authoring import linters
from charter.authoring.cases import Case
from charter.authoring.cover import Cover, cover
from charter.authoring.draft import Draft, Files
from charter.authoring.findings import Finding, together
from charter.authoring.interference import find_interference
from charter.authoring.judging import Judging
from charter.authoring.lint import configuration_texts, lint
from charter.authoring.places import LineOf
from charter.authoring.rendering import Press
from charter.authoring.simulate import (
    Clash,
    Old,
    carry,
    changes_since,
    clashes,
)
from charter.authoring.simulate import together as merged
from charter.errors import CharterError
from charter.governance.check import NOTE
from charter.model import Visibility
from charter.template.changelog import FILES as CHANGELOGS
from charter.template.changelog import Change, read_changes
from charter.template.expressions import UnsupportedTemplateError
from charter.template.open import OpenTemplate
from charter.template.renderer import ANSWERS_FILE

Tell = Callable[[str, int, int], None]  # what is done now, how many are done, of how many


@dataclass(frozen=True)
class Report:
    """What was found, and what was looked at for it."""

    findings: tuple[Finding, ...]
    cover: Cover = field(default_factory=lambda: Cover(()))
    ran: tuple[linters.Ran, ...] = ()
    versions: tuple[str, ...] = ()  # from which updates were simulated
    updates: int = 0  # how many
    clashes: tuple[Clash, ...] = ()


def check(draft: Draft, *, allowed: Collection[str] = (), tell: Tell = lambda *_: None) -> Report:
    """Everything that is wrong with the draft; `allowed` rules and checks become notes."""
    try:
        configuration = draft.template.configuration
        found = [*lint(configuration, draft.files)]
    except CharterError as wrong:
        return Report((Finding("ASK-1", wrong.message, "copier.yml"),))
    work = _Work(draft, tell)
    try:
        work.render()
        work.judge()
        work.simulate()
    except CharterError as wrong:
        work.found.append(Finding("GIVE-1", wrong.message))
    every = together([*found, *work.found])
    return Report(
        together(_softened(it, allowed) for it in every),
        work.cover,
        tuple(work.ran),
        tuple(work.versions),
        work.updates,
        tuple(merged(iter(work.clashes))),
    )


def _softened(finding: Finding, allowed: Collection[str]) -> Finding:
    if finding.rule in ("ASK-1", "ASK-2"):  # nobody could use such a template
        return finding
    check_id = finding.message.partition(":")[0] if finding.rule == "GIVE-5" else ""
    return replace(finding, severity=NOTE) if {finding.rule, check_id} & set(allowed) else finding


@dataclass
class _Work:
    draft: Draft
    tell: Tell
    found: list[Finding] = field(default_factory=list)
    cover: Cover = field(default_factory=lambda: Cover(()))
    rendered: list[tuple[Case, Files]] = field(default_factory=list)
    ran: list[linters.Ran] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    updates: int = 0
    clashes: list[Clash] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.press = Press(self.draft.template)

    def render(self) -> None:
        """The covering set, each case once; what cannot be asked or rendered is found."""
        line_of = LineOf(configuration_texts(self.draft.files))
        self.cover = cover(self.press.evaluator)
        for question, why in self.cover.failures:
            place = line_of(question) if question else ("", 0)
            self.found.append(Finding("ASK-4", why, *place))
        for question, why in self.cover.unanswerable.items():
            self.found.append(Finding("ASK-5", f"'{question}': {why}", *line_of(question)))
        for number, case in enumerate(self.cover.cases):
            self.tell("rendering", number, len(self.cover.cases))
            try:
                rendered = self.press.render(case.answers, case.side)
            except CharterError as wrong:
                self.found.append(Finding("GIVE-1", wrong.message, "", 0, (case.name,)))
                continue
            self.rendered.append((case, rendered.files))
            if rendered.beyond:
                self.found.append(Finding("JINJA-4", rendered.beyond, "copier.yml"))

    def judge(self) -> None:
        names = {question.name for question in self.press.evaluator.questions}
        settings = self.draft.template.configuration.settings
        judging = Judging(frozenset(names), str(settings.get("templates_suffix") or ".jinja"))
        for case, files in self.rendered:
            self.found += judging.look_at(case, files)
        for number, (ran, found) in enumerate(linters.lint(self.rendered)):
            self.tell("other linters", number, len(linters.LINTERS))
            self.ran.append(ran)
            self.found += found
        self.prove()

    def prove(self) -> None:
        """That no internal fact reaches the public side."""
        public = [it for it in self.rendered if it[0].side is Visibility.OPENSOURCE]
        inside = [it for it in self.rendered if it[0].side is not Visibility.OPENSOURCE]
        if not public or not inside:
            return
        recorded = {name: it for case, _ in inside for name, it in case.answers.stored.items()}
        try:
            self.found += find_interference(self.draft.files, public, recorded)
        except UnsupportedTemplateError as beyond:
            said = f"not proven, for only copier can render it: {beyond.message}"
            self.found.append(Finding("IN-2", said, severity=NOTE))

    def simulate(self) -> None:
        changes = self.changes()
        older = list(self.draft.older())
        for number, (version, template) in enumerate(older):
            self.tell("updates from older versions", number, len(older))
            try:
                cases = [*_found_at(version, template)]
            except CharterError as wrong:
                said = f"{version} cannot be used any more: {wrong.message}"
                self.found.append(Finding("UP-1", said, severity=NOTE))
                continue
            self.versions.append(version)
            for old, side in cases:
                self._update(old, side, changes, is_newest=number == 0)
        self.found += [clash.finding() for clash in merged(iter(self.clashes))]

    def _update(
        self, old: Old, side: Visibility, changes: tuple[Change, ...], *, is_newest: bool
    ) -> None:
        answers = carry(self.press.evaluator, old)
        if isinstance(answers, Finding):
            self.found.append(answers)
            return
        self.updates += 1
        new = self.press.render(answers, side).files
        self.clashes += clashes(old, new, changes, unmerged=ANSWERS_FILE)
        if is_newest:
            self.found += untold(old, new, changes)

    def changes(self) -> tuple[Change, ...]:
        text = next(
            (self.draft.files[name].data for name in CHANGELOGS if name in self.draft.files), b""
        )
        return read_changes(text.decode(errors="replace"))


def _found_at(version: str, template: OpenTemplate) -> Iterator[tuple[Old, Visibility]]:
    """A handful of repositories founded at that version, on each side."""
    press = Press(template)
    for case in cover(press.evaluator, pairs=False, wide=False).cases:
        files = press.render(case.answers, case.side).files
        yield Old(version, case.name, case.answers.stored, files), case.side


def untold(old: Old, new: Files, changes: tuple[Change, ...]) -> Iterator[Finding]:
    """Paths that are others since that version, and of which the changelog says nothing."""
    told = changes_since(changes, old.version)
    for path in sorted(old.files.keys() | new.keys()):
        if path == ANSWERS_FILE or old.files.get(path) == new.get(path):
            continue
        if not any(change.tells_of(path) for change in told):
            said = f"since {old.version} it is another, and no line of the changelog names it"
            yield Finding("UP-3", said, path, 0, (old.case,))
