"""charter update as a person sees it: what is new is asked, the rest is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from histories import redirect_address, write_template
from shops import CONFIGURATION, ONE, TWO, found, status, text
from test_terminal import CHARTER, CTRL_C, ENTER, Terminal

ASKS = CONFIGURATION + (
    b"on_call: {type: str, help: 'Who is on call?', "
    b"validator: \"{% if not on_call.startswith('@') %}begin with @{% endif %}\"}\n"
)


@pytest.fixture
def shop(tmp_path: Path, home: Path) -> Path:
    redirect_address(home / ".gitconfig", tmp_path / "template")
    files = {**TWO, "CALL.md": text("{{ on_call }}")}
    write_template(tmp_path / "template", [ONE, files], CONFIGURATION, ASKS)
    return found(tmp_path / "shop")


@pytest.fixture
def updating(shop: Path) -> Iterator[Callable[[], Terminal]]:
    opened: list[Terminal] = []

    def start() -> Terminal:
        opened.append(Terminal([str(CHARTER), "update"], shop))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def test_a_new_question_is_asked_and_an_old_one_is_not(updating, shop):
    terminal = updating().sees("Who is on call?").types(f"ops{ENTER}").sees("begin with @")
    terminal.types("\x15@ops" + ENTER).sees("staged in the working tree")
    assert terminal.ends() == 0
    assert "team" not in terminal.text
    assert yaml.safe_load((shop / ".copier-answers.yml").read_text())["on_call"] == "@ops"
    assert (shop / "CALL.md").read_text() == "@ops\n"


def test_ctrl_c_at_a_question_leaves_everything_as_it_was(updating, shop):
    terminal = updating().sees("Who is on call?").types(CTRL_C)
    assert terminal.ends() == 130
    assert status(shop) == []
