"""Fetches a cookiecutter template without running any of it."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from charter.errors import GitError, SkeletonError
from charter.git import git, repository_root
from charter.scaffold.skeleton.address import canonical_url, check_directory, check_ref, is_url
from charter.scaffold.skeleton.archive import download, unpack
from charter.scaffold.skeleton.code import CodeNote, find_code, read_variables

__all__ = ["CodeNote", "Skeleton", "content_digest", "fetch_skeleton"]

_ENV = {"GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh", "GIT_LFS_SKIP_SMUDGE": "1"}
_NO_HOOKS = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")


@dataclass(frozen=True)
class Skeleton:
    """A fetched template. `url` is canonical and empty for a local one, whose path is `source`.

    `root` is the whole tree, `folder` the part of it that holds cookiecutter.json. `commit` is
    empty where nothing was checked out (a folder as it lies there, a zip file).
    """

    spec: str
    url: str
    source: str
    directory: str
    ref: str
    commit: str
    digest: str
    root: Path
    folder: Path
    code: tuple[CodeNote, ...]


@dataclass(frozen=True)
class _Fetched:
    url: str
    source: str
    commit: str
    directory: str


def fetch_skeleton(spec: str, workspace: Path, *, directory: str = "", ref: str = "") -> Skeleton:
    """Fetch into a new folder of `workspace`; a SkeletonError leaves nothing there."""
    directory = directory.strip("/") if not directory.startswith("/") else directory
    check_directory(directory)
    if ref:
        check_ref(ref)
    with _new_folder(workspace) as place:
        root = place / "template"
        fetched = _fetch(spec, root, directory, ref)
        _refuse_links_outside(root)
        folder = root / fetched.directory
        _refuse_choice(folder)
        return Skeleton(
            spec=spec,
            url=fetched.url,
            source=fetched.source,
            directory=fetched.directory,
            ref=ref,
            commit=fetched.commit,
            digest=content_digest(root),
            root=root,
            folder=folder,
            code=find_code(folder),
        )


@contextmanager
def _new_folder(workspace: Path) -> Iterator[Path]:
    workspace.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="skeleton-", dir=workspace))
    try:
        yield place
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _fetch(spec: str, root: Path, directory: str, ref: str) -> _Fetched:
    if not spec or spec.startswith("-"):
        raise SkeletonError(f"'{spec}' is not the address of a skeleton.")
    if is_url(spec) or "::" in spec:
        url = canonical_url(spec)
        if url.lower().endswith(".zip"):
            _refuse_ref(ref)
            unpack(download(url), root)
            return _Fetched(url, url, "", directory)
        return _Fetched(url, url, _clone(url, root, ref), directory)
    path = Path(spec).expanduser().resolve()
    if path.is_dir():
        return _take_folder(path, root, directory, ref)
    if path.is_file() and path.suffix.lower() == ".zip":
        _refuse_ref(ref)
        unpack(path.read_bytes(), root)
        return _Fetched("", str(path), "", directory)
    raise SkeletonError(
        f"there is no skeleton at {path}.",
        hint="Use a git address, gh:owner/name, a folder or a zip file.",
    )


def _take_folder(path: Path, root: Path, directory: str, ref: str) -> _Fetched:
    """A folder as it lies there; with `ref`, that state of the repository it belongs to."""
    if not ref:
        read_variables(path / directory)  # before a large folder is copied in vain
        if root.resolve().is_relative_to(path):
            raise SkeletonError(f"{path} holds the folder for temporary files.")
        try:
            shutil.copytree(path, root, symlinks=True, ignore=shutil.ignore_patterns(".git"))
        except OSError as failed:
            raise SkeletonError(f"{path} could not be copied: {failed}") from failed
        return _Fetched("", str(path), "", directory)
    top = repository_root(path)
    if top is None:
        raise SkeletonError(f"{path} is no git repository, so it has no '{ref}'.")
    below = "/".join(filter(None, (path.relative_to(top).as_posix().strip("."), directory)))
    return _Fetched("", str(path), _clone(str(top), root, ref), below)


def _clone(address: str, root: Path, ref: str) -> str:
    """Clone without running a hook, leave only the files, and tell the commit."""
    depth = ("--depth=1",) if not ref and "://" in address else ()
    try:
        git(
            *_NO_HOOKS,
            "clone",
            "--quiet",
            "--no-checkout",
            *depth,
            "--",
            address,
            str(root),
            env=_ENV,
        )
        commit = _commit_of(ref, root)
        git(*_NO_HOOKS, "checkout", "--quiet", "--detach", commit, cwd=root, env=_ENV)
    except GitError as failed:
        raise SkeletonError(f"{address} could not be fetched: {failed.message}") from failed
    shutil.rmtree(root / ".git")
    return commit


def _commit_of(ref: str, root: Path) -> str:
    names = (f"refs/remotes/origin/{ref}", f"refs/tags/{ref}", ref) if ref else ("HEAD",)
    for name in names:
        try:
            return git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", cwd=root).strip()
        except GitError:
            continue
    raise SkeletonError(
        f"the skeleton has no branch, tag or commit '{ref}'."
        if ref
        else "the skeleton's repository is empty."
    )


def _refuse_ref(ref: str) -> None:
    if ref:
        raise SkeletonError(f"a zip file has no '{ref}'.", hint="Leave --skeleton-ref out.")


def _refuse_links_outside(root: Path) -> None:
    """What a link points to is copied: one to a private key would carry the key in."""
    real = root.resolve()
    for entry in root.rglob("*"):
        if entry.is_symlink() and not entry.resolve().is_relative_to(real):
            name = entry.relative_to(root).as_posix()
            raise SkeletonError(f"the skeleton's {name} is a link that leaves the skeleton.")
        if not (entry.is_symlink() or entry.is_dir() or entry.is_file()):
            raise SkeletonError(f"the skeleton's {entry.name} is neither a file nor a folder.")


def _refuse_choice(folder: Path) -> None:
    variables = read_variables(folder)
    offered = variables.get("templates") or variables.get("template")
    if isinstance(offered, dict):
        names = [
            str(entry.get("path", key)) for key, entry in offered.items() if isinstance(entry, dict)
        ]
    elif isinstance(offered, list) and "template" in variables:
        names = [str(entry) for entry in offered]
    else:
        return
    raise SkeletonError(
        f"the skeleton offers several templates: {', '.join(names)}.",
        hint="Choose one with --skeleton-directory.",
    )


def content_digest(root: Path) -> str:
    """SHA-256 over every path, mode and content below `root`."""
    digest = hashlib.sha256()
    for entry in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        if entry.is_dir() and not entry.is_symlink():
            continue
        link = entry.is_symlink()
        content = os.fsencode(entry.readlink()) if link else entry.read_bytes()
        kind = "link" if link else "program" if entry.stat().st_mode & 0o100 else "file"
        name = os.fsencode(entry.relative_to(root).as_posix())
        head = f"{kind} {len(name)} {len(content)} ".encode()
        digest.update(head + name + content)
    return digest.hexdigest()
