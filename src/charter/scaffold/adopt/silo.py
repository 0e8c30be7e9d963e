"""A repository under no charter, as an entry of the catalog: the whole continuum is known. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import chain
from typing import Any

from charter.catalog.address import of_remote, web_address
from charter.catalog.entry import Entry
from charter.model import Maintainer, Project, Visibility, parse_maintainers
from charter.plain_text import one_line
from charter.scaffold.adopt.names import NAME, as_name

_LONGEST = 300


def silo_of(known: Mapping[str, Any], *, name: str, url: str, reason: str) -> Entry:
    """What is known of it, said or guessed, and why it is under no charter; raises nothing.

    Its visibility is unsaid; innersource is the mistake that harms less.
    """
    said = {key: one_line(str(value))[:_LONGEST] for key, value in known.items()}
    called = [it for it in (said.get("name", ""), name) if it]
    team = said.get("team", "")
    return Entry(
        project=Project(
            name=(name := _name_of(called, url)),
            title=said.get("title", "") or name,
            description=said.get("description", ""),
            visibility=Visibility.INNERSOURCE,
            team=team if NAME.fullmatch(team) else "",
            maintainers=_people(said.get("maintainers", "")),
            forge=said.get("forge", ""),
            url=(of_remote(url) or web_address(url)).rstrip("/"),
        ),
        siloed=one_line(reason)[:_LONGEST] or "nobody has adopted it yet",
    )


def _name_of(called: list[str], url: str) -> str:
    """The first that can be a name, or can be made one; else one that no other silo has."""
    whole = (it for it in called if NAME.fullmatch(it))
    fits = chain(whole, filter(None, map(as_name, called)))
    unique = hashlib.sha256("\n".join((*called, url)).encode(errors="replace")).hexdigest()[:8]
    return next(fits, f"unnamed-{unique}")


def _people(text: str) -> tuple[Maintainer, ...]:
    try:
        return parse_maintainers(text) if text else ()
    except ValueError:
        return ()
