"""Writes down where a code skeleton came from, in the form that `cruft update` reads."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from urllib.parse import urlsplit

from charter.errors import GitError
from charter.git import git
from charter.model import Visibility
from charter.scaffold.skeleton.fetch import Skeleton
from charter.scaffold.skeleton.render import RenderedSkeleton
from charter.scaffold.skeleton.variables import as_text

RECORD = ".cruft.json"
_PUBLIC_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "git.sr.ht")


def is_public(url: str) -> bool:
    """Whether everybody can read what is at `url`: asked of the forge, without credentials."""
    if urlsplit(url).scheme != "https" or urlsplit(url).hostname not in _PUBLIC_FORGES:
        return False
    stranger = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ASKPASS": "true",
        "HOME": os.devnull,  # no .netrc
    }
    limits = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=10")
    try:
        git(*limits, "ls-remote", "--exit-code", "--", url, "HEAD", env=stranger)
    except GitError:
        return False
    return True


def may_record(
    skeleton: Skeleton,
    visibility: Visibility,
    *,
    everybody_reads: Callable[[str], bool] = is_public,
) -> bool:
    """Whether the skeleton's address may stand in a repository of this visibility.

    A path of this machine never, and cruft needs a commit; in public only what everybody can read.
    """
    if not skeleton.url or not skeleton.commit or skeleton.url.startswith("file:"):
        return False
    return visibility is Visibility.INNERSOURCE or everybody_reads(skeleton.url)


def skeleton_record(skeleton: Skeleton, rendered: RenderedSkeleton) -> bytes:
    """The bytes of `.cruft.json`; braces in an answer stay text when cruft renders it again."""
    values = {
        name: as_text(value) if isinstance(value, str) else value
        for name, value in rendered.variables.items()
    }
    record = {
        "template": skeleton.url,
        "commit": skeleton.commit,
        "checkout": skeleton.ref or None,
        "context": {"cookiecutter": {**values, "_template": skeleton.url}},
        "directory": skeleton.directory or None,
    }
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()
