"""Adopts all that an inventory lists, without a question; a failure never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from charter.catalog.entry import Entry
from charter.errors import CharterError
from charter.scaffold.adopt.adopt import Adoption, plan_adoption
from charter.scaffold.adopt.answers import offered_by, settle_answers
from charter.scaffold.adopt.choices import Choices
from charter.scaffold.adopt.contradictions import find_contradictions, refuse_contradictions
from charter.scaffold.adopt.guesses import Findings
from charter.scaffold.adopt.inventory import Row
from charter.scaffold.adopt.silo import OwnNames, silo_of
from charter.scaffold.adopt.subject import CharteredError, Subject, WaitingError, open_subject
from charter.scaffold.exists import team_of
from charter.template.open import OpenTemplate
from charter.template.project import side_of
from charter.update.carry_out import CarriedOut, refuse_unready


class Fate(StrEnum):
    """What became of a repository."""

    CHARTERED = "chartered"
    ALREADY = "chartered before"
    SILOED = "siloed"
    FAILED = "failed"


@dataclass(frozen=True)
class Outcome:
    """One repository of the inventory; `reason` says why it was not chartered."""

    path: str
    name: str
    fate: Fate
    reason: str = ""
    conflicts: tuple[str, ...] = ()
    commit: str = ""
    registration: str = ""


@dataclass(frozen=True)
class Order:
    """What holds for every row: the template, what was said for all, and who acts.

    `carry_out` and `record` are None where nothing is to be written.
    """

    template: OpenTemplate
    said: Mapping[str, Any]
    find: Callable[[Subject], Findings]
    carry_out: Callable[[Adoption], tuple[CarriedOut, str]] | None
    record: Callable[[Entry], str] | None
    choices: Choices = field(default_factory=Choices)
    although_public: bool = False
    commits: bool = False


@dataclass(frozen=True)
class _Known:
    """What is known of a repository while it is under no charter."""

    place: Path
    name: str
    url: str
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Names:
    """The names that the list has used up; those of charters by team and name, with their rows."""

    chartered: dict[tuple[str, str], str] = field(default_factory=dict)
    own: OwnNames = field(default_factory=OwnNames)


class _TakenError(CharterError):
    """Another repository has this name and team: its entry would tell of this one."""


def adopt_many(rows: Iterable[Row], order: Order, beside: Path) -> Iterator[Outcome]:
    """An outcome for each row, in order; paths are from the folder `beside`."""
    names = _Names()
    for row in rows:
        yield _adopt_one(row, order, beside / Path(row.path).expanduser(), names)


def _adopt_one(row: Row, order: Order, place: Path, names: _Names) -> Outcome:
    known = _Known(place, place.name, row.url)
    try:
        subject = open_subject(place)
        findings = order.find(subject)
        known = _known(place, subject, findings, row)
        return _charter(row, order, (subject, findings), names)
    except CharteredError:
        return Outcome(row.path, place.name, Fate.ALREADY)
    except WaitingError as waits:
        return Outcome(row.path, place.name, Fate.ALREADY, waits.message)
    except CharterError as wrong:
        return _silo(row, order, known, names, wrong)
    except Exception as bug:  # noqa: BLE001 - whatever a repository can make of us, others go on
        why = f"a bug of Charter met it: {type(bug).__name__}: {str(bug)[:200]}"
        return Outcome(row.path, known.name, Fate.FAILED, why)


def _charter(
    row: Row,
    order: Order,
    what: tuple[Subject, Findings],
    names: _Names,
) -> Outcome:
    """Raises CharterError where it is not chartered, and then nothing was changed."""
    subject, findings = what
    refuse_unready(subject.repository, commits=order.commits)
    offered = offered_by(order.template, findings)
    said = {**order.said, **row.said}
    settled = settle_answers(order.template, offered, said, person=None, use_defaults=True)
    answers = settled.answers
    if not order.although_public:
        refuse_contradictions(find_contradictions(findings, side_of(answers)))
    name = str(answers.values.get("name", subject.name))
    _refuse_taken(names.chartered, (team_of(answers.values), name))
    adoption = plan_adoption(subject, order.template, answers, findings, order.choices)
    if conflicts := adoption.update.conflicts:
        raise ConflictsError(tuple(step.path for step in conflicts))
    done, registration = order.carry_out(adoption) if order.carry_out else (CarriedOut(), "")
    names.chartered[team_of(answers.values), name] = row.path
    names.own.take(team_of(answers.values), name, str(subject.place))
    return Outcome(row.path, name, Fate.CHARTERED, commit=done.commit, registration=registration)


def _refuse_taken(taken: Mapping[tuple[str, str], str], wanted: tuple[str, str]) -> None:
    if other := taken.get(wanted):
        raise _TakenError(f"{'/'.join(filter(None, wanted))} is {other} already: say another name.")


class ConflictsError(CharterError):
    """There are texts that both have, and nobody to ask."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        several = "a text" if len(paths) == 1 else f"{len(paths)} texts"
        super().__init__(f"{several} that both have: {', '.join(paths)}.")
        self.paths = paths


def _known(place: Path, subject: Subject, findings: Findings, row: Row) -> _Known:
    """A folder of a repository has no address of its own."""
    guessed = {one.question: one.value for one in findings.guesses}
    url = row.url or (findings.remote.url if findings.remote else "")
    said = {**guessed, **row.said}
    return _Known(place, subject.name, "" if subject.folder else url, said)


def _silo(
    row: Row,
    order: Order,
    known: _Known,
    names: _Names,
    wrong: CharterError,
) -> Outcome:
    """Not chartered: recorded where it is a repository, or where the row says its address."""
    if not (known.said or known.url):
        return Outcome(row.path, known.name, Fate.FAILED, wrong.message)
    said = {**known.said, **row.said}
    entry = silo_of(said, name=known.name, url=known.url, reason=wrong.message)
    entry = names.own.name(entry, known.place)
    conflicts = wrong.paths if isinstance(wrong, ConflictsError) else ()
    recorded = order.record(entry) if order.record else ""
    return Outcome(
        row.path, entry.project.name, Fate.SILOED, wrong.message, conflicts, registration=recorded
    )


def outcome_as_json(outcome: Outcome) -> dict[str, Any]:
    """The same keys each time."""
    return {
        "path": outcome.path,
        "name": outcome.name,
        "outcome": outcome.fate.value,
        "reason": outcome.reason,
        "conflicts": list(outcome.conflicts),
        "commit": outcome.commit,
        "registration": outcome.registration,
    }


def count_fates(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many of each; those that did not occur are counted as none."""
    listed = [outcome.fate for outcome in outcomes]
    return {fate.value: listed.count(fate) for fate in Fate}
