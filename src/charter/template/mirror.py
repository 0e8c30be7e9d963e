"""Bare mirrors of templates in the cache folder: fetched when opened, used offline too."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from charter.errors import GitError, TemplateError
from charter.git import git
from charter.settings import BUILTIN
from charter.template.source import HELPER, Source

Warn = Callable[[str], None]


def open_mirror(source: Source, cache: Path, *, fetch: bool = True, warn: Warn = print) -> Path:
    """The bare repository that holds `source` with all its versions.

    Fetches each time: who has just released a version finds it. When that fails and a mirror is
    there, `warn` is told and it serves as it is; without one, TemplateError. Without `fetch` what
    is here serves as it is; only what is not here is cloned.
    """
    try:
        if source.url == HELPER + BUILTIN:
            return _unpack_builtin(cache)
        return _open(source, mirror_path(source, cache), fetch=fetch, warn=warn)
    except OSError as refused:
        raise TemplateError(
            f"the cache {cache} cannot be used: {refused.strerror}.",
            hint="Make it writable, or set XDG_CACHE_HOME to another folder.",
        ) from refused


def _open(source: Source, place: Path, *, fetch: bool, warn: Warn) -> Path:
    if not (place / "HEAD").is_file():
        _clone(source, place)
    elif fetch:
        try:
            git("fetch", "--quiet", "--prune", "--prune-tags", "--force", "origin", cwd=place)
        except GitError as failure:
            warn(f"{source.url} cannot be fetched now ({failure.message}); using what is here.")
    return place


def mirror_path(source: Source, cache: Path) -> Path:
    """Where the mirror of `source` lies; one for each address."""
    return cache / "templates" / f"{hashlib.sha256(source.url.encode()).hexdigest()[:16]}.git"


def redirect(source: Source, mirror: Path, recorded: str) -> Mapping[str, str]:
    """Variables by which every git below us finds `recorded` in `mirror`: no second download.

    The answers then name the address that everybody has, while the bytes come from the cache.
    """
    address = recorded.removeprefix("git+")
    count = int(os.environ.get("GIT_CONFIG_COUNT", "0"))
    names = dict.fromkeys((address, source.url))
    lines = [(f"url.{mirror}.insteadOf", name) for name in names]
    found = {"GIT_CONFIG_COUNT": str(count + len(lines))}
    for number, (key, value) in enumerate(lines, start=count):
        found |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return found


def _clone(source: Source, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".new-") as beside:
        try:
            git("clone", "--quiet", "--mirror", "--", source.url, str(Path(beside, "it.git")))
        except GitError as failure:
            raise TemplateError(
                f"the template {source.url} cannot be fetched: {failure.message}",
                hint="Check the address and your access: git ls-remote " + source.url,
            ) from failure
        _move_in(Path(beside, "it.git"), place)


def _unpack_builtin(cache: Path) -> Path:
    from importlib.resources import as_file, files  # noqa: PLC0415 - other templates need none

    with as_file(files("charter.template") / "builtin.bundle") as bundle:
        # the name holds the content: a newer Charter unpacks anew, two Charters do not quarrel
        digest = hashlib.sha256(bundle.read_bytes()).hexdigest()[:16]
        place = cache / "templates" / f"builtin-{digest}.git"
        if (place / "HEAD").is_file():
            return place
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".new-") as beside:
            git("clone", "--quiet", "--mirror", "--", str(bundle), str(Path(beside, "it.git")))
            git("remote", "remove", "origin", cwd=Path(beside, "it.git"))
            _move_in(Path(beside, "it.git"), place)
    return place


def _move_in(made: Path, place: Path) -> None:
    try:
        made.rename(place)
    except OSError:
        if not (place / "HEAD").is_file():  # another process was first: its mirror is as good
            shutil.rmtree(place, ignore_errors=True)
            made.rename(place)
