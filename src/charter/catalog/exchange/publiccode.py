"""A published entry as `publiccode.yml`, version 0.7 of the standard. Pure.

Rules: publiccodeyml/publiccode.yml, docs/standard/schema.core.rst, and those that its parser
(italia/publiccode-parser-go, v0.go) holds a file to.
"""

from __future__ import annotations

from typing import Any

from charter.catalog.address import bug_address, contributing_address, web_address
from charter.catalog.entry import Entry, Standing
from charter.catalog.exchange.yaml_text import document
from charter.errors import UnfitError
from charter.plain_text import one_line

FILE = "publiccode.yml"
VERSION = "0"  # the newest 0.x, as the parser wants it said
_SHORT, _LONG = 150, 10_000
_STATUS = {"production": "stable", "deprecated": "obsolete", "experimental": "development"}
_HEAD = """\
# Made from the catalog. It does not know what users run this on, what kind of software it is, or
# in which languages it speaks: complete platforms, softwareType and localisation.
"""


def publiccode_yml(entry: Entry) -> str:
    """The file for one project; raises UnfitError where it is not published, or lacks a fact."""
    project = entry.project
    if entry.standing is not Standing.PUBLIC:
        raise UnfitError(f"{_full(entry)} is not published: publiccode.yml tells the world.")
    url = web_address(project.url)
    missing = [what for what, told in (("address", url), ("licence", project.license)) if not told]
    if missing:
        raise UnfitError(f"{_full(entry)} has no {' and no '.join(missing)} in the catalog.")
    tree = {
        "publiccodeYmlVersion": VERSION,
        "name": one_line(project.title) or one_line(project.name),
        "url": url,
        "platforms": ["unspecified"],
        "developmentStatus": "obsolete"
        if entry.archived
        else _STATUS.get(entry.lifecycle.lower(), "development"),
        "softwareType": "standalone/other",
        "description": {"en": _description(entry)},
        "legal": {"license": one_line(project.license)},
        "maintenance": _maintenance(entry),
        "localisation": {"localisationReady": False, "availableLanguages": ["en"]},
    }
    return _HEAD + document(tree, marked=False)


def _description(entry: Entry) -> dict[str, Any]:
    project = entry.project
    said = one_line(project.description) or one_line(project.title) or one_line(project.name)
    topics = [one_line(topic) for topic in project.topics]
    told: dict[str, Any] = {
        "shortDescription": said if len(said) <= _SHORT else f"{said[: _SHORT - 1]}…",
        "longDescription": _long(entry, said)[:_LONG],
        "features": topics or [said],
    }
    if docs := web_address(entry.link("docs")):
        told["documentation"] = docs
    return told


def _long(entry: Entry, said: str) -> str:
    """At least 150 characters, and each sentence true."""
    project = entry.project
    licence, url = one_line(project.license), web_address(project.url)
    bugs, guide = web_address(bug_address(entry)), web_address(contributing_address(entry))
    sentences = [
        said if said.endswith((".", "!", "?")) else f"{said}.",
        f"This is Open Source software under the licence {licence}.",
        f"Its source code can be read, used and changed: {url}.",
        f"Mistakes are reported at {bugs}; how to contribute is told at {guide}.",
    ]
    return " ".join(sentences)


def _maintenance(entry: Entry) -> dict[str, Any]:
    """Its maintainers by name only: who wants to write to them finds them at their forge."""
    names = [one_line(one.name) or one_line(one.handle) for one in entry.project.maintainers]
    if entry.archived or not names:
        return {"type": "none"}
    return {"type": "internal", "contacts": [{"name": name} for name in names]}


def _full(entry: Entry) -> str:
    return one_line(entry.project.full_name)
