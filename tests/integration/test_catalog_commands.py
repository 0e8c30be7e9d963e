"""register, search, show and list as people and scripts call them."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from charter.cli import run

ANSWERS = """\
name: {name}
team: {team}
title: {name}
description: {description}
maintainers: Ada Lovelace @ada, Bob Noyce @bob
forge: gitlab
governance_level: contributions-welcome
topics: pdf, billing
visibility: innersource
_src_path: git+charter::builtin
_commit: 1.0.0
"""
CANDIDATE = """\
name: chart-kit
public_team: acme-charts
description: Draws charts
public_maintainers: Ada Lovelace @ada-l, Bob Noyce @bnoyce
license: MIT
visibility: opensource
"""


def make(place: Path, answers: str = "", *, remote: str = "", **facts: str) -> Path:
    facts = {
        "name": "invoice-renderer",
        "team": "payments",
        "description": "Renders invoices",
        **facts,
    }
    place.mkdir(parents=True)
    (place / ".copier-answers.yml").write_text(answers or ANSWERS.format(**facts))
    subprocess.run(["git", "init", "-q"], cwd=place, check=True)
    if remote:
        subprocess.run(["git", "remote", "add", "origin", remote], cwd=place, check=True)
    return place


@pytest.fixture
def shelf(tmp_path, capsys):
    """A catalog with two projects of one name, and a candidate."""
    for repository in (
        make(tmp_path / "a", remote="git@git.acme.example:payments/invoice-renderer.git"),
        make(tmp_path / "b", team="billing", description="Another renderer of invoices"),
        make(tmp_path / "c", CANDIDATE),
    ):
        assert run(["register", str(repository)]) == 0
    capsys.readouterr()


@pytest.fixture
def said(capsys):
    """Runs a command; gives its code, output and errors."""

    def call(*arguments: str):
        code = run(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_registering_tells_what_it_did(tmp_path, said):
    repository = make(tmp_path / "a")
    assert said("register", str(repository))[:2] == (
        0,
        "charter: registered payments/invoice-renderer.\n",
    )
    assert "nothing in it has changed" in said("register", str(repository))[1]
    answers = repository / ".copier-answers.yml"
    answers.write_text(answers.read_text().replace("Renders", "Prints"))
    assert "brought payments/invoice-renderer up to date" in said("register", str(repository))[1]


def test_it_works_from_a_folder_inside_the_repository(tmp_path, said, monkeypatch):
    inside = make(tmp_path / "a") / "src" / "deep"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert said("register")[0] == 0


def test_a_folder_that_is_no_governed_repository_is_refused(tmp_path, said):
    code, _, err = said("register", str(tmp_path))
    assert code == 1
    assert "neither .copier-answers.yml nor catalog-info.yaml" in err
    assert "charter new" in err
    assert said("register", str(tmp_path / "absent"))[0] == 2


@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "large", "binary"])
def test_a_trap_in_place_of_a_file_is_refused(tmp_path, said, kind):
    file = make(tmp_path / "a") / "catalog-info.yaml"
    if kind == "link":
        file.symlink_to("/etc/passwd")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    else:
        file.write_bytes(b"#" * 300_000 if kind == "large" else b"\xff\x00")
    code, _, err = said("register", str(file.parent))
    assert code == 2
    assert str(file) in err


def test_while_the_catalog_is_away_the_registration_waits_and_goes_first_later(
    tmp_path, said, monkeypatch
):
    repository = make(tmp_path / "a")
    with monkeypatch.context() as away:
        away.setenv("CHARTER_CATALOG", "https://catalog.acme.example")
        code, out, err = said("register", str(repository), "--json")
        told = json.loads(out)
        assert (code, told["outcome"]) == (2, "waiting")
        assert Path(told["outbox"]).is_file()
        assert told["outbox"] in err
        assert said("search", "invoices")[0] == 2
    code, out, err = said("search", "invoices")
    assert code == 0
    assert f"delivered the waiting registration of {repository}" in err
    assert not Path(told["outbox"]).exists()


def test_an_outbox_that_cannot_be_used_does_not_keep_anybody_from_reading(shelf, said, home):
    state = home / ".local/state/charter"
    state.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(state / "outbox", ignore_errors=True)
    (state / "outbox").write_text("a file where a folder should be")
    code, out, err = said("search", "charts")
    assert code == 0
    assert out.startswith("chart-kit")
    assert "what waits was not delivered" in err


def test_register_gives_json(tmp_path, said):
    told = json.loads(said("register", str(make(tmp_path / "a")), "--json")[1])
    assert (told["outcome"], told["outbox"], told["delivered"]) == ("created", "", [])
    assert told["entry"]["maintainers"][0] == {"name": "Ada Lovelace", "handle": "ada", "email": ""}


def test_search_shows_what_people_need_to_choose(shelf, said):
    code, out, _ = said("search", "payments", "invoices")
    assert code == 0
    assert out == (
        "invoice-renderer  internal\n"
        "  Renders invoices\n"
        "  payments · Ada Lovelace @ada, Bob Noyce @bob\n"
        "  https://git.acme.example/payments/invoice-renderer\n"
    )
    assert said("search", "charts")[1].startswith("chart-kit  candidate\n")


def test_search_filters_and_gives_json(shelf, said):
    found = json.loads(said("search", "renderer", "--team", "BILLING", "--json")[1])
    assert [entry["team"] for entry in found["entries"]] == ["billing"]
    assert said("search", "renderer", "--visibility", "opensource", "--json")[0] == 1


def test_search_says_where_more_is_found_than_shown(shelf, said):
    _, out, err = said("search", "renderer", "--limit", "1")
    assert (out.count("invoice-renderer  internal"), "--limit" in err) == (1, True)
    _, out, err = said("search", "renderer", "--limit", "2")
    assert (out.count("invoice-renderer  internal"), err) == (2, "")


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["invoices", "absent"], "charter search invoices"),
        (["invoices", "--topic", "sound"], "Without the filters"),
        (["zzz"], "charter list"),
        (["'\"*(AND"], "Nothing in the catalog"),
    ],
)
def test_nothing_found_says_what_to_try(shelf, said, words, advice):
    code, out, err = said("search", *words)
    assert (code, out) == (1, "")
    assert advice in err


def test_a_name_that_is_misspelt_is_found_and_said_to_be(shelf, said):
    code, out, _ = said("search", "invoise-renderer")
    assert code == 0
    assert "invoice-renderer" in out


def test_a_word_may_begin_with_a_dash_and_an_option_may_be_misspelt(shelf, said):
    assert said("search", "invoices", "-renderer")[0] == 0
    code, _, err = said("search", "invoices", "--tema", "x")
    assert code == 2
    assert "--tema" in err


def test_show_gives_the_exact_addresses(shelf, said):
    code, out, _ = said("show", "PAYMENTS/invoice-renderer")
    home = "https://git.acme.example/payments/invoice-renderer"
    assert code == 0
    assert f"Use it        git clone {home}.git\n" in out
    assert f"Report a bug  {home}/-/issues\n" in out
    assert f"Contribute    {home}/-/blob/HEAD/CONTRIBUTING.md\n" in out
    assert "open inside the organisation, to nobody outside" in out
    assert "Ada Lovelace @ada, Bob Noyce @bob" in out
    assert "git+charter::builtin 1.0.0" in out


def test_show_says_what_a_candidate_is_and_that_nobody_can_use_it_yet(shelf, said):
    out = said("show", "chart-kit")[1]
    assert "open source candidate: private until the OSPO has said yes" in out
    assert "not released yet" in out
    assert "Licence       MIT" in out


def test_who_only_reads_does_not_make_a_catalog_in_a_wrong_place(tmp_path, said, monkeypatch):
    monkeypatch.setenv("CHARTER_CATALOG", str(tmp_path / "nowhere" / "catalog.sqlite3"))
    code, _, err = said("list")
    assert code == 2
    assert "there is no catalog" in err
    assert not (tmp_path / "nowhere").exists()


def test_show_lists_all_of_one_name(shelf, said):
    code, out, err = said("show", "invoice-renderer")
    assert code == 1
    assert "2 teams" in err
    assert out == (
        "  charter show billing/invoice-renderer  internal\n"
        "  charter show payments/invoice-renderer  internal\n"
    )


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("invoice-rendrer", "charter show invoice-renderer"),
        ("nobody/chart-kit", "charter show acme-charts/chart-kit"),
        ("zzz", "charter search zzz"),
    ],
)
def test_show_names_the_nearest_where_there_is_none(shelf, said, name, advice):
    code, out, err = said("show", name)
    assert (code, out) == (1, "")
    assert advice in err


def test_show_gives_json(shelf, said):
    (entry,) = json.loads(said("show", "chart-kit", "--json")[1])["entries"]
    assert (entry["standing"], entry["addresses"]["clone"]) == ("candidate", "")
    code, out, _ = said("show", "absent", "--json")
    assert (code, json.loads(out)) == (1, {"entries": []})


def test_list_is_a_table(shelf, said):
    code, out, _ = said("list")
    assert code == 0
    assert out == (
        "NAME              TEAM         VISIBILITY  DESCRIPTION\n"
        "chart-kit         acme-charts  candidate   Draws charts\n"
        "invoice-renderer  billing      internal    Another renderer of invoices\n"
        "invoice-renderer  payments     internal    Renders invoices\n"
    )
    assert len(json.loads(said("list", "--visibility", "internal", "--json")[1])["entries"]) == 2


def test_an_empty_catalog_says_how_to_fill_it(said):
    code, out, err = said("list")
    assert (code, out) == (1, "")
    assert "charter new" in err


@pytest.mark.parametrize("name", ["register", "search", "show", "list"])
def test_help_has_examples(said, name):
    code, out, _ = said(name, "--help")
    assert code == 0
    assert f"Examples:\n    charter {name}" in out


def on_terminal(*arguments: str, columns: int = 60, **environment: str) -> str:
    """What the command shows on a terminal of that width."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "charter", *arguments],
        stdout=theirs,
        stderr=subprocess.STDOUT,
        env={**os.environ, "TERM": "xterm", "COLUMNS": str(columns), **environment},
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # how Linux says that the other side has closed
        pass
    process.wait()
    os.close(ours)
    return shown.decode()


