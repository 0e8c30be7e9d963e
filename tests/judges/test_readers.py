"""A reader finds the answers in the rendered texts, also where the organisation has said little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from judges import acme
from judges.matrix import FORGES
from judges.rendering import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from judges.rendering import Studio

HELP, LABEL = 72, 70  # what a terminal of 80 columns shows in one line
WAY = "tell you how to reach it"
QUESTIONS = (
    "Who owns this?",
    "Who reviews?",
    "By when?",
    "Where do I ask?",
    "How do I build and test?",
    "I found a vulnerability",
    "What happens after the merge?",
    "How do I become a maintainer?",
)
CONFIDENTIAL = "https://git.acme.example/a/b/-/issues/new?issue%5Bconfidential%5D=true"


def internal(
    studio: Studio, facts: dict[str, object], forge: str = "github", **answers: str
) -> Path:
    template = studio.template(acme.PUBLIC, acme.INTERNAL | facts)
    given = acme.ANSWERS | acme.INTERNAL_ANSWERS | answers
    return studio.render(template, given | {"visibility": "innersource", "forge": forge})


def words(file: Path) -> str:
    return " ".join(file.read_text(encoding="utf-8").split())


def row(readme: Path, question: str) -> str:
    return next(line for line in readme.read_text("utf-8").splitlines() if question in line)


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_licence_notice_is_a_draft_until_the_lawyers_have_confirmed_it(
    confirmed: bool, studio: Studio
):
    repository = internal(studio, {"license_confirmed": confirmed})
    (copy,) = (repository / "LICENSES").glob("LicenseRef-*")
    assert [("DRAFT" in words(file)) for file in (repository / "LICENSE", copy)] == [
        not confirmed
    ] * 2
    section = words(repository / "README.md").partition("## Licence")[2]
    assert ("draft" in section) is not confirmed


@pytest.mark.parametrize(
    ("file", "times"), [("README.md", 2), ("LICENSE", 1), ("GOVERNANCE.md", 1)]
)
def test_where_nobody_knows_the_office_the_texts_say_who_does(
    file: str, times: int, studio: Studio
):
    assert words(internal(studio, {"ospo_contact": ""}) / file).count(WAY) == times
    assert WAY not in words(internal(studio, {}) / file)


@pytest.mark.parametrize(
    ("maintainers", "forge", "ways"),
    [
        ("Ada A @ada", "github", ["direct message in the organisation's chat", "Ada A (`@ada`)"]),
        ("Ada A @ada <ada@acme.example>", "gitea", ["e-mail", "Ada A <ada@acme.example>"]),
        (
            "Ada A @ada <ada@acme.example>, Bob B @bob",
            "gitlab",
            ["<ada@acme.example>; or a direct message", "Bob B (`@bob`)", CONFIDENTIAL],
        ),
    ],
)
def test_a_vulnerability_reaches_somebody_where_no_security_team_is_known(
    maintainers: str, forge: str, ways: list[str], studio: Studio
):
    repository = internal(
        studio,
        {"security_contact": ""},
        forge,
        maintainers=maintainers,
        repository_url="https://git.acme.example/a/b",
    )
    row_of_it = row(repository / "README.md", "I found a vulnerability")
    assert [way for way in ways if way not in row_of_it] == []
    assert [way for way in ways if way not in words(repository / "SECURITY.md")] == []


@pytest.mark.parametrize("visibility", ["innersource", "opensource"])
@pytest.mark.parametrize("forge", FORGES)
def test_the_readme_answers_what_a_newcomer_asks(visibility: str, forge: str, studio: Studio):
    readme = studio.rendered(visibility, forge) / "README.md"
    for question in QUESTIONS:
        assert re.search(r"\| .{5,} \|$", row(readme, question).partition(question)[2]), question


@pytest.mark.parametrize(
    ("question", "complaint"),
    [
        ("title", "a title is needed"),
        ("description", "say it in one sentence"),
        ("organisation_name", "a name is needed"),
        ("team", "a team is needed"),
        ("public_team", "a team is needed"),
    ],
)
@pytest.mark.parametrize("nothing", ["", "  "])
def test_an_empty_answer_is_told_that_it_is_needed(
    question: str, complaint: str, nothing: str, studio: Studio
):
    given = acme.ANSWERS | acme.GAPS | acme.INTERNAL_ANSWERS | acme.PUBLIC_ANSWERS
    side = "opensource" if question == "public_team" else "innersource"
    given |= {"visibility": side, "forge": "github", question: nothing}
    with pytest.raises(ValueError, match=complaint):
        studio.render(studio.template({}, {}), given)


def test_no_question_wraps_on_a_narrow_terminal():
    text = (ROOT / "copier.yml").read_text(encoding="utf-8")
    document = yaml.safe_load(re.sub(r"!include (\S+)", r'"\1"', text))
    asked = [each for each in document.values() if isinstance(each, dict) and "help" in each]
    assert [each["help"] for each in asked if len(each["help"]) > HELP] == []
    labels = [
        label
        for each in asked
        if isinstance(each.get("choices"), dict)
        for label in each["choices"]
    ]
    assert [label for label in labels if len(label) > LABEL] == []
