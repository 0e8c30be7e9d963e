"""Reads which licence a package names, and where it would publish itself. Pure."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from charter.scaffold.skeleton.licence_names import PROPRIETARY, spdx_of

_SETUP_PY = re.compile(r"\blicense\s*=\s*[\"']([^\"']+)[\"']")
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?([^\"'\n]+)")
_IN_PROSE = re.compile(
    r"\b((?:MIT|ISC|BSD(?: [23]-Clause)?|Apache(?: Software)?|(?:GNU )?[AL]?GPL(?: ?v?[23])?"
    r"|MPL(?: 2\.0)?|Mozilla Public|Eclipse Public|European Union Public)[ -][Ll]icen[sc]e)\b",
)
_PUBLISHES = re.compile(
    r"gh-action-pypi-publish|twine upload|(?:uv|npm|yarn|pnpm|poetry|flit|hatch|cargo|pdm) publish"
)
READS = ("pyproject.toml", "package.json", "setup.cfg", "setup.py", "Cargo.toml")


def other_licences(path: str, data: bytes, spdx: str) -> tuple[str, ...]:
    """Licences named in the metadata at `path` that are not the repository's.

    An empty `spdx` is a repository that is closed to the outside.
    """
    named = _named(path.rpartition("/")[2], data)
    return unlike(spdx, named)


def named_licences(path: str, data: bytes) -> tuple[str, ...]:
    """The licences that a manifest names, as it writes them; none where it is no manifest."""
    name = path.rpartition("/")[2]
    return tuple(filter(None, map(str.strip, _named(name, data)))) if name in READS else ()


def licences_in_prose(data: bytes, spdx: str) -> tuple[str, ...]:
    """Licences that a text such as a README speaks of and that are not the repository's."""
    return unlike(spdx, _IN_PROSE.findall(data.decode("utf-8", errors="replace")))


def publishes(data: bytes) -> str:
    """The command or action in a workflow or script that uploads to a public registry, if any."""
    found = _PUBLISHES.search(data.decode("utf-8", errors="replace"))
    return found[0] if found else ""


def unlike(spdx: str, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the names that say another licence than the repository's."""
    named = dict.fromkeys(name.strip() for name in names)
    ours = spdx_of(spdx) if spdx else PROPRIETARY
    return tuple(name for name in named if name and name != spdx and spdx_of(name) != ours)


def _named(name: str, data: bytes) -> list[str]:
    text = data.decode("utf-8", errors="replace")
    try:
        if name == "package.json":
            return _texts(json.loads(text).get("license"))
        if name in ("pyproject.toml", "Cargo.toml"):
            return list(_toml(tomllib.loads(text)))
        if name == "setup.cfg":
            found = configparser.ConfigParser(interpolation=None)
            found.read_string(text)
            licence = found.get("metadata", "license", fallback="")
            return [licence, *_CLASSIFIER.findall(text)]
        return [*_SETUP_PY.findall(text), *_CLASSIFIER.findall(text)]
    except (ValueError, AttributeError, configparser.Error):
        return []  # a package that cannot be read is its team's to repair, not a licence question


def _toml(found: dict[str, Any]) -> Iterator[str]:
    for table in (found.get("project"), found.get("tool", {}).get("poetry"), found.get("package")):
        if not isinstance(table, dict):
            continue
        yield from _texts(table.get("license"))
        for classifier in table.get("classifiers", []):
            yield from _CLASSIFIER.findall(str(classifier))


def _texts(licence: object) -> list[str]:
    if isinstance(licence, dict):
        licence = licence.get("text") or licence.get("type")
    return [licence] if isinstance(licence, str) and "\n" not in licence else []
