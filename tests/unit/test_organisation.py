"""The organisation file: facts put in, comments kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from charter.errors import TemplateError
from charter.template.organisation import FILE, fill_facts, own_version

SHIPPED = (Path(__file__).parents[2] / FILE).read_text("utf-8")
READY = """\
# Facts.
public:
  legal_name: ""             # the owner
  licenses: ["MIT", "ISC"]   # allowed
  forge: "github" # where
internal:
  forge: "github"            # inside
  days: 2
  chat: "#old # channel"     # talk
"""


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("public_legal_name", "Acme Corporation"),
        ("public_legal_name", 'Ä "quoted" # name: {x} \\ 🎤'),
        ("public_legal_name", "a\nb"),
        ("public_licenses", ["EUPL-1.2"]),
        ("public_forge", "gitlab"),
        ("internal_forge", "forgejo"),
        ("internal_days", 5),
        ("internal_chat", "#new"),
    ],
)
def test_one_fact_changes_that_value_and_nothing_else(fact: str, value: object) -> None:
    section, _, key = fact.partition("_")
    filled = fill_facts(READY, {fact: value})
    expected = yaml.safe_load(READY)
    expected[section][key] = value
    assert yaml.safe_load(filled) == expected
    comments = [line.rpartition("# ")[2] for line in READY.splitlines() if "# " in line]
    assert [line.rpartition("# ")[2] for line in filled.splitlines() if "# " in line] == comments


def test_comments_stay_in_their_column_where_the_value_leaves_room() -> None:
    filled = fill_facts(READY, {"public_legal_name": "Acme"}).splitlines()
    assert filled[2].index("#") == READY.splitlines()[2].index("#")


def test_no_facts_change_nothing() -> None:
    assert fill_facts(SHIPPED, {}) == SHIPPED


def test_every_fact_of_the_file_that_ships_can_be_filled_in() -> None:
    facts = yaml.safe_load(SHIPPED)
    told = {f"{part}_{key}": "ü" for part, values in facts.items() for key in values}
    assert set(yaml.safe_load(fill_facts(SHIPPED, told))["internal"].values()) == {"ü"}


@pytest.mark.parametrize("fact", ["public_days", "internal_legal_name", "legal_name"])
def test_a_fact_without_a_place_is_refused_by_name(fact: str) -> None:
    with pytest.raises(TemplateError, match=fact):
        fill_facts(READY, {fact: "x"})


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ([], "v1.2.0.post1"),
        (["v1.2.0.post1", "v1.2.0.post9", "v1.2.0.post10"], "v1.2.0.post11"),
        (["v1.1.0.post7", "v1.2.0", "v1x2.0.post3", "v1.2.0.post5.dev1"], "v1.2.0.post1"),
    ],
)
def test_an_own_version_is_the_next_post_release_on_its_upstream(
    tags: list[str], expected: str
) -> None:
    assert own_version("v1.2.0", tags) == expected
