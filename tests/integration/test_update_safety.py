"""What kills, full disks, closed folders, large repositories and hostile files do to an update: nothing."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from histories import ADDRESS, read_files
from shops import bare_of, edit, status

from charter.__main__ import main
from charter.git import commit_everything, git

ROUNDS = int(os.environ.get("CHARTER_ROUNDS", "5"))
STRANGER = 65534


# ---- killed ------------------------------------------------------------------------------------


def in_child(arguments: list[str]) -> int:
    """Run the command in a process group of its own; returns its process id."""
    child = os.fork()
    if child == 0:
        code = 3
        try:
            os.setpgid(0, 0)
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            code = main(arguments)
        finally:
            os._exit(code)
    return child


def kill_after(seconds: float, arguments: list[str]) -> None:
    """Kill the command and every git below it at that moment of its life."""
    child = in_child(arguments)
    time.sleep(seconds)
    for target in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError):
            target(child, signal.SIGKILL)
    os.waitpid(child, 0)


def duration(arguments: list[str]) -> float:
    start = time.perf_counter()
    os.waitpid(in_child(arguments), 0)
    return time.perf_counter() - start


def delete_locks(place: Path) -> None:
    for lock in (place / ".git").rglob("*.lock"):
        lock.unlink()


def settled(place: Path, charter) -> str:
    """Which of the two it is after a kill, as the command itself says; takes back what is half."""
    told = charter("update", str(place), "--to", "v2.0.0")
    if ".lock" in told.err:  # of a git that was killed: git names it, and a person deletes it
        delete_locks(place)
        return settled(place, charter)
    if "cut short" in told.err:
        done = charter("undo", str(place))
        assert (done.code, "the repository is as before" in done.out) == (0, True), done.err
        return "as before"
    return "as before" if told.code == 0 and "staged" in told.out else "done"


@pytest.mark.parametrize("commits", [[], ["--commit"]], ids=["staged", "committed"])
def test_a_killed_update_is_as_before_or_done_and_says_which(charter, shop, commits):
    edit(shop, "A.md", "A line 9", "our line 9")
    before, head = read_files(shop), git("rev-parse", "HEAD", cwd=shop)
    words = ["update", str(shop), *commits]
    whole = duration(words)
    after = read_files(shop)
    charter("undo", str(shop))
    assert read_files(shop) == before
    dice = random.Random(1)
    met = set()
    for _ in range(ROUNDS):
        kill_after(dice.uniform(0.2, 1.1) * whole, words)
        found_there = settled(shop, charter)
        met.add(found_there)
        if found_there == "done":
            assert read_files(shop) == after
        delete_locks(shop)
        charter("undo", str(shop))
        assert (read_files(shop), status(shop)) == (before, [])
        git("reset", "--quiet", "--hard", head.strip(), cwd=shop)
    assert met <= {"as before", "done"}


def test_a_killed_adoption_is_as_before_or_done_and_says_which(charter, tmp_path, template):
    old = tmp_path / "old"
    old.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=old)
    (old / "own.py").write_text("pass\n")
    commit_everything(old, "Old")
    before = read_files(old)
    words = ["adopt", str(old), "--template", ADDRESS, "--defaults", "--yes"]
    whole = duration(words)
    after = read_files(old)
    assert len(after) > len(before)
    charter("undo", str(old))
    dice = random.Random(3)
    for _ in range(ROUNDS):
        kill_after(dice.uniform(0.2, 1.1) * whole, words)
        told = charter(*words)
        while ".lock" in told.err:
            delete_locks(old)
            told = charter(*words)
        assert told.code == 0 or "cut short" in told.err or "waits for its" in told.err, told.err
        if "cut short" not in told.err:  # done: by the one that was killed, or by this one
            assert read_files(old) == after
        assert charter("undo", str(old)).code == 0
        assert (read_files(old), status(old)) == (before, [])


@pytest.mark.parametrize("commits", [[], ["--commit"]], ids=["staged", "committed"])
def test_a_killed_undo_can_be_called_again(charter, shop, commits):
    before = read_files(shop)
    dice = random.Random(2)
    for _ in range(ROUNDS):
        assert charter("update", str(shop), *commits).code == 0
        kill_after(dice.uniform(0.0, 0.2), ["undo", str(shop)])
        delete_locks(shop)
        again = charter("undo", str(shop))
        assert again.code == 0 or "no operation" in again.err, again.err
        assert (read_files(shop), status(shop)) == (before, [])


def test_an_update_that_was_cut_short_is_taken_back_by_name(charter, shop):
    """The moment between the record and the index, made by hand: half of the files are new."""
    from charter.objects import open_repository  # noqa: PLC0415
    from charter.update.operation import Operation, OperationRecord  # noqa: PLC0415

    before = read_files(shop)
    assert charter("update", str(shop)).code == 0
    repository = open_repository(shop)
    record = OperationRecord(repository.folder)
    operation = record.read()
    git("read-tree", "HEAD", cwd=shop)
    (shop / "A.md").write_text("half of a fi")
    record.write(Operation(**{**vars(operation), "is_done": False}))
    refused = charter("update", str(shop))
    assert (refused.code, "charter undo" in refused.err) == (2, True)
    done = charter("undo", str(shop))
    assert "cut short" in done.out
    assert (read_files(shop), status(shop)) == (before, [])
    assert git("show", "refs/charter/undone:A.md", cwd=shop) == "half of a fi"


# ---- places that refuse ------------------------------------------------------------------------


def as_stranger(words: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    """As a user who is not root: root writes read-only files."""
    command = [sys.executable, "-m", "charter", *words]
    if os.getuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("setpriv is not here: root cannot become somebody else")
        command = ["setpriv", "--reuid", str(STRANGER), "--regid", str(STRANGER), "--clear-groups", *command]  # fmt: skip
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


@pytest.fixture
def open_place(tmp_path: Path, home: Path, shop: Path) -> Path:
    """The repository where a stranger may work; skips where this Python is closed to one."""
    for path in (*tmp_path.parents, tmp_path, home):
        if path.owner() == "root" and str(path).startswith(("/tmp/pytest", str(home))):
            path.chmod(0o755)
    for root in (tmp_path, home):
        subprocess.run(["chown", "-R", f"{STRANGER}:{STRANGER}", str(root)], check=os.getuid() == 0)
    probe = as_stranger(["--version"], shop)
    if probe.returncode:
        pytest.skip(f"this Python is closed to other users: {probe.stderr.strip()[-120:]}")
    return shop


def test_a_closed_folder_ends_in_an_error_with_nothing_changed(open_place):
    before = read_files(open_place)
    open_place.chmod(0o555)
    try:
        done = as_stranger(["update"], open_place)
    finally:
        open_place.chmod(0o755)
    assert done.returncode == 2, done.stderr
    assert "nothing was changed" in done.stderr
    assert read_files(open_place) == before
    git("config", "--global", "--add", "safe.directory", "*", cwd=open_place)
    assert status(open_place) == []


def test_a_read_only_file_is_updated_as_git_does(open_place):
    (open_place / "A.md").chmod(0o444)
    done = as_stranger(["update"], open_place)
    assert done.returncode == 0, done.stderr
    assert (open_place / "A.md").read_text().startswith("A\n")


def fill(file: Path) -> None:
    """Write until nothing more can be written."""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT)
    with contextlib.suppress(OSError):
        while True:
            os.write(opened, b"x" * 4096)
    os.close(opened)


def test_a_full_disk_ends_in_an_error_with_nothing_changed(charter, tmp_path, shop):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no tmpfs can be mounted here, so no disk can be filled")
    try:
        git("clone", "--quiet", str(shop), str(disk / "shop"))
        before = read_files(disk / "shop")
        fill(disk / "ballast")
        done = charter("update", str(disk / "shop"))
        assert (done.code, "space" in done.err.lower()) == (2, True), done.err
        assert read_files(disk / "shop") == before
        (disk / "ballast").unlink()
        assert status(disk / "shop") == []
        assert charter("update", str(disk / "shop")).code == 0
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_repository_of_many_files_is_updated(charter, shop):
    many = shop / "many"
    for folder in range(100):
        (many / str(folder)).mkdir(parents=True)
        for number in range(1000 if "CHARTER_ROUNDS" in os.environ else 100):
            (many / str(folder) / f"{number}.txt").write_text("x\n")
    commit_everything(shop, "Many files")
    git("mv", "A.md", "many/0/A.md", cwd=shop)
    commit_everything(shop, "Move")
    done = charter("update", str(shop), "--commit")
    assert done.code == 0, done.err
    assert (many / "0/A.md").read_text().startswith("A\n")


# ---- hostile answers ---------------------------------------------------------------------------

BOMB = "a: &a [x,x]\n" + "".join(
    f"{n}: &{n} [*{p},*{p}]\n" for p, n in zip("abcdef", "bcdefg", strict=True)
)
HOSTILE = {
    "a bomb": (BOMB, "aliases"),
    "no text": ("\x00\x01", "not valid YAML"),
    "a list": ("- a\n", "not a mapping"),
    "another program": ("_commit: v1.0.0\n_src_path: 'ext::sh -c touch% /tmp/x'\n", "neither an alias"),
    "a path": ("_commit: v1.0.0\n_src_path: /etc\n", "neither an alias"),
    "no source": ("_commit: v1.0.0\n_src_path: null\n", "_src_path"),
    "no version": ("_src_path: https://templates.example/governance.git\n", "_commit"),
    "an unknown version": (
        "_commit: v7.7.7\n_src_path: https://templates.example/governance.git\n", "no version 'v7.7.7'",
    ),
    "an option": (
        "_commit: '--all'\n_src_path: https://templates.example/governance.git\n", "no version",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_answers_file_ends_in_an_error(charter, shop, name):
    text, told = HOSTILE[name]
    (shop / ".copier-answers.yml").write_text(text)
    commit_everything(shop, "Hostile")
    before = read_files(shop)
    done = charter("update", str(shop))
    assert (done.code, read_files(shop), status(shop)) == (2, before, [])
    assert told in done.err
    assert "Traceback" not in done.err


def test_jinja_in_a_recorded_answer_stays_text(charter, shop):
    text = (shop / ".copier-answers.yml").read_text().replace("name: shop", "name: '{{ 7 * 7 }}'")
    (shop / ".copier-answers.yml").write_text(text)
    commit_everything(shop, "Hostile")
    assert charter("update", str(shop)).code == 0
    assert (shop / "NEW.md").read_text() == "# New in {{ 7 * 7 }}\n"


def test_a_recorded_path_cannot_leave_the_repository(charter, tmp_path, home):
    from histories import redirect_address, write_template  # noqa: PLC0415

    from charter.model import FileContent  # noqa: PLC0415

    redirect_address(home / ".gitconfig", tmp_path / "template")
    files = {"{{ name }}": FileContent(b"x\n")}
    configuration = b"_subdirectory: template\nname: {type: str, default: x}\n"
    write_template(tmp_path / "template", [files, files], configuration)
    place = tmp_path / "shop"
    place.mkdir()
    git("init", "--quiet", cwd=place)
    (place / ".copier-answers.yml").write_text(
        "_commit: v1.0.0\n_src_path: https://templates.example/governance.git\nname: ../../evil\n"
    )
    commit_everything(place, "Hostile")
    done = charter("update", str(place))
    assert (done.code, "outside of the repository" in done.err) == (2, True)


def test_a_hidden_question_in_the_answers_is_refused(charter, tmp_path, home):
    from histories import redirect_address, write_template  # noqa: PLC0415

    redirect_address(home / ".gitconfig", tmp_path / "template")
    hidden = b"_subdirectory: template\nname: {type: str, default: x}\n"
    hidden += b"organisation: {type: str, when: false, default: Acme}\n"
    write_template(tmp_path / "template", [{}, {}], hidden)
    place = tmp_path / "shop"
    place.mkdir()
    git("init", "--quiet", cwd=place)
    (place / ".copier-answers.yml").write_text(
        "_commit: v1.0.0\n_src_path: https://templates.example/governance.git\norganisation: Evil\n"
    )
    commit_everything(place, "Hostile")
    done = charter("update", str(place))
    assert (done.code, "answers 'organisation'" in done.err) == (2, True)
    git("branch", "--quiet", "side", cwd=place)
    assert charter("update", str(bare_of(place)), "--commit").code == 2
