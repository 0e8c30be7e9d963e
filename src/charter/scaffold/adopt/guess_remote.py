"""A git remote and the organisation's facts → forge, address, and who can see it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import yaml

from charter.catalog.address import of_remote
from charter.model import Visibility
from charter.scaffold.adopt.provenance import Guess, guess
from charter.template.questions import Loader

_FORGES = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "codeberg.org": "forgejo",
    "gitea.com": "gitea",
}
_TRACES = (
    ("gitlab", ".gitlab-ci.yml"),
    ("gitlab", ".gitlab/"),
    ("forgejo", ".forgejo/"),
    ("gitea", ".gitea/"),
    ("github", ".github/"),
)


class Side(StrEnum):
    """Who can see what is at an address, as far as that is known."""

    PUBLIC = "public"
    INSIDE = "inside"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Remote:
    """Where a repository is hosted; `why` says how it is known who can see it."""

    url: str
    owner: str
    name: str
    forge: str
    side: Side
    why: str = ""


def read_facts(text: bytes | None) -> Mapping[str, Mapping[str, Any]]:
    """The organisation file's parts `public` and `internal`; empty where it says nothing."""
    try:
        found = yaml.load(text or b"", Loader)  # noqa: S506 - a safe one
    except yaml.YAMLError:
        found = None
    found = found if isinstance(found, dict) else {}
    return {
        part: found[part] if isinstance(found.get(part), dict) else {}
        for part in ("public", "internal")
    }


def place_remote(
    remote: str, facts: Mapping[str, Mapping[str, Any]], *, everybody_reads: bool
) -> Remote | None:
    """What the address of `origin` tells; None where it tells nothing to others (a path)."""
    url = of_remote(remote)
    if not url:
        return None
    host, path = urlsplit(url).hostname or "", urlsplit(url).path.strip("/")
    owner, _, name = path.rpartition("/")
    side, why = _side(host, owner, facts, everybody_reads=everybody_reads)
    return Remote(url, owner, name, _forge(host, owner, facts), side, why)


def _side(
    host: str, owner: str, facts: Mapping[str, Mapping[str, Any]], *, everybody_reads: bool
) -> tuple[Side, str]:
    if everybody_reads:
        return Side.PUBLIC, "everybody can read it, without an account"
    if _is_at(facts["internal"], host, owner):
        return Side.INSIDE, "the organisation's internal forge"
    if facts["public"].get("forge_owner") and _is_at(facts["public"], host, owner):
        return Side.PUBLIC, "where the organisation's public code lives"
    return Side.UNKNOWN, ""


def _is_at(facts: Mapping[str, Any], host: str, owner: str) -> bool:
    there = urlsplit(str(facts.get("forge_url") or "")).hostname
    whose = str(facts.get("forge_owner") or "").strip("/").lower()
    return there == host and (
        not whose or owner.lower() == whose or owner.lower().startswith(f"{whose}/")
    )


def _forge(host: str, owner: str, facts: Mapping[str, Mapping[str, Any]]) -> str:
    for part in ("internal", "public"):
        if _is_at(facts[part], host, owner):
            return str(facts[part].get("forge") or "")
    named = (forge for forge in ("github", "gitlab", "gitea", "forgejo") if forge in host)
    return _FORGES.get(host) or next(named, "")


def guess_from_remote(remote: Remote | None, paths: tuple[str, ...]) -> Iterator[Guess]:
    """Name, forge, visibility and address; the forge by its folders where the host says nothing."""
    if remote is not None:
        where = f"the remote {remote.url}"
        yield from guess("name", remote.name, where)
        yield from guess("forge", remote.forge, where)
        yield from guess("repository_url", remote.url, where)
        if remote.side is Side.PUBLIC:
            yield from guess("visibility", Visibility.OPENSOURCE.value, f"the remote: {remote.why}")
        if remote.side is Side.INSIDE:
            yield from guess(
                "visibility", Visibility.INNERSOURCE.value, f"the remote: {remote.why}"
            )
    for forge, trace in _TRACES:
        if any(path == trace or path.startswith(trace) for path in paths):
            yield from guess("forge", forge, trace)
            break
