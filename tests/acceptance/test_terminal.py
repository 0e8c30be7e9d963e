"""charter new as a person sees it: in a terminal of 80 columns, by keys."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyte
import pytest
import yaml

CHARTER = Path(sys.executable).parent / "charter"
PATIENCE = 30  # seconds; the machine may be busy
ENTER, BACK, DOWN, UP, TAB, CTRL_C, CLEAR = (
    "\r",
    "\x1b[Z",
    "\x1b[B",
    "\x1b[A",
    "\t",
    "\x03",
    "\x15\x0b",
)


class Terminal:
    """A pseudo-terminal with a program in it, and the screen that a person would see."""

    def __init__(self, words: list[str], folder: Path, rows: int = 40, columns: int = 80) -> None:
        self.screen = pyte.HistoryScreen(columns, rows, history=500)
        self.stream = pyte.ByteStream(self.screen)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            size = {"TERM": "xterm-256color", "COLUMNS": str(columns), "LINES": str(rows)}
            os.execve(words[0], words, {**os.environ, **size})
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.code: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def sees(self, words: str) -> Terminal:
        """Wait until the words are on the screen, wherever lines break."""
        end = time.monotonic() + PATIENCE
        while flat(words) not in flat(self.text):
            has_more = time.monotonic() < end and self._read()
            assert has_more, f"never saw {words!r}:\n{self.text}"
        return self

    def types(self, keys: str) -> Terminal:
        # a person waits for what the last key did; a terminal that is still drawing loses none
        while self._read(0.05):
            pass
        os.write(self.terminal, keys.encode())
        return self

    def ends(self) -> int:
        end = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < end, self.text
        _, status = os.waitpid(self.pid, 0)
        self.code = os.waitstatus_to_exitcode(status)
        return self.code

    def _read(self, patience: float = PATIENCE) -> bool:
        if not select.select([self.terminal], [], [], patience)[0]:
            return False
        try:
            said = os.read(self.terminal, 65536)
        except OSError:  # Linux says so at the end
            return False
        self.stream.feed(said)
        for _ in range(said.count(b"\x1b[6n")):  # asks where the cursor is
            place = f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R"
            os.write(self.terminal, place.encode())
        return bool(said)

    def close(self) -> None:
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*words: str) -> Terminal:
        opened.append(Terminal([str(CHARTER), "new", *words], tmp_path))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


INNER = (
    ("Who may see it?", ENTER),
    ("Repository name", "shop" + ENTER),
    ("What does it do", "Sells what others make" + ENTER),
    ("Organisation that owns the code", "Acme Corporation" + ENTER),
    ("Team that owns it", "retail" + ENTER),
    ("Maintainers", "Ada Lovelace @ada, Bob Noyce @bob" + ENTER),
    ("Where will it be hosted?", DOWN + ENTER),
)


def answer(terminal: Terminal, *questions: tuple[str, str]) -> Terminal:
    for question, keys in questions:
        terminal.sees(question).types(keys)
    return terminal


def read_answers(repository: Path) -> dict[str, str]:
    return yaml.safe_load((repository / ".copier-answers.yml").read_text("utf-8"))


def row_of(terminal: Terminal, name: str) -> str:
    """The line of the summary that begins with the name."""
    return next(line for line in terminal.text.splitlines() if re.match(rf"\W*{name}  ", line))


def test_a_repository_is_founded_by_keys_alone(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = answer(open_terminal(), *INNER).sees("Is this right?").sees("keep ours")
    for name, value in {
        "name": "shop",
        "team": "retail",
        "forge": "GitLab",
        "warranty days": "-",
    }.items():
        assert row_of(terminal, name).endswith(value)
    assert terminal.types(ENTER).ends() == 0
    for words in (
        "shop is founded",
        "in the catalog as retail/shop",
        "Next",
        "The same without a question",
        "charter new shop",
    ):
        terminal.sees(words)
    assert read_answers(tmp_path / "shop")["forge"] == "gitlab"
    assert (
        subprocess.run(
            ["git", "status", "--porcelain"], cwd=tmp_path / "shop", capture_output=True, check=True
        ).stdout
        == b""
    )


def test_shift_tab_goes_back_with_the_answer_to_be_changed(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = answer(open_terminal(), *INNER[:2]).sees("What does it do").types(BACK)
    terminal.sees("Repository name").types("-window" + ENTER)
    answer(terminal, *INNER[2:]).sees("Is this right?").types(BACK)
    terminal.sees("Where will it be hosted?").types(UP + ENTER)
    terminal.sees("Is this right?").sees("GitHub").types(ENTER)
    assert terminal.ends() == 0
    assert read_answers(tmp_path / "shop-window")["forge"] == "github"


def test_an_objection_shows_while_typing_whole_and_within_the_width(
    open_terminal: Callable[..., Terminal],
) -> None:
    terminal = answer(open_terminal(), INNER[0]).sees("Repository name").types("a name")
    terminal.sees("letters, digits").sees(".git")
    assert terminal.types(ENTER).sees("a name")
    terminal.types(CLEAR + "shop" + ENTER).sees("What does it do")
    assert "letters, digits" not in terminal.text


def test_an_answer_is_changed_in_the_summary_and_what_follows_is_asked(
    open_terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    terminal = answer(open_terminal(), *INNER).sees("Is this right?").sees("keep ours")
    terminal.types(DOWN + ENTER).sees("Who may see it? (arrow keys, Shift-Tab: back)").types(
        DOWN + ENTER
    )
    terminal.sees("by the name it has in public").types("acme-retail" + ENTER)
    terminal.sees("agreed to be named").types("Ada @ada-l" + ENTER)
    terminal.sees("at least two").types(", Bob @bnoyce" + ENTER)
    terminal.sees("Open source licence").types(ENTER)
    terminal.sees("will have in public").types("https://github.com/acme/shop" + ENTER)
    terminal.sees("Public e-mail").types("security@acme.example" + ENTER)
    terminal.sees("contribution agreement")
    assert row_of(terminal, "team").endswith("acme-retail")
    assert terminal.types(ENTER).ends() == 0
    terminal.sees("Open Source candidate: keep it private")
    answers = read_answers(tmp_path / "shop")
    assert answers["public_team"] == "acme-retail"
    assert "team" not in answers


SAID = ("--visibility", "innersource", "--set", "organisation_name=Acme", "--forge", "github")
WHO = ("--team", "retail", "--maintainers", "Ada Lovelace @ada")


@pytest.fixture
def asked(open_terminal: Callable[..., Terminal]) -> Terminal:
    """A terminal where something near to the wish exists, and what becomes of it is asked."""
    shop = ("shop", *SAID, *WHO, "--description", "Sells what others make", "--defaults")
    assert open_terminal(*shop).ends() == 0
    window = ("shop-window", *SAID, *WHO, "--description", "Shows what the shop sells")
    terminal = open_terminal(*window).sees("Is this right?").types(ENTER)
    return terminal.sees("exists already").sees("contribute:").sees("What will you do?")


def answers_kept() -> list[tuple[str, str, str]]:
    said = subprocess.run(
        [CHARTER, "catalog", "answers", "--json"], capture_output=True, check=False
    )
    found = json.loads(said.stdout)["answers"]
    return [(each["decision"], each["about"], each["because"]) for each in found]


def test_what_exists_already_is_shown_and_going_on_is_two_keys(asked: Terminal, tmp_path: Path):
    assert not (tmp_path / "shop-window").exists()
    asked.types(ENTER).sees("What does shop lack?").types("a window" + ENTER)
    assert asked.ends() == 0
    asked.sees("who looks after retail/shop can read what it lacks")
    asked.sees("--builds-anew-because 'a window'")
    assert (tmp_path / "shop-window/.git").is_dir()
    assert answers_kept() == [("build", "retail/shop", "a window")]


def test_who_reuses_what_exists_founds_nothing(asked: Terminal, tmp_path: Path):
    asked.types(UP + ENTER)
    assert asked.ends() == 0
    asked.sees("nothing was founded: use retail/shop")
    assert not (tmp_path / "shop-window").exists()
    assert answers_kept() == [("reuse", "retail/shop", "")]


def test_who_leaves_where_something_exists_leaves_nothing(asked: Terminal, tmp_path: Path):
    assert asked.types(CTRL_C).ends() == 130
    assert not (tmp_path / "shop-window").exists()
    assert answers_kept() == []


def test_teams_and_people_of_the_catalog_and_git_are_offered(
    open_terminal: Callable[..., Terminal],
) -> None:
    terminal = answer(open_terminal(), *INNER[:5]).sees("Maintainers").types("Te" + TAB)
    terminal.sees("Test Author @author <author@acme.example>")


@pytest.mark.parametrize("asked", [0, 3, len(INNER)])
def test_ctrl_c_leaves_nothing_at_the_first_question_in_the_middle_and_at_the_summary(
    open_terminal: Callable[..., Terminal], tmp_path: Path, asked: int
) -> None:
    terminal = answer(open_terminal(), *INNER[:asked])
    terminal.sees([*(question for question, _ in INNER), "Is this right?"][asked]).types(CTRL_C)
    assert terminal.ends() == 130
    terminal.sees("nothing was left behind")
    assert list(tmp_path.iterdir()) == []
