"""A covering set of answers: every choice on each side, and pairs of them, in few cases. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from charter.authoring.cases import WIDE, Case, Pick, Walk, walk
from charter.model import Visibility
from charter.template.evaluation import Evaluator
from charter.template.posed import Answers

MOST = 80  # cases
_FAMILY = ("visibility", "forge")  # told first in the name of a case
_FILLED = {"filled", "sample", "yes", "no", "default"}
Target = tuple[Pick, ...]


@dataclass(frozen=True)
class Cover:
    """The cases; what failed on the way; how much of what there is they cover."""

    cases: tuple[Case, ...]
    failures: tuple[tuple[str, str], ...] = ()  # question, why
    unanswerable: Mapping[str, str] = field(default_factory=dict)
    left: int = 0  # combinations that the limit left out

    @property
    def sides(self) -> tuple[Visibility, ...]:
        return tuple(dict.fromkeys(case.side for case in self.cases))


def cover(
    evaluator: Evaluator, *, pairs: bool = True, wide: bool = True, most: int = MOST
) -> Cover:
    """Cases until every choice, and with `pairs` every two of them, has been made on each side.

    Without `wide`, questions with many choices keep their default.
    """
    search = _Search(evaluator, pairs, wide)
    search.take({})
    while len(search.cases) < most and (target := search.next_target()):
        search.take(dict(target))
        if target not in search.covered:  # it stands behind other answers: the way it was seen
            search.take(dict(search.witness[target]) | dict(target))
        search.tried.add(target)
    left = sum(1 for target in search.witness if target not in search.covered | search.tried)
    return Cover(tuple(_named(search.cases)), tuple(search.failures), search.unanswerable, left)


@dataclass
class _Search:
    evaluator: Evaluator
    pairs: bool
    wide: bool
    cases: list[Case] = field(default_factory=list)
    failures: dict[tuple[str, str], None] = field(default_factory=dict)
    unanswerable: dict[str, str] = field(default_factory=dict)
    witness: dict[Target, Mapping[str, str]] = field(default_factory=dict)  # how to get there
    covered: set[Target] = field(default_factory=set)
    tried: set[Target] = field(default_factory=set)
    seen: set[tuple[Pick, ...]] = field(default_factory=set)

    def next_target(self) -> Target:
        """The first one that is open: single choices before pairs."""
        open_ = [each for each in self.witness if each not in self.covered | self.tried]
        return min(open_, key=len, default=())

    def take(self, wanted: Mapping[str, str]) -> None:
        """Walk with what is wanted, the rest by what covers most; keep it where it is new."""

        def choose(name: str, offered: tuple[str, ...], before: Mapping[str, str]) -> str:
            if wanted.get(name) in offered:
                return wanted[name]
            if not wanted or (len(offered) > WIDE and not self.wide):
                return offered[0]
            side = before.get("visibility", "")
            return max(offered, key=lambda each: self._gain((name, each), before, side))

        done = walk(self.evaluator, choose)
        self._learn(done)
        if done.failure:
            self.failures[done.failed_at, done.failure] = None
            return
        picks = tuple(done.picks.items())
        if picks not in self.seen:
            self.seen.add(picks)
            side = _side_of(done.answers)
            self.cases.append(Case("", side, done.answers, done.picks, done.offered))

    def _gain(self, pick: Pick, before: Mapping[str, str], side: str) -> int:
        targets = [_target(side, pick), *(_target(side, other, pick) for other in before.items())]
        return sum(each in self.witness and each not in self.covered for each in targets)

    def _learn(self, done: Walk) -> None:
        """What this walk has covered, and what it has shown that could be."""
        self.unanswerable |= done.unanswerable
        side = done.picks.get("visibility", "")
        several = {name: told for name, told in done.offered.items() if len(told) > 1}
        if not self.wide:
            several = {name: told for name, told in several.items() if len(told) <= WIDE}
        for target in self._targets(several, side):
            self.witness.setdefault(target, dict(done.picks))
        if not done.failure:
            for target in self._targets({name: (done.picks[name],) for name in several}, side):
                self.covered.add(target)
        self.witness.update({(("visibility", each),): {} for each in several.get("visibility", ())})

    def _targets(self, several: Mapping[str, tuple[str, ...]], side: str) -> Iterator[Target]:
        small = {
            name: told
            for name, told in several.items()
            if len(told) <= WIDE and name != "visibility"
        }
        for name, told in several.items():
            for each in told:
                yield _target(side, (name, each))
        if self.pairs:
            for (first, ones), (second, others) in combinations(small.items(), 2):
                yield from (
                    _target(side, (first, one), (second, other)) for one in ones for other in others
                )


def _target(side: str, *picks: Pick) -> Target:
    """Picks on a side: what is chosen there is another thing than the same on the other."""
    if not side or any(name == "visibility" for name, _ in picks):
        return tuple(pick for pick in picks if pick[0] == "visibility") or picks
    return (("visibility", side), *picks)


def _side_of(answers: Answers) -> Visibility:
    said = str(answers.values.get("visibility", Visibility.INNERSOURCE))
    return Visibility(said) if said in list(Visibility) else Visibility.INNERSOURCE


def _named(cases: list[Case]) -> Iterator[Case]:
    """Names that say in what a case differs from the first one of its side."""
    first: dict[Visibility, Case] = {}
    taken: set[str] = set()
    for case in cases:
        usual = first.setdefault(case.side, case)
        words = [case.picks[name] for name in _FAMILY if name in case.picks] or [str(case.side)]
        other = [
            picked
            for name, picked in case.picks.items()
            if name not in _FAMILY and usual.picks.get(name) != picked
        ]
        words += [picked for picked in other if picked not in _FILLED]
        words += ["filled"] if _FILLED & set(other) else []
        slug = re.sub(r"[^a-z0-9.]+", "-", "-".join(words).lower()).strip("-.")[:90]
        name, number = slug, 2
        while name in taken:
            name, number = f"{slug}-{number}", number + 1
        taken.add(name)
        yield Case(name, case.side, case.answers, case.picks, case.offered)
