"""What files of others tell: each part for itself, and nothing in them is trusted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from exchanges import AWKWARD, CANDIDATE, PLAIN, PUBLISHED, SILO, URL, hostile
from hypothesis import given
from hypothesis import strategies as st

from charter.catalog.entry import Link, Standing
from charter.catalog.exchange.backstage import backstage_yaml
from charter.catalog.exchange.innersource_json import innersource_json
from charter.catalog.exchange.merge import merge
from charter.catalog.exchange.read_backstage import read_backstage
from charter.catalog.exchange.read_innersource import read_innersource
from charter.catalog.exchange.read_inventory import read_inventory
from charter.catalog.exchange.read_sap_portal import read_sap_portal
from charter.catalog.exchange.sap_portal import repos_json
from charter.catalog.exchange.spreadsheet import csv_lines
from charter.catalog.exchange.told import Told
from charter.errors import UnfitError, UsageError
from charter.model import Visibility

COMPONENT = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: petstore
  tags: [java]
  links: [{url: "https://acme.example/run", title: Runbook, type: runbook}, {url: "javascript:x"}]
  annotations: {github.com/project-slug: acme/petstore}
spec: {type: service, lifecycle: production, owner: "group:default/pets"}
"""


def only(found):
    told = list(found)
    assert len(told) == 1, told
    return told[0]


def test_a_descriptor_of_somebody_else_becomes_an_entry():
    told = only(read_backstage(COMPONENT))
    project = told.entry.project
    assert (project.team, project.name, project.title) == ("pets", "petstore", "petstore")
    assert project.url == "https://github.com/acme/petstore"
    assert told.entry.links == (Link("https://acme.example/run", "Runbook"),)
    assert told.entry.lifecycle == "production"
    assert (told.entry.standing, told.says_visibility) == (Standing.INTERNAL, False)


def test_each_document_stands_for_itself():
    lines = (
        "%YAML 1.1",
        "# a comment",
        "---",
        COMPONENT,
        "---",
        "kind: [broken",
        "---",
        "kind: Location",
        "spec: {targets: [./a.yaml, ./b.yaml]}",
        "--- ",
        "kind: API",
        "metadata: {name: pets}",
        "---",
        "kind: Component",
        "metadata: {name: no owner}",
        "---",
        "a: &a [x]",
        "b: *a",
        "---",
        "kind: Component",
        "metadata: {name: fine}",
        "spec: {owner: pets}",
        "...",
    )
    told = list(read_backstage("\n".join(lines)))
    assert [(it.place, bool(it.entry), it.is_passed_over) for it in told] == [
        ("line 3 petstore", True, False),
        ("line 13", False, False),
        ("line 15", False, True),
        ("line 18 pets", False, True),
        ("line 21 no owner", False, False),
        ("line 24", False, False),
        ("line 27 fine", True, False),
    ]
    assert "not valid YAML" in told[1].problem
    assert "./a.yaml, ./b.yaml" in told[2].problem
    assert "no owner" in told[4].problem
    assert "aliases" in told[5].problem


@pytest.mark.parametrize("entry", [PLAIN, CANDIDATE, PUBLISHED, SILO])
def test_what_was_exported_to_backstage_is_no_news(entry):
    told = only(read_backstage("".join(backstage_yaml([entry]))))
    assert told.entry is not None, told.problem
    merged, _ = merge(told, entry)
    kept = replace(
        entry,
        project=replace(entry.project, maintainers=merged.project.maintainers),
        activity=merged.activity,
        score=merged.score,
        registered="",
        updated="",
        id=0,
        siloed=merged.siloed,
    )
    assert merged == kept
    assert [it.handle for it in merged.project.maintainers] == ["ada"]


def test_names_that_backstage_does_not_know_come_back():
    odd = replace(PLAIN, project=replace(PLAIN.project, team="Pay_Ments", name="In.Voices"))
    project = only(read_backstage("".join(backstage_yaml([odd])))).entry.project
    assert (project.team, project.name) == ("Pay_Ments", "In.Voices")


def test_a_portal_tells_of_innersource():
    told = only(read_sap_portal("".join(repos_json([PLAIN]))))
    entry, project = told.entry, told.entry.project
    assert (project.team, project.name, project.url) == ("payments", "invoices", URL)
    assert project.visibility is Visibility.INNERSOURCE
    assert told.says_visibility
    assert (entry.score, entry.activity.stars, entry.activity.participation[-1]) == (742, 12, 5)
    assert entry.wanted == PLAIN.wanted
    assert merge(told, PLAIN)[0].links == PLAIN.links  # the guide is where it always is


