"""The documents say what is true: every command, question and link in them exists."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import click
import pytest

from charter.cli import COMMANDS, charter
from charter.governance.table import BY_ID

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
COMMAND = re.compile(r"`charter ([a-z]+)|^charter ([a-z]+)", re.MULTILINE)
# what later versions bring, named where a reader would ask for it
PLANNED = {"publish"}


def test_the_reference_is_what_the_program_says():
    reference = runpy.run_path(str(ROOT / "scripts" / "reference"))
    for name in ("commands", "questions", "checks"):
        assert (ROOT / f"docs/reference/{name}.md").read_text("utf-8") == reference[name]()


def test_examples_fit_a_terminal_of_80_columns():
    """Click breaks no line below a mark, and the terminal would break it inside a word."""
    walk = runpy.run_path(str(ROOT / "scripts" / "reference"))["walk"]
    for path, command in walk(charter, "charter"):
        formatter = click.HelpFormatter(width=78)
        command.format_epilog(click.Context(command), formatter)
        assert [line for line in formatter.getvalue().splitlines() if len(line) > 79] == [], path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_relative_links_lead_to_a_file(document):
    for target in LINK.findall(document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_only_commands_that_exist(document):
    named = {first or second for first, second in COMMAND.findall(document.read_text("utf-8"))}
    assert named <= COMMANDS.keys() | PLANNED


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_shown_with_an_example(command):
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    section = text.partition(f"## `charter {command}`")[2].partition("\n## `")[0]
    assert "Example" in section


@pytest.mark.parametrize("check", BY_ID)
def test_every_check_is_in_the_reference_with_its_cure(check):
    text = (ROOT / "docs/reference/checks.md").read_text("utf-8")
    assert f"| `{check}` | {BY_ID[check].title} | {BY_ID[check].cure} |" in text
