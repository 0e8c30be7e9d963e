"""Reads once what a repository has to say of itself; the files that guess receive values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from charter.catalog.address import of_remote
from charter.errors import GitError, UsageError
from charter.git import git, remote_url
from charter.model import SYMLINK
from charter.scaffold.adopt.guess_package import READERS
from charter.scaffold.adopt.provenance import Author
from charter.scaffold.adopt.subject import Subject
from charter.scaffold.layout.community_files import governed_kind

_COMMITS = 1000  # enough to know who works on it now
_LARGEST = 1024 * 1024
_SPOKEN = ("licence", "code owners", "maintainers")
_LITERAL = {"GIT_LITERAL_PATHSPECS": "1"}
_README = re.compile(r"readme(\.\w+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Evidence:
    """Texts by their path from the project's folder, and what git knows."""

    name: str
    folder: str
    texts: Mapping[str, bytes]
    paths: tuple[str, ...]
    remote: str
    everybody_reads: bool
    authors: tuple[Author, ...]
    is_shallow: bool


def read_evidence(subject: Subject, *, everybody_reads: Callable[[str], bool]) -> Evidence:
    """Everything the guesses are made of; `everybody_reads` asks a public forge as a stranger."""
    repository, above = subject.repository, f"{subject.folder}/" if subject.folder else ""
    if not repository.is_folder(subject.folder):
        raise UsageError(
            f"nothing of {subject.folder} is committed.", hint="Commit what is there first."
        )
    paths = tuple(path.removeprefix(above) for path, _ in repository.files(subject.folder))
    texts = {path: data for path in paths if _is_told(path) and (data := _read(subject, path))}
    remote = remote_url(repository.root or repository.folder)
    return Evidence(
        subject.name,
        subject.folder,
        texts,
        paths,
        remote,
        everybody_reads(of_remote(remote)) if of_remote(remote) else False,
        _authors(subject),
        (repository.folder / "shallow").exists(),
    )


def _is_told(path: str) -> bool:
    return path in READERS or bool(_README.fullmatch(path)) or governed_kind(path) in _SPOKEN


def _read(subject: Subject, path: str) -> bytes:
    found = subject.repository.read(subject.path(path))
    if found is None or found.mode == SYMLINK or len(found.data) > _LARGEST:
        return b""
    return found.data


def _authors(subject: Subject) -> tuple[Author, ...]:
    """Who committed to it lately, those with the most commits first."""
    repository = subject.repository
    try:
        said = git(
            *("log", f"--max-count={_COMMITS}", "--no-merges", "--no-show-signature"),
            *("--format=%aN%x00%aE%x00", repository.head, "--", *filter(None, [subject.folder])),
            cwd=repository.root or repository.folder,
            env=_LITERAL,
        )
    except GitError:
        return ()  # a partial clone without its remote; the history is only one of the sources
    parts = said.replace("\0\n", "\0").split("\0")
    counted = Counter(zip(parts[0::2], parts[1::2], strict=False))
    return tuple(Author(name, email, many) for (name, email), many in counted.most_common())