@pytest.mark.parametrize(
    "item",
    [
        {"name": "x"},
        {"owner": {"login": "x"}},
        {"name": 5, "owner": {"login": "x"}},
        {"name": "../x", "owner": {"login": "x"}},
        {"name": "x", "owner": "x", "full_name": {}},
    ],
)
def test_a_repository_without_a_name_or_an_owner_is_refused(item):
    assert only(read_sap_portal(json.dumps([item]))).problem


@pytest.mark.parametrize("text", ["{}", "[1]", "x", "[" * 100_000, '{"a": NaN'])
def test_what_is_no_list_is_refused_as_a_whole(text):
    with pytest.raises(UsageError):
        list(read_sap_portal(text))


def test_our_csv_is_an_inventory():
    told = list(read_inventory("".join(csv_lines([PLAIN, PUBLISHED, SILO]))))
    assert [it.entry.standing for it in told] == ["internal", "candidate", "siloed"]
    project = told[0].entry.project
    assert project.topics == PLAIN.project.topics
    assert [str(it) for it in project.maintainers] == ["Ada Byron @ada"]
    assert told[0].entry.wanted == PLAIN.wanted
    assert told[2].entry.siloed == SILO.siloed


def test_an_inventory_may_know_little():
    text = "Name;Team;URL;Cost\nshop;web;git@git.acme.example:web/shop.git;5\n;;https://a.example/b/c.git;\n;;;\nx y;;;\n"
    told = list(read_inventory(text))
    assert [it.entry and it.entry.project.name for it in told] == ["shop", "c", None]
    assert told[0].entry.project.url == "https://git.acme.example/web/shop"
    assert told[0].entry.standing is Standing.SILOED
    assert "'x y'" in told[2].problem


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", 'name\n"open'])
def test_what_is_no_inventory_is_refused_as_a_whole(text):
    with pytest.raises(UsageError):
        list(read_inventory(text))


def test_innersource_json_is_the_projects_own_word():
    told = read_innersource(innersource_json(replace(PLAIN, wanted=("ideas",))), SILO)
    assert told.entry.wanted == ("ideas",)
    assert told.entry.siloed == SILO.siloed
    assert told.entry.links == SILO.links
    with pytest.raises(UsageError):
        read_innersource("[]", PLAIN)


@pytest.mark.parametrize("text", AWKWARD)
def test_nothing_that_is_exported_breaks_a_reader(text):
    entry = hostile(text)
    assert only(read_backstage("".join(backstage_yaml([entry])))).place
    assert [it.place for it in read_sap_portal("".join(repos_json([entry])))] in ([], ["item 1"])
    assert len(list(read_inventory("".join(csv_lines([entry]))))) == 1


@given(st.text())
def test_no_text_breaks_the_reader_of_descriptors(text):
    for told in read_backstage(text):
        assert told.entry or told.problem


def told_of(entry, *, says=True):
    return Told("line 1", entry, says_visibility=says)


@pytest.mark.parametrize("says", [True, False])
def test_an_import_publishes_nothing(says):
    merged, notes = merge(told_of(PUBLISHED, says=says), None)
    assert merged.standing is Standing.CANDIDATE
    assert "2026-10-01" in notes[0]


@pytest.mark.parametrize(
    ("told", "known"), [(PLAIN, PUBLISHED), (PUBLISHED, PLAIN), (CANDIDATE, PLAIN)]
)
@pytest.mark.parametrize("is_own", [True, False])
def test_an_import_turns_no_visibility(told, known, is_own):
    with pytest.raises(UnfitError, match="does not change who may see"):
        merge(replace(told_of(told), is_own_word=is_own), known)


def test_what_says_no_visibility_leaves_the_one_that_is_known():
    merged, _ = merge(told_of(SILO, says=False), PUBLISHED)
    assert (merged.standing, merged.siloed) == (Standing.PUBLIC, "")


def test_a_silo_gets_the_visibility_that_is_said():
    assert merge(told_of(CANDIDATE), SILO)[0].standing is Standing.CANDIDATE
    assert merge(told_of(PUBLISHED), SILO)[0].standing is Standing.CANDIDATE


def test_what_a_charter_says_stays_and_gaps_are_filled():
    known = replace(PLAIN, template="git+charter::builtin", language="", links=())
    other = replace(PLAIN.project, description="Other", title="Other", name="new", team="new")
    merged, _ = merge(told_of(replace(PLAIN, project=other, lifecycle="deprecated")), known)
    assert merged.project == PLAIN.project
    assert (merged.lifecycle, merged.language) == ("production", "Python")
    assert merged.links == PLAIN.links


def test_of_an_entry_without_a_charter_an_import_knows_better_but_who_it_is():
    other = replace(PLAIN.project, description="Other", name="new", team="new")
    merged, _ = merge(told_of(replace(PLAIN, project=other, language="Go")), PLAIN)
    assert merged.project == replace(PLAIN.project, description="Other")
    assert merged.language == "Go"