def without_ink(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_a_terminal_shows_matches_and_wraps(tmp_path, said):
    make(tmp_path / "a", description="Renders invoices for " + "every billing team " * 8 + "of us")
    said("register", str(tmp_path / "a"))
    shown = on_terminal("search", "billing", "invoice")
    assert "\x1b[1m\x1b[4minvoice\x1b[0m" in shown or "\x1b[1;4minvoice\x1b[0m" in shown
    assert max(map(len, without_ink(shown).splitlines())) <= 60
    assert without_ink(shown).split() == said("search", "billing", "invoice")[1].split()
    assert on_terminal("search", "billing", NO_COLOR="1") == without_ink(
        on_terminal("search", "billing")
    )


def test_a_terminal_cuts_the_table_to_its_width(tmp_path, said):
    make(tmp_path / "a", description="日本語の説明 " * 20)
    said("register", str(tmp_path / "a"))
    lines = without_ink(on_terminal("list", columns=80)).splitlines()
    assert lines[1].endswith("…")
    assert sum(2 if mark > "\u2e80" else 1 for mark in lines[1]) <= 80


def test_no_command_lets_an_entry_steer_the_terminal(shelf, said, home):
    evil = "x\x1b]0;owned\x07\x1b[2J\x9b2J\r\n\u202e"
    with closing(sqlite3.connect(home / ".local/share/charter/catalog.sqlite3")) as file, file:
        file.execute(
            "update entry set title = ?, description = ?, forge = ?",
            (evil + " find", evil + " me", evil),
        )
        file.execute("update entry set team = ?, url = ?, topics = ?", (evil, evil, f" {evil} "))
        file.execute(
            "update entry set maintainers = ?", (json.dumps([{"name": evil, "handle": evil}]),)
        )
        file.execute("update entry set links = ?", (json.dumps([{"url": evil, "kind": "chat"}]),))
    for arguments in (
        ["search", "invoices"],
        ["search", "invoices", "--json"],
        ["list"],
        ["show", "invoice-renderer"],
        ["show", "chart-kit"],
        ["show", "chart-kit", "--json"],
    ):
        _, out, err = said(*arguments)
        assert out
        assert not [mark for mark in out + err if mark in "\x1b\x9b\x07\r\u202e"]
        shown = without_ink(on_terminal(*arguments))
        assert not [mark for mark in shown.replace("\r\n", "\n") if mark in "\x1b\x9b\x07\r\u202e"]


def test_search_imports_nothing_heavy(shelf):
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "charter", "search", "invoices"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines()
    }
    heavy = {"copier", "questionary", "jinja2", "pygit2", "rich", "yaml", "cookiecutter", "tomlkit"}
    heavy |= {"mmap"}  # maps the vectors of words
    assert "sqlite3" in imported
    assert not imported & (heavy | {"subprocess", "difflib", "asyncio"})
