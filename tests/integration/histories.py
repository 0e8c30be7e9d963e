"""Drawn histories: a template with versions, a team that works on what it gave, and both tools."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import copier
from hypothesis import strategies as st
from plumbum import local

from charter.git import commit_everything, git
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent
from charter.scaffold.folder import write_tree

ADDRESS = "https://templates.example/governance.git"
SUFFIX = ".jinja"
ANSWERS = "{{ _copier_conf.answers_file }}.jinja"
CONFIGURATION = b"""\
_subdirectory: template
name: {type: str, default: shop}
"""
Files = dict[str, bytes]


def page(name: str, *, lines: int = 14) -> bytes:
    """A file whose lines all differ, so that edits in two places can be told apart."""
    return "".join(f"{name} line {number}\n" for number in range(lines)).encode()


@dataclass(frozen=True)
class Act:
    """Something done to one file: edit (line `at`), append, drop, rename, add, chmod, ends."""

    what: str
    file: str
    at: int = 0


FILES = ("A.md", "B.md", "docs/C.md", "D.yml")
NEW = ("E.md", "docs/F.md")
_ACTS = st.builds(
    Act,
    st.sampled_from(["edit", "edit", "edit", "append", "insert", "cut", "drop", "rename"]),
    st.sampled_from(FILES),
    st.integers(0, 12),
)
TEMPLATE_ACTS = st.lists(
    st.one_of(_ACTS, st.builds(Act, st.just("add"), st.sampled_from(NEW))), max_size=4
)
TEAM_ACTS = st.lists(
    st.one_of(
        _ACTS,
        st.builds(Act, st.just("add"), st.sampled_from([*NEW, "own/thing.txt"])),
        st.builds(Act, st.just("chmod"), st.sampled_from(FILES)),
    ),
    max_size=4,
)


def enact(
    files: Mapping[str, FileContent], acts: Sequence[Act], who: str
) -> dict[str, FileContent]:
    """The files after the acts; an act on what is not there any more does nothing."""
    found = dict(files)
    for act in acts:
        if act.what == "add":
            found.setdefault(act.file, FileContent(page(f"{who} {act.file}")))
        elif act.file in found:
            _enact_one(found, act, who)
    return found


def _enact_one(found: dict[str, FileContent], act: Act, who: str) -> None:
    content = found[act.file]
    lines = content.data.splitlines(keepends=True)
    if act.what == "drop":
        del found[act.file]
    elif act.what == "rename":
        folder, _, name = act.file.rpartition("/")
        del found[act.file]
        found[f"{folder}/moved-{who}-{name}".lstrip("/")] = content
    elif act.what == "chmod":
        found[act.file] = FileContent(content.data, EXECUTABLE)
    else:
        at = min(act.at, len(lines) - 1)
        new = f"{who} {act.what} {at}\n".encode()
        if act.what == "edit":
            lines[at] = new
        elif act.what == "append":
            lines.append(new)
        elif act.what == "insert":
            lines.insert(at, new)
        elif act.what == "cut" and len(lines) > 1:
            del lines[at]
        found[act.file] = FileContent(b"".join(lines), content.mode)


def write_template(
    folder: Path, versions: Sequence[Mapping[str, FileContent]], *configurations: bytes
) -> None:
    """A template's repository with one tag for each version: v1.0.0, v2.0.0 …

    Each version has its own configuration, the last one holding for all that follow.
    """
    folder.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=folder)
    for number, files in enumerate(versions, start=1):
        shutil.rmtree(folder / "template", ignore_errors=True)
        whole = {
            f"template/{path}" + ("" if content.mode == SYMLINK else SUFFIX): content
            for path, content in files.items()
        }
        texts = configurations or (CONFIGURATION,)
        whole |= {
            "copier.yml": FileContent(texts[min(number, len(texts)) - 1]),
            f"template/{ANSWERS}": FileContent(b"{{ _copier_answers | to_nice_yaml }}"),
            "VERSION": FileContent(str(number).encode()),
        }
        (folder / "copier.yml").unlink(missing_ok=True)
        (folder / "VERSION").unlink(missing_ok=True)
        write_tree(whole, folder)
        commit_everything(folder, f"Version {number}")
        git("tag", f"v{number}.0.0", cwd=folder)


def found_by_copier(place: Path, *, folder: str = "") -> None:
    """A repository that copier makes from version 1."""
    place.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=place)
    with _quiet():
        copier.run_copy(
            ADDRESS, place / folder, vcs_ref="v1.0.0", defaults=True, overwrite=True, quiet=True
        )
    commit_everything(place, "Found")


def work(place: Path, acts: Sequence[Act]) -> None:
    """The team's commit."""
    before = read_files(place)
    answers = before.pop(".copier-answers.yml")
    after = enact(before, acts, "team")
    for path in before:
        (place / path).unlink()
    write_tree({**after, ".copier-answers.yml": answers}, _cleared(place))
    if git("status", "--porcelain", cwd=place).strip():
        commit_everything(place, "Work")


def _cleared(place: Path) -> Path:
    for path in sorted(place.rglob("*"), reverse=True):
        if (
            path.is_dir()
            and ".git" not in path.relative_to(place).parts
            and not any(path.iterdir())
        ):
            path.rmdir()
    (place / ".copier-answers.yml").unlink()
    return place


def read_files(place: Path) -> dict[str, FileContent]:
    """Every file of the working tree but git's own."""
    found = {}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place)
        if name.parts[0] == ".git" or (path.is_dir() and not path.is_symlink()):
            continue
        if path.is_symlink():
            found[name.as_posix()] = FileContent(os.fsencode(path.readlink()), SYMLINK)
        else:
            mode = EXECUTABLE if path.stat().st_mode & 0o111 else REGULAR
            found[name.as_posix()] = FileContent(path.read_bytes(), mode)
    return found


def update_by_copier(place: Path, version: str) -> None:
    with _quiet():
        copier.run_update(place, vcs_ref=version, defaults=True, overwrite=True, quiet=True)


def redirect_address(config: Path, template: Path) -> None:
    """Let every git of this test find the template by its address."""
    subprocess.run(
        ["git", "config", "--file", str(config), f"url.{template}.insteadOf", ADDRESS], check=True
    )


@contextmanager
def _quiet() -> Iterator[None]:
    """plumbum keeps a copy of the environment of its own: copier must see today's."""
    with warnings.catch_warnings(), local.env(**os.environ):
        warnings.simplefilter("ignore")
        yield
