"""`innersource.json` of a repository → what it tells of the entry that is named. Pure."""

from __future__ import annotations

from dataclasses import replace

from charter.catalog.address import web_address
from charter.catalog.entry import Entry, Link
from charter.catalog.exchange.parts import text_at, texts_at, title_at, word_at
from charter.catalog.exchange.read_json import value_of
from charter.catalog.exchange.told import Told
from charter.errors import UsageError


def read_innersource(text: str, known: Entry) -> Told:
    """The file is the project's own word, so it replaces what the catalog holds; raises UsageError.

    It says nothing of a visibility: InnerSource or not, that entry keeps its own.
    """
    tree = value_of(text)
    if not isinstance(tree, dict):
        raise UsageError("the file is no innersource.json: it must hold one object.")
    docs = web_address(text_at(tree, "docs"))
    others = tuple(link for link in known.links if link.kind != "docs")
    project = replace(
        known.project,
        title=title_at(tree, "title") or known.project.title,
        description=text_at(tree, "motivation") or known.project.description,
    )
    entry = replace(
        known,
        project=project,
        wanted=texts_at(tree, "contributions") or known.wanted,
        language=word_at(tree, "language") or known.language,
        links=known.links if docs in ("", known.link("docs")) else (*others, _manual(docs)),
    )
    return Told("the file", entry, is_own_word=True)


def _manual(url: str) -> Link:
    return Link(url, "Documentation", "docs")
