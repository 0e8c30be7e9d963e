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
from charter.scaffold.adopt.contradictions import find_contradictions, refuse_contradictions
from charter.scaffold.adopt.guesses import Findings
from charter.scaffold.adopt.inventory import Row
from charter.scaffold.adopt.settlement import Choices
from charter.scaffold.adopt.silo import silo_of
from charter.scaffold.adopt.subject import CharteredError, Subject, open_subject
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
    find: Callable[[Subject, OpenTemplate], Findings]
    carry_out: Callable[[Adoption], tuple[CarriedOut, str]] | None
    record: Callable[[Entry], str] | None
    choices: Choices = field(default_factory=Choices)
    although_public: bool = False
    commits: bool = False


def adopt_many(rows: Iterable[Row], order: Order, beside: Path) -> Iterator[Outcome]:
    """An outcome for each row, in order; paths are from the folder `beside`."""
    for row in rows:
        yield _adopt_one(row, order, beside / Path(row.path).expanduser())


def _adopt_one(row: Row, order: Order, place: Path) -> Outcome:
    try:
        subject = open_subject(place)
    except CharteredError:
        return Outcome(row.path, place.name, Fate.ALREADY)
    except CharterError as wrong:
        return _silo(row, order, (place.name, {}, row.url), wrong)
    except Exception as bug:  # noqa: BLE001 - a broken repository among many
        return Outcome(row.path, place.name, Fate.FAILED, _of_bug(bug))
    known: tuple[str, Mapping[str, Any], str] = (subject.name, {}, row.url)
    try:
        findings = order.find(subject, order.template)
        known = _known(subject, findings, row)
        return _charter(row, order, subject, findings)
    except CharterError as wrong:
        return _silo(row, order, known, wrong)
    except Exception as bug:  # noqa: BLE001 - whatever a repository can make of us, others go on
        return Outcome(row.path, subject.name, Fate.FAILED, _of_bug(bug))


def _charter(row: Row, order: Order, subject: Subject, findings: Findings) -> Outcome:
    refuse_unready(subject.repository, commits=order.commits)
    settled = settle_answers(
        order.template,
        offered_by(order.template, findings),
        {**order.said, **row.said},
        person=None,
        use_defaults=True,
    )
    name = str(settled.answers.values.get("name", subject.name))
    if not order.although_public:
        refuse_contradictions(find_contradictions(findings, side_of(settled.answers)))
    adoption = plan_adoption(subject, order.template, settled.answers, findings, order.choices)
    if conflicts := tuple(step.path for step in adoption.update.conflicts):
        _, known, url = _known(subject, findings, row)
        several = "a text" if len(conflicts) == 1 else f"{len(conflicts)} texts"
        wrong = CharterError(f"{several} that both have: {', '.join(conflicts)}.")
        return _silo(row, order, (name, known, url), wrong, conflicts)
    done, registration = order.carry_out(adoption) if order.carry_out else (CarriedOut(), "")
    return Outcome(row.path, name, Fate.CHARTERED, commit=done.commit, registration=registration)


def _known(subject: Subject, findings: Findings, row: Row) -> tuple[str, dict[str, Any], str]:
    """Name, what is said or guessed, and the address; a folder of a repository has none alone."""
    guessed = {one.question: one.value for one in findings.guesses}
    url = row.url or (findings.remote.url if findings.remote else "")
    return subject.name, {**guessed, **row.said}, "" if subject.folder else url


def _silo(
    row: Row,
    order: Order,
    known: tuple[str, Mapping[str, Any], str],
    wrong: CharterError,
    conflicts: tuple[str, ...] = (),
) -> Outcome:
    """Not chartered: recorded where it is a repository, or where the row says its address."""
    name, said, url = known
    if not (said or url):
        return Outcome(row.path, name, Fate.FAILED, wrong.message)
    entry = silo_of({**said, **row.said}, name=name, url=url, reason=wrong.message)
    recorded = order.record(entry) if order.record else ""
    return Outcome(
        row.path, entry.project.name, Fate.SILOED, wrong.message, conflicts, registration=recorded
    )


def _of_bug(bug: Exception) -> str:
    return f"a bug of Charter met it: {type(bug).__name__}: {str(bug)[:200]}"


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
