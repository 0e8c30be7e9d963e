"""Names, teams and topics as Backstage allows them, and none of them the same as another. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from charter.catalog.words import key

LONGEST = 63
_OBJECT = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
_LABEL = re.compile(r"[a-z0-9]+(-+[a-z0-9]+)*")
_NO_OBJECT = re.compile(r"[^A-Za-z0-9_.-]+")
_NO_LABEL = re.compile(r"[^a-z0-9]+")
_NO_TAG = re.compile(r"[^a-z0-9:+#]+")
_MARK = 8  # hexadecimal digits that keep two names apart that become one otherwise


def object_name(name: str) -> str:
    """The name of an entity: as it is where that is allowed, else a likeness with a mark."""
    if len(name) <= LONGEST and _OBJECT.fullmatch(name):
        return name
    return _likeness(_NO_OBJECT.sub("-", _plain(name)).strip("-_."), name)


def namespace_of(team: str) -> str:
    """A team as a namespace and a group: lower case, for case tells no teams apart."""
    lowered = team.lower()
    if len(lowered) <= LONGEST and _LABEL.fullmatch(lowered):
        return lowered
    return _likeness(_NO_LABEL.sub("-", _plain(team).lower()).strip("-"), team)


def tag_of(topic: str) -> str:
    """A topic as a tag; empty where nothing of it is left."""
    tag = _NO_TAG.sub("-", _plain(topic).lower()).strip("-")
    return tag[:LONGEST].rstrip("-")


def label_value(text: str) -> str:
    """The text where a label may hold it, else nothing."""
    return text if len(text) <= LONGEST and _OBJECT.fullmatch(text) else ""


def _plain(text: str) -> str:
    """Letters without their accents, where they are Latin."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _likeness(stem: str, name: str) -> str:
    mark = hashlib.sha256(key(name).encode()).hexdigest()[:_MARK]
    stem = stem[: LONGEST - _MARK - 1].rstrip("-_.")
    return f"{stem}-{mark}" if stem else f"n-{mark}"
