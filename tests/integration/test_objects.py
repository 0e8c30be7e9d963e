"""A repository's objects, read, compared, merged and written as git would."""

from __future__ import annotations

import subprocess
from itertools import chain
from pathlib import Path

import pytest

from charter.contents import Entry, merge_texts
from charter.errors import GitError
from charter.git import commit_everything, git
from charter.model import EXECUTABLE, FileContent
from charter.objects import SUBMODULE, Repository, open_repository

ADA = ("Ada", "ada@acme.example")
LABELS = ("theirs to keep", "v2.0.0")
TEN = b"".join(b"line %d\n" % number for number in range(10))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    git("init", "--quiet", "--initial-branch=main", cwd=tmp_path)
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "in/deep/a.txt").write_bytes(TEN)
    (tmp_path / "README.md").write_text("# Shop\n")
    commit_everything(tmp_path, "Begin")
    return tmp_path


def commit(repository: Repository, path: str, text: bytes, *, onto: str = "") -> str:
    tree = repository.tree_with({path: Entry(0o100644, repository.write(text))})
    return repository.commit(tree, "Change", author=ADA, onto=onto)


# ---- read ------------------------------------------------------------------------------------------


def test_a_submodule_is_an_entry_without_bytes(place: Path) -> None:
    head = git("rev-parse", "HEAD", cwd=place).strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{head},in/lib", cwd=place)
    git("commit", "--quiet", "--message", "Add what lies elsewhere", cwd=place)
    repository = open_repository(place)
    assert repository.entry("in/lib") == Entry(SUBMODULE, head)
    assert repository.read("in/lib") == FileContent(b"", SUBMODULE)
    assert [path for path, _ in repository.files("in")] == ["in/deep/a.txt", "in/lib"]
    assert not repository.is_folder("in/lib")
    assert repository.moved({"gone.txt": FileContent(TEN)}, "in") == {"gone.txt": "deep/a.txt"}


@pytest.mark.parametrize("path", ["nothing", "README.md/x", "in", "", "/", "in//deep", "../x", "."])
def test_what_is_no_file_has_no_entry(place: Path, path: str) -> None:
    assert open_repository(place).entry(path) is None


# ---- renames ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gone", "folder", "found"),
    [
        ({"old.txt": TEN}, "", {"old.txt": "in/deep/a.txt"}),
        ({"old.txt": TEN}, "in", {"old.txt": "deep/a.txt"}),
        ({"old.txt": TEN[:60]}, "", {"old.txt": "in/deep/a.txt"}),
        ({"old.txt": TEN.replace(b"line", b"other words than")}, "", {}),
        ({"in/deep/a.txt": TEN}, "", {}),
        ({"old.txt": b""}, "", {}),
        ({"one": TEN, "two": TEN}, "", {"one": "in/deep/a.txt"}),
        ({}, "", {}),
        ({"old.txt": TEN}, "nowhere", {}),
    ],
)
def test_a_file_is_found_under_its_new_name_where_half_of_it_is_the_same(
    place: Path, gone: dict[str, bytes], folder: str, found: dict[str, str]
) -> None:
    contents = {path: FileContent(data) for path, data in gone.items()}
    assert open_repository(place).moved(contents, folder) == found


# ---- merges ----------------------------------------------------------------------------------------

