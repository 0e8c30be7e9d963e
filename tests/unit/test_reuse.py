"""What authors answer when shown what exists: what of it is fit, and what it says of components."""

from __future__ import annotations

import pytest

from charter.catalog.reuse import Decision, ReuseAnswer, answer_of_json, as_json, by_component, fit
from charter.errors import CatalogError, UnfitError

RENDERER, LEDGER = "payments/invoice-renderer", "payments/ledger"


def said(decision: str, about: str = RENDERER, **facts: str) -> ReuseAnswer:
    return ReuseAnswer(Decision(decision), name="bill-maker", about=about, **facts)


@pytest.mark.parametrize("decision", ["reuse", "contribute"])
def test_who_builds_nothing_says_what_serves_instead(decision: str):
    with pytest.raises(UnfitError, match="says what"):
        fit(said(decision, about=" "))


def test_what_is_built_anew_need_be_like_nothing_and_give_no_reason():
    assert fit(said("build", about="")).because == ""


def test_no_text_is_endless_or_commands_a_terminal():
    kept = fit(said("build", because="it \x1b[31mlacks\n" + "x" * 900))
    assert kept.because.startswith("it lacks xxx")
    assert len(kept.because) == 500


def test_components_come_by_the_duplicates_they_spared_and_then_by_what_they_lack():
    found = by_component(
        [
            said("build", because="no PDF/A"),
            said("build", because="too slow"),
            said("reuse", LEDGER),
            said("contribute", LEDGER.upper()),
            said("build", about="", because="nothing like it"),
            said("build", "a/b"),
        ]
    )
    told = [(one.name, one.avoided, [each.because for each in one.lacking]) for one in found]
    assert told == [(LEDGER, 2, []), (RENDERER, 0, ["no PDF/A", "too slow"]), ("a/b", 0, [""])]


def test_an_answer_as_json_is_read_back():
    answer = said("build", because="no PDF/A", at="2026-01-02T03:04:05+00:00", actor="Ada")
    assert answer_of_json(as_json(answer)) == answer


@pytest.mark.parametrize(
    "document", [{}, {"decision": "steal", "nearest": []}, {"decision": "build", "nearest": 3}]
)
def test_what_is_no_answer_is_refused(document: dict[str, object]):
    with pytest.raises(CatalogError, match="is none"):
        answer_of_json(document)
