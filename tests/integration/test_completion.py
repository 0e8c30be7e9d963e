"""Tab completes what a person would otherwise have to look up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHARTER = Path(sys.executable).with_name("charter")


def tab(line: str, **more: str) -> list[str]:
    surroundings = {
        **os.environ,
        **more,
        "COMP_WORDS": line,
        "COMP_CWORD": str(line.count(" ")),
        "_CHARTER_COMPLETE": "bash_complete",
    }
    done = subprocess.run(
        [CHARTER], env=surroundings, capture_output=True, text=True, check=True, timeout=60
    )
    return [item.partition(",")[2] for item in done.stdout.splitlines() if item]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("charter sh", ["show"]),
        ("charter new --forge g", ["github", "gitlab", "gitea"]),
        ("charter new --visibility o", ["opensource"]),
        ("charter settings set te", ["template"]),
        ("charter show inv", []),
        ("charter adopt --set repo", ["repository_url="]),
        ("charter check --allow si", ["SILO-1", "SILO-2", "SILO-3", "SILO-4"]),
    ],
)
def test_tab_offers(line, offered):
    assert tab(line) == offered


def test_tab_tells_what_a_check_is_about_where_the_shell_shows_it():
    surroundings = {"COMP_WORDS": "charter check --allow", "COMP_CWORD": "VIS-4"}
    done = subprocess.run(
        [CHARTER], env={**os.environ, **surroundings, "_CHARTER_COMPLETE": "fish_complete"},
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "VIS-4\tThe catalog tells the same visibility" in done.stdout


def test_tab_offers_projects_of_the_catalog(tmp_path):
    said = ["--visibility", "innersource", "--description", "x", "--team", "pay", "--maintainers"]
    subprocess.run(
        [CHARTER, "new", "invoice", *said, "Ada @ada", "--forge", "github",
         "--set", "organisation_name=Acme", "--defaults", "--into", tmp_path],
        check=True, capture_output=True,
    )  # fmt: skip
    assert tab("charter show inv") == ["invoice"]
    assert tab("charter show pay/") == ["pay/invoice"]


def test_tab_offers_questions_templates_and_handles(tmp_path, monkeypatch):
    said = ["--visibility", "innersource", "--description", "x", "--team", "pay", "--maintainers"]
    subprocess.run(
        [CHARTER, "new", "invoice", *said, "Ada @ada, Bob @bob", "--forge", "github",
         "--set", "organisation_name=Acme", "--defaults", "--into", tmp_path],
        check=True, capture_output=True,
    )  # fmt: skip
    monkeypatch.chdir(tmp_path / "invoice")
    assert tab("charter maintainers remove @b") == ["@bob"]
    assert tab("charter new --template buil") == ["builtin"]
    assert tab("charter update --set warr") == ["warranty_days="]
    assert tab("charter new --license mi") == ["MIT", "MIT-0"]
    assert "EUPL-1.2" in tab("charter adopt --template builtin --license ")
    assert tab("charter new --template nowhere --license m") == []
    assert tab("charter new --set publ") == []  # publication_date is the OSPO's word


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_a_script_that_names_the_command(shell):
    done = subprocess.run(
        [CHARTER, "completion", shell], capture_output=True, text=True, check=True, timeout=60
    )
    assert "_CHARTER_COMPLETE" in done.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["completion"], "charter: missing argument SHELL: bash, zsh or fish."),
        (["maintainers", "add"], 'charter: missing argument "NAME @HANDLE".'),
        (["settings", "set"], "charter: missing argument KEY."),
    ],
)
def test_what_is_missing_is_told_in_one_plain_line(words, told):
    done = subprocess.run([CHARTER, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, told)
    assert len(done.stderr.splitlines()) == 2
