"""Every judge is content with what the template generates, and finds the flaw in a broken sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from judges.bench import BENCH
from judges.broken import FLAWS, break_it
from judges.matrix import LICENSE_CASES
from judges.panel import Judge, licences

if TYPE_CHECKING:
    from pathlib import Path

    from judges.rendering import Case, Studio

pytestmark = pytest.mark.judge
APACHE = (licences.public_license("Apache-2.0"), licences.second_opinion("Apache-2.0"))
JUDGES = (*BENCH, *APACHE)


def sittings() -> list[object]:
    """A judge whose start is dear sees all its cases at once, the others one case a test."""
    return [
        pytest.param(judge, cases, id=judge.name if judge.at_once else f"{judge.name}-{cases[0]}")
        for judge, of in BENCH.items()
        for cases in ([of] if judge.at_once else [(case,) for case in of])
    ]


def skip_if_absent(judge: Judge) -> None:
    if reason := judge.why_absent():
        pytest.skip(f"{judge.name}: {reason}")


@pytest.mark.parametrize(("judge", "cases"), sittings())
def test_a_judge_has_no_complaint(judge: Judge, cases: tuple[Case, ...], studio: Studio):
    skip_if_absent(judge)
    repositories = {studio.of(case): str(case) for case in cases}
    verdicts = judge.look_at(list(repositories))
    assert verdicts.keys() == repositories.keys()
    assert {repositories[path]: said for path, said in verdicts.items() if said} == {}


@pytest.mark.parametrize("case", LICENSE_CASES, ids=str)
def test_others_see_the_licence_that_was_chosen(case: Case, studio: Studio):
    judge = licences.judge_of(dict(case.answers)["license"])
    skip_if_absent(judge)
    repository = studio.of(case)
    assert judge.look_at([repository])[repository] == []


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.name)
def test_a_judge_finds_the_flaw_in_a_broken_sample(judge: Judge, studio: Studio, tmp_path: Path):
    skip_if_absent(judge)
    flaws = [flaw for flaw in FLAWS if flaw.judge == judge.name]
    assert flaws, f"{judge.name} has no broken sample"
    samples = [
        break_it(studio.of(flaw.of), flaw, tmp_path / f"{number}" / "sample")
        for number, flaw in enumerate(flaws)
    ]
    verdicts = judge.look_at(samples)
    missed = {
        flaw.word: verdicts[sample]
        for flaw, sample in zip(flaws, samples, strict=True)
        if not any(flaw.word in complaint for complaint in verdicts[sample])
    }
    assert missed == {}
