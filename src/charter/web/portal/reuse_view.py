"""What authors answered, as the page of duplicates avoided shows it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from charter.catalog.reuse import Component, Decision, ReuseAnswer, by_component
from charter.web.portal.addresses import address_of_full
from charter.web.portal.history_view import called
from charter.web.portal.times import ago, counted, day

_MOST_COMPONENTS, _MOST_LATEST, _MOST_REASONS = 12, 12, 4
_DID = {
    Decision.REUSE: "reuses",
    Decision.CONTRIBUTE: "contributes to",
    Decision.BUILD: "builds anew beside",
}
_TIMES = {1: "once", 2: "twice"}
NOTED: Mapping[str, str] = {
    Decision.REUSE: "Noted: you reuse it. One duplicate less, and its owners see who needs it.",
    Decision.CONTRIBUTE: "Noted: you will contribute to it. Here is how.",
}


@dataclass(frozen=True)
class Said:
    """One answer in words; `wish` is what somebody had in mind."""

    at: str
    day: str
    ago: str
    who: str
    did: str
    decision: str
    about: str
    address: str
    wish: str
    because: str


@dataclass(frozen=True)
class Spared:
    """An entry that spared duplicates; its bars are so wide, of 100."""

    name: str
    address: str
    reused: int
    contributed: int
    reused_width: float
    contributed_width: float

    @property
    def words(self) -> str:
        told = [
            (self.reused, f"reused {_times(self.reused)}"),
            (self.contributed, counted(self.contributed, "contribution")),
        ]
        return ", ".join(words for number, words in told if number)


@dataclass(frozen=True)
class Lacking:
    """An entry beside which something was built anew; `more` reasons are not shown."""

    name: str
    address: str
    reasons: tuple[Said, ...]
    more: int


@dataclass(frozen=True)
class ReuseShown:
    """The whole page; `share` is how many of all wishes were met by what exists, of 100."""

    avoided: int
    reused: int
    contributed: int
    built: int
    share: int
    spared: tuple[Spared, ...]
    lacking: tuple[Lacking, ...]
    latest: tuple[Said, ...]


def reuse_of(
    counts: Mapping[Decision, int], answers: Sequence[ReuseAnswer], now: datetime
) -> ReuseShown:
    """`counts` are of all answers ever, `answers` the newest ones."""
    reused, contributed = counts.get(Decision.REUSE, 0), counts.get(Decision.CONTRIBUTE, 0)
    built = counts.get(Decision.BUILD, 0)
    components = by_component(answers)
    spared = [one for one in components if one.avoided][:_MOST_COMPONENTS]
    most = max((one.avoided for one in spared), default=1)
    lacking = sorted(
        (one for one in components if any(each.because for each in one.lacking)),
        key=lambda one: -len(one.lacking),
    )
    total = reused + contributed + built
    return ReuseShown(
        avoided=reused + contributed,
        reused=reused,
        contributed=contributed,
        built=built,
        share=round((reused + contributed) / total * 100) if total else 0,
        spared=tuple(_spared(one, most) for one in spared),
        lacking=tuple(_lacking(one, now) for one in lacking[:_MOST_COMPONENTS]),
        latest=tuple(said_of(one, now) for one in answers[:_MOST_LATEST]),
    )


@dataclass(frozen=True)
class SaidAbout:
    """What authors said of one entry: `summary` counts, `reasons` are what it lacked."""

    summary: str
    reasons: tuple[Said, ...]


def said_about(answers: Sequence[ReuseAnswer], now: datetime) -> SaidAbout:
    """Of the answers about one entry, the newest first."""
    of = {each: sum(one.decision is each for one in answers) for each in Decision}
    told = (
        (of[Decision.REUSE], f"reused {_times(of[Decision.REUSE])}"),
        (of[Decision.CONTRIBUTE], f"{counted(of[Decision.CONTRIBUTE], 'contribution')} promised"),
        (of[Decision.BUILD], f"built anew beside it {_times(of[Decision.BUILD])}"),
    )
    summary = ", ".join(words for number, words in told if number)
    reasons = [said_of(one, now) for one in answers if one.because]
    return SaidAbout(f"{summary[:1].upper()}{summary[1:]}.", tuple(reasons[:_MOST_REASONS]))


def said_of(answer: ReuseAnswer, now: datetime) -> Said:
    """One answer in words."""
    wish = f"{answer.team}/{answer.name}" if answer.team and answer.name else answer.name
    return Said(
        at=answer.at,
        day=day(answer.at),
        ago=ago(answer.at, now),
        who=called(answer.actor) or "somebody",
        did=_DID[answer.decision],
        decision=answer.decision.value,
        about=answer.about,
        address=address_of_full(answer.about),
        wish=wish or answer.description,
        because=answer.because,
    )


def _times(number: int) -> str:
    return _TIMES.get(number) or f"{number:,} times"


def _spared(component: Component, most: int) -> Spared:
    reused, contributed = len(component.reused), len(component.contributed)
    return Spared(
        component.name,
        address_of_full(component.name),
        reused,
        contributed,
        round(reused / most * 100, 1),
        round(contributed / most * 100, 1),
    )


def _lacking(component: Component, now: datetime) -> Lacking:
    told = [one for one in component.lacking if one.because][:_MOST_REASONS]
    return Lacking(
        component.name,
        address_of_full(component.name),
        tuple(said_of(one, now) for one in told),
        more=len(component.lacking) - len(told),
    )
