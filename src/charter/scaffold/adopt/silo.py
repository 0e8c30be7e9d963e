"""A repository under no charter, as an entry of the catalog: the whole continuum is known. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from charter.catalog.address import of_remote, web_address
from charter.catalog.entry import Entry
from charter.model import Maintainer, Project, Visibility, parse_maintainers
from charter.plain_text import one_line

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_LONGEST = 300


def silo_of(known: Mapping[str, Any], *, name: str, url: str, reason: str) -> Entry:
    """What is known of it, said or guessed, and why it is under no charter; raises nothing.

    Its visibility is unsaid; innersource is the mistake that harms less.
    """
    said = {key: one_line(str(value))[:_LONGEST] for key, value in known.items()}
    name = next((it for it in (said.get("name", ""), name) if _NAME.fullmatch(it)), "unnamed")
    team = said.get("team", "")
    return Entry(
        project=Project(
            name=name,
            title=said.get("title", "") or name,
            description=said.get("description", ""),
            visibility=Visibility.INNERSOURCE,
            team=team if _NAME.fullmatch(team) else "",
            maintainers=_people(said.get("maintainers", "")),
            forge=said.get("forge", ""),
            url=(of_remote(url) or web_address(url)).rstrip("/"),
        ),
        siloed=one_line(reason)[:_LONGEST] or "nobody has adopted it yet",
    )


def _people(text: str) -> tuple[Maintainer, ...]:
    try:
        return parse_maintainers(text) if text else ()
    except ValueError:
        return ()
