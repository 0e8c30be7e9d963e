"""Package metadata and records of code skeletons → name, description, team. Pure."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from charter.catalog.text_tree import mappings, read_tree, text_of
from charter.errors import CatalogError
from charter.scaffold.adopt.provenance import Guess, guess

LARGEST = 1024 * 1024
_SETUP_PY = re.compile(r"\b(name|description)\s*=\s*(?:\(\s*)?[\"']([^\"'\n]{1,300})[\"']")
_POM = re.compile(r"<(artifactId|description)>\s*([^<]{1,300}?)\s*</\1>")
_POM_INSIDE = re.compile(
    r"<(parent|dependencies|dependencyManagement|build|profiles|modules|reporting)>.*?</\1>",
    re.DOTALL,
)
_GO = re.compile(r"^module\s+\"?(\S+?)\"?\s*$", re.MULTILINE)
_MAJOR = re.compile(r"v\d+")
Said = tuple[str, str, str]  # name, description, team


def _pyproject(text: str) -> Said:
    found = tomllib.loads(text)
    tool = _table(found, "tool")
    for table in (_table(found, "project"), _table(tool, "poetry"), _table(tool, "flit")):
        if table.get("name"):
            return _text(table, "name"), _text(table, "description"), ""
    return "", "", ""


def _cargo(text: str) -> Said:
    table = _table(tomllib.loads(text), "package")
    return _text(table, "name"), _text(table, "description"), ""


def _json(text: str) -> Said:
    found = json.loads(text)
    table = found if isinstance(found, dict) else {}
    # scope of npm, vendor of composer
    return _text(table, "name").rpartition("/")[2], _text(table, "description"), ""


def _setup_cfg(text: str) -> Said:
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.read_string(text)
    said = (found.get("metadata", key, fallback="") for key in ("name", "description"))
    name, description = ("" if one.strip().startswith(("file:", "attr:")) else one for one in said)
    return name, description, ""


def _setup_py(text: str) -> Said:
    found = dict(reversed(_SETUP_PY.findall(text)))
    return found.get("name", ""), found.get("description", ""), ""


def _pom(text: str) -> Said:
    found = dict(reversed(_POM.findall(_POM_INSIDE.sub("", text))))
    said = tuple("" if "${" in found.get(key, "") else found.get(key, "") for key in _POM_KEYS)
    return said[0], said[1], ""


def _go(text: str) -> Said:
    match = _GO.search(text)
    parts = [part for part in (match[1] if match else "").split("/") if part]
    if len(parts) > 1 and _MAJOR.fullmatch(parts[-1]):
        parts.pop()
    return (parts[-1] if parts else ""), "", ""


def _component(text: str) -> Said:
    for tree in read_tree("catalog-info.yaml", text, every=True).get("documents", ()):
        if text_of(tree, "kind") == "Component":
            metadata, spec = mappings(tree, "metadata"), mappings(tree, "spec")
            team = text_of(spec, "owner").rpartition(":")[2].rpartition("/")[2]
            return text_of(metadata, "name"), text_of(metadata, "description"), team
    return "", "", ""


def _skeleton(text: str) -> Said:
    """What cookiecutter was told, as cruft and others record it."""
    found = json.loads(text)
    context = found if isinstance(found, dict) else {}
    for key in ("context", "cookiecutter"):
        context = _table(context, key) or context
    return _one_of(context, _SLUGS), _one_of(context, _SUMMARIES), ""


_POM_KEYS = ("artifactId", "description")
_SLUGS = ("repo_name", "project_slug", "project_name", "name")
_SUMMARIES = (
    "project_short_description",
    "short_description",
    "project_description",
    "description",
)
# in the order in which they are trusted
READERS: Mapping[str, Callable[[str], Said]] = {
    "catalog-info.yaml": _component,
    "pyproject.toml": _pyproject,
    "package.json": _json,
    "Cargo.toml": _cargo,
    "setup.cfg": _setup_cfg,
    "setup.py": _setup_py,
    "composer.json": _json,
    "pom.xml": _pom,
    "go.mod": _go,
    ".cruft.json": _skeleton,
    ".cookiecutter.json": _skeleton,
}


def guess_from_packages(files: Mapping[str, bytes]) -> Iterator[Guess]:
    """What each manifest that is there says; one that cannot be read says nothing."""
    for path, reader in READERS.items():
        data = files.get(path, b"")
        if not data or len(data) > LARGEST:
            continue
        try:
            name, description, team = reader(data.decode("utf-8-sig"))
        except (ValueError, RecursionError, configparser.Error, CatalogError):
            continue  # its team's to repair, not a question of governance
        yield from guess("name", name, path)
        yield from guess("description", description, path)
        yield from guess("team", team, path)


def _table(found: Any, key: str) -> dict[str, Any]:
    value = found.get(key) if isinstance(found, dict) else None
    return value if isinstance(value, dict) else {}


def _text(found: Mapping[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _one_of(found: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next(filter(None, (_text(found, key) for key in keys)), "")