TEXTS = {
    "lines": (b"a\nb\nc\nd\ne\n", b"A\nb\nc\nd\ne\n", b"a\nb\nc\nd\nE\n"),
    "latin-1": (b"\xe4\nb\nc\nd\ne\n", b"\xc4\nb\nc\nd\ne\n", b"\xe4\nb\nc\nd\n\xff\n"),
    "utf-8": ("ä\nb\nc\nd\ne\n".encode(), "Ä\nb\nc\nd\ne\n".encode(), "ä\nb\nc\nd\n🎤\n".encode()),
    "crlf": (b"a\r\nb\r\nc\r\nd\r\n", b"A\r\nb\r\nc\r\nd\r\n", b"a\r\nb\r\nc\r\nD\r\n"),
    "no final newline": (b"a\nb\nc\nd", b"A\nb\nc\nd", b"a\nb\nc\nD"),
    "a final newline added": (b"a\nb\nc\nd", b"A\nb\nc\nd", b"a\nb\nc\nd\n"),
    "both the same": (b"a\n", b"b\n", b"b\n"),
    "from nothing": (b"", b"a\n", b"a\n"),
    "conflict": (b"a\nb\nc\n", b"a\nx\nc\n", b"a\ny\nc\n"),
    "conflict in latin-1": (b"a\n\xe4\nc\n", b"a\n\xc4\nc\n", b"a\n\xff\nc\n"),
    "conflict at the end": (b"a\nb", b"a\nx", b"a\ny"),
    "conflict from nothing": (b"", b"a\n", b"b\n"),
    "conflict with nothing": (b"a\nb\n", b"", b"a\nc\n"),
    "conflict with nothing of theirs": (b"a\nb\n", b"a\nc\n", b""),
    "conflict with nothing, in latin-1": (b"a\nb\n", b"", b"a\n\xe4>>>>>>>\n"),
    "conflict in crlf": (b"a\r\nb\r\n", b"", b"a\r\nc\r\n"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_merge_of_texts_is_that_of_git_to_the_byte(tmp_path: Path, name: str) -> None:
    base, ours, theirs = TEXTS[name]
    names, labels = ("ours", "base", "theirs"), (LABELS[0], "x", LABELS[1])
    for file, data in zip(names, (ours, base, theirs), strict=True):
        (tmp_path / file).write_bytes(data)
    done = subprocess.run(
        [*("git", "merge-file", "-p"), *chain(*(("-L", each) for each in labels)), *names],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert merge_texts(base, ours, theirs, LABELS) == (done.stdout, done.returncode == 0)
    assert (done.returncode > 0) == name.startswith("conflict")


@pytest.mark.parametrize("label", ["v2.0.0", "in ü/a 🎤", "ours", "a/../b", ".git/x"])
def test_any_label_stands_at_the_marks(label: str) -> None:
    merged, is_clean = merge_texts(b"a\n", b"b\n", b"c\n", (label, label))
    assert not is_clean
    assert merged == f"<<<<<<< {label}\nb\n=======\nc\n>>>>>>> {label}\n".encode()
    merged, _ = merge_texts(b"\xff\n", b"", b"\xe4\n", (label, label))
    assert merged.startswith(f"<<<<<<< {label}\n".encode())


# ---- written ---------------------------------------------------------------------------------------


def test_a_commit_moves_the_branch_and_nothing_else(place: Path) -> None:
    repository = open_repository(place)
    made = commit(repository, "new/a.txt", b"new\n")
    assert git("rev-parse", "main", cwd=place).strip() == made
    assert (
        git("log", "-1", "--format=%an %ae %s", cwd=place).strip() == "Ada ada@acme.example Change"
    )
    assert git("show", "main:new/a.txt", cwd=place) == "new\n"
    assert not (place / "new").exists()


def test_a_branch_that_moved_meanwhile_is_left_where_it_is(place: Path) -> None:
    repository = open_repository(place)
    git("commit", "--quiet", "--allow-empty", "--message", "Meanwhile", cwd=place)
    with pytest.raises(GitError, match="has moved meanwhile: nothing was changed"):
        commit(repository, "a", b"a")
    assert git("log", "-1", "--format=%s", cwd=place).strip() == "Meanwhile"


def test_a_branch_that_git_is_at_work_on_is_left_where_it_is(place: Path) -> None:
    before = git("rev-parse", "main", cwd=place)
    (place / ".git/refs/heads/main.lock").touch()
    with pytest.raises(GitError, match="cannot be moved"):
        commit(open_repository(place), "a", b"a")
    assert git("rev-parse", "main", cwd=place) == before


def test_a_detached_head_moves_too(place: Path) -> None:
    git("checkout", "--quiet", "--detach", cwd=place)
    made = commit(open_repository(place), "a", b"a")
    assert git("rev-parse", "HEAD", cwd=place).strip() == made
    assert git("rev-parse", "main", cwd=place).strip() != made


def test_a_linked_worktree_moves_its_own_branch(place: Path, tmp_path_factory) -> None:
    other = tmp_path_factory.mktemp("linked") / "it"
    git("worktree", "add", "--quiet", str(other), "-b", "other", cwd=place)
    made = commit(open_repository(other), "a", b"a")
    assert git("rev-parse", "other", cwd=place).strip() == made
    assert git("rev-parse", "main", cwd=place).strip() != made


def test_a_tree_keeps_modes_and_a_file_may_take_the_place_of_a_folder(place: Path) -> None:
    repository = open_repository(place)
    name = repository.write(b"x")
    tree = repository.tree_with({"in/deep/a.txt": None, "in": Entry(EXECUTABLE, name)})
    listed = git("ls-tree", "-r", tree, cwd=place).splitlines()
    assert [line.split("\t")[1] for line in listed] == ["README.md", "in"]
    assert listed[1].startswith("100755")
