"""Reads the address of a skeleton, and refuses what git could take for something else. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from charter.errors import SkeletonError

_SHORT = {
    "gh:": "https://github.com/",
    "gl:": "https://gitlab.com/",
    "bb:": "https://bitbucket.org/",
}
_SCHEMES = ("https", "http", "ssh", "git", "file")
_SCP = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:[^:\s]+")
_REF = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._/+@-]*")
_HINT = "Use a git address, gh:owner/name, a folder or a zip file."


def is_url(spec: str) -> bool:
    """Whether `spec` is meant as an address on the network (or a `file:` one), not as a path."""
    return "://" in spec or spec.startswith(tuple(_SHORT)) or bool(_SCP.fullmatch(spec))


def canonical_url(spec: str) -> str:
    """The full address, short forms written out; raises SkeletonError for one that is not safe."""
    url = spec.removeprefix("git+")
    for short, full in _SHORT.items():
        if url.startswith(short):
            path = url.removeprefix(short).strip("/")
            url = full + path + ("" if path.endswith(".git") or not path else ".git")
    if "::" in url or spec.startswith("-") or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        raise SkeletonError(f"'{spec}' is not an address we fetch from.", hint=_HINT)
    if _SCP.fullmatch(url):
        _refuse_detours(spec, url.partition(":")[2])
        return url.rstrip("/")
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in _SCHEMES or host.startswith("-") or not parts.path.strip("/"):
        raise SkeletonError(f"'{spec}' is not an address we fetch from.", hint=_HINT)
    if parts.password or (parts.username and parts.scheme in ("http", "https")):
        raise SkeletonError(
            "The skeleton's address holds a user name or a password.",
            hint="Leave it out; git asks its credential store.",
        )
    _refuse_detours(spec, parts.path)
    return url.rstrip("/")


def _refuse_detours(spec: str, path: str) -> None:
    """An allowed prefix must not be left again by `..`, also when it is written `%2e`."""
    if ".." in unquote(unquote(path)).split("/"):
        raise SkeletonError(f"'{spec}' holds '..'.", hint="Give the direct address.")


def same_address(one: str, other: str) -> bool:
    """Whether two canonical addresses differ by nothing but a final `.git` or `/`."""
    return one.rstrip("/").removesuffix(".git") == other.rstrip("/").removesuffix(".git")


def check_ref(ref: str) -> None:
    """Raises SkeletonError for what git could take for an option or a range."""
    if not _REF.fullmatch(ref) or ".." in ref or "@{" in ref:
        raise SkeletonError(f"'{ref}' is not the name of a branch, tag or commit.")


def check_directory(directory: str) -> None:
    """Raises SkeletonError for a folder that could lie outside of the skeleton."""
    parts = directory.split("/")
    if directory.startswith(("/", "-", "~")) or "\\" in directory or ".." in parts:
        raise SkeletonError(f"'{directory}' does not lie inside the skeleton.")
