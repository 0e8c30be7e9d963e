"""The catalog kept true and whole, by commands: what is told, confirmed, archived, moved, verified."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from catalogs import new_address
from commands import Run
from test_new import INNER, words

from charter.settings import Folders

FOUND = (*words(INNER), "--defaults")
ADDRESS = "https://git.acme.example/{}/shop"


def git(place: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(place), *arguments], check=True, capture_output=True)


def sql(statement: str) -> None:
    file = Folders.of_user().data / "catalog.sqlite3"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def shown(charter: Run, name: str = "shop") -> dict:
    (found,) = charter("show", name, "--json").json["entries"]
    return found


@pytest.fixture
def place(charter: Run, tmp_path: Path) -> Path:
    """A repository that was founded here, with an address of its own."""
    assert charter("new", "shop", *FOUND).code == 0
    git(tmp_path / "shop", "remote", "add", "origin", ADDRESS.format("payments"))
    assert charter("register", "shop").code == 0
    return tmp_path / "shop"


def test_a_registration_tells_all_that_others_want_to_know(charter, place):
    (place / "go.mod").write_text("module shop\n")
    git(place, "add", ".")
    git(place, "commit", "-qm", "Begin")
    assert "brought payments/shop up to date" in charter("register", "shop").out
    entry = shown(charter)
    assert entry["language"] == "Go"
    assert entry["lifecycle"] == "experimental"
    assert "Bugfixes" in entry["wanted"]
    assert entry["health"]["held"] > 20
    assert entry["health"]["checked"]
    assert all(unmet["cure"] for unmet in entry["health"]["unmet"])
    assert sum(entry["activity"]["participation"]) == 2
    assert entry["score"] > 1000
    assert entry["addresses"]["good_first_issues"].startswith(ADDRESS.format("payments"))
    assert entry["freshness"]["state"] == "fresh"
    page = charter("show", "shop").out
    for words_of_page in ("checks pass", "2 commits in a year", "confirmed 20", "Go", "Bugfixes"):
        assert words_of_page in page
    assert "█" in page


def test_registering_the_same_again_leaves_no_trace(charter, place):
    before = charter("history", "shop", "--json").json
    assert "nothing in it has changed" in charter("register", "shop").out
    assert charter("history", "shop", "--json").json == before


def test_who_changed_what_is_told(charter, place):
    newest, first = charter("history", "shop", "--json").json["history"]
    assert (first["action"], newest["action"]) == ("registered", "changed")
    assert "Test Author" in newest["actor"]
    text = charter("history", "payments/shop").out
    assert "Test Author" in text
    assert "url: nothing → https://git.acme" in text


def test_an_entry_ages_and_says_so_beforehand(charter, place):
    sql("update entry set confirmed = datetime('now', '-100 days')")
    assert "(unconfirmed, stale in 81 days)" in charter("list").out
    assert "charter confirm payments/shop" in charter("show", "shop").out
    said = charter("confirm", "shop")
    assert (said.code, said.out) == (0, "charter: payments/shop is confirmed.\n")
    assert shown(charter)["freshness"]["days_left"] == 91
    assert "within a day already" in charter("confirm", "shop").out


def test_what_is_archived_says_why_until_it_is_confirmed(charter, place):
    said = charter("archive", "shop", "--because", "replaced by store")
    assert said.code == 0
    assert "replaced by store" in charter("show", "shop").out
    charter("register", "shop")
    assert shown(charter)["freshness"]["state"] == "archived"
    assert "out of the archive" in charter("confirm", "shop").out
    assert shown(charter)["archived"] == ""


@pytest.mark.parametrize("order", [("confirm",), ("archive", "--because", "x"), ("history",)])
def test_of_what_is_not_there_the_answer_is_no(charter, place, order):
    said = charter(*order, "shopp")
    assert said.code == 1
    assert "charter show shop" in said.err


def test_another_repository_s_name_is_refused_and_does_not_wait(charter, place):
    git(place, "remote", "set-url", "origin", ADDRESS.format("games"))
    said = charter("register", "shop")
    assert said.code == 1
    assert "payments/shop is taken" in said.err
    assert charter("catalog", "status", "--json").json["waiting"] == []
    assert charter("register", "shop", "--moved").code == 0
    assert shown(charter)["url"] == ADDRESS.format("games")


def test_a_twin_is_refused_before_anything_is_made(charter, place, tmp_path):
    (tmp_path / "other").mkdir()
    said = charter("new", "shop", *FOUND, "--into", "other")
    assert said.code == 1, said.err
    assert "payments/shop is taken" in said.err
    assert list((tmp_path / "other").iterdir()) == []


def test_a_catalog_moves_into_a_database_by_one_command(charter, place, postgres, tmp_path):
    shutil.rmtree(tmp_path / "empty", ignore_errors=True)
    before = shown(charter)
    history = charter("history", "shop", "--json").json
    address = new_address("postgresql", tmp_path, postgres)
    said = charter("catalog", "move", address)
    assert said.code == 0, said.err
    assert "1 entries are moved" in said.out
    assert shown(charter) == before
    assert charter("history", "shop", "--json").json == history
    facts = charter("catalog", "status", "--json").json
    assert (facts["kind"], facts["entries"]) == ("postgresql", 1)
    assert charter("catalog", "verify").code == 0
    assert charter("catalog", "move", address).code == 2


def test_a_database_is_set_up_once(charter, postgres):
    address = postgres.database()
    assert charter("settings", "set", "catalog", address).code == 0
    assert "charter catalog init" in charter("list").err
    for _ in range(2):
        assert "is ready: schema" in charter("catalog", "init").out
    assert "The catalog is empty" in charter("list").err


def test_everything_is_exported_and_imported_again(charter, place, tmp_path):
    before = shown(charter)
    assert charter("catalog", "export", "--format", "everything", "-o", "all.jsonl").code == 0
    refused = charter("catalog", "import", "all.jsonl", "--format", "everything")
    assert (refused.code, "not empty" in refused.err) == (2, True)
    charter("settings", "set", "catalog", str(tmp_path / "other.sqlite3"))
    assert charter("catalog", "import", "all.jsonl", "--format", "everything").code == 0
    assert shown(charter) == before


def test_damage_is_told(charter, place):
    assert "nothing is wrong" in charter("catalog", "verify").out
    sql("update entry set title = 'another'")
    said = charter("catalog", "verify", "--json")
    assert said.code == 1
    assert "digest" in said.json["problems"][0]


def test_what_waits_and_what_was_set_aside_is_shown_even_where_nobody_answers(charter, place):
    outbox = Folders.of_user().state / "outbox"
    outbox.mkdir(parents=True)
    (outbox / f"{1:020d}-1.json").write_text("{")
    charter("list")
    (outbox / f"{2:020d}-1.json").write_text(json.dumps({}))
    charter("settings", "set", "catalog", "postgresql://nobody@/none?host=/nowhere")
    said = charter("catalog", "status")
    assert said.code == 2
    assert "Set aside" in said.out
    assert "it cannot be read" in said.out
    assert f"{2:020d}-1.json" in said.out
    assert "nowhere" in said.err
