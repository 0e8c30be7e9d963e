"""What can be wrong with a template: the rules with their cures, and a place that breaks one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from charter.governance.check import ERROR, NOTE, WARNING, Severity


@dataclass(frozen=True)
class Rule:
    """`title` is what is true of a template that keeps it."""

    id: str
    title: str
    cure: str
    severity: Severity = ERROR

    @property
    def topic(self) -> str:
        return TOPICS[self.id.partition("-")[0]]


TOPICS = {
    "ASK": "Questions",
    "JINJA": "Templates",
    "IN": "Internal facts",
    "GIVE": "What it gives",
    "UP": "Updates of older repositories",
}
RULES = (
    Rule("ASK-1", "copier.yml can be read", "Correct what is named."),
    Rule(
        "ASK-2",
        "Nothing needs trust",
        "Move it into hooks/: with _tasks, _migrations or _jinja_extensions copier asks every "
        "developer for trust, and Charter refuses the template.",
    ),
    Rule(
        "ASK-3",
        "Every question has a help text",
        "Say in `help:` what is asked for, in words that a newcomer understands.",
    ),
    Rule(
        "ASK-4",
        "Defaults, choices and conditions hold for all answers",
        "Correct the expression, or what it is made of.",
    ),
    Rule(
        "ASK-5",
        "A valid answer to every question is known",
        "Give the question a `placeholder:` that its own validator takes: it is shown to people "
        "as an example, too.",
        WARNING,
    ),
    Rule("JINJA-1", "Every file is valid Jinja", "Correct it where the line says."),
    Rule(
        "JINJA-2",
        "Every variable is a question, or known to copier",
        "Correct the name, ask for it in copier.yml, or pass it to the macro.",
    ),
    Rule("JINJA-3", "What is included exists", "Correct the path: it begins at the root."),
    Rule(
        "JINJA-4",
        "Charter renders it by itself",
        "Do without, if you can: what only copier renders takes a hundred times as long in "
        "every check and update.",
        WARNING,
    ),
    Rule(
        "IN-1",
        "No internal fact is named on the public side",
        "Name a public fact instead, or put it under `{% if visibility == 'innersource' %}`.",
    ),
    Rule(
        "IN-2",
        "A public repository is the same, whatever the internal facts are",
        "Follow the fact from organisation.yml to that file, and guard it on the way.",
    ),
    Rule("GIVE-1", "Every combination of answers can be rendered", "Correct what is named."),
    Rule(
        "GIVE-2",
        "Every repository records its answers",
        "Add a file named {{ _copier_conf.answers_file }}.jinja that holds "
        "{{ _copier_answers | to_nice_yaml }}: without it no update is possible.",
    ),
    Rule("GIVE-3", "Files are what their names say", "Correct the file for these answers."),
    Rule(
        "GIVE-4",
        "Nothing of the template's language is left",
        "Let the file's name end in the template suffix, or put literal braces into {% raw %}.",
    ),
    Rule(
        "GIVE-5",
        "A fresh repository passes charter check",
        "The check's own cure: docs/reference/checks.md.",
    ),
    Rule("GIVE-6", "Other linters find nothing", "Correct the file as the linter says."),
    Rule(
        "UP-1",
        "Every repository can be updated without a question",
        "Give a new question a default, and keep old answers valid.",
    ),
    Rule(
        "UP-2",
        "Typical edits of a team merge",
        "Change fewer lines at once where you can; else say in the changelog what to do.",
        WARNING,
    ),
    Rule(
        "UP-3",
        "The changelog names every file that a version changes",
        "Add a line `- FILES: why` under `## Unreleased`: teams read it when they update.",
        NOTE,
    ),
)
BY_ID = {rule.id: rule for rule in RULES}


@dataclass(frozen=True)
class Finding:
    """One place; line 0 means the whole file. `cases` are the answers for which it happens."""

    rule: str
    message: str
    path: str = ""
    line: int = 0
    cases: tuple[str, ...] = ()
    severity: Severity | None = None  # another than the rule's

    @property
    def weight(self) -> Severity:
        return self.severity or BY_ID[self.rule].severity


def together(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same finding of several cases is one; errors first, then by rule and place."""
    found: dict[tuple[object, ...], Finding] = {}
    for it in findings:
        key = (it.rule, it.message, it.path, it.line, it.severity)
        cases = (*found[key].cases, *it.cases) if key in found else it.cases
        cases = tuple(dict.fromkeys(cases))
        found[key] = Finding(it.rule, it.message, it.path, it.line, cases, it.severity)
    order = {rule.id: number for number, rule in enumerate(RULES)}
    weights = list(Severity)
    return tuple(
        sorted(
            found.values(),
            key=lambda it: (weights.index(it.weight), order[it.rule], it.path, it.line),
        )
    )


def are_fine(findings: Collection[Finding], *, strict: bool = False) -> bool:
    """Whether the answer is yes; a warning is a no only if `strict`."""
    failing = {ERROR, WARNING} if strict else {ERROR}
    return not any(it.weight in failing for it in findings)
