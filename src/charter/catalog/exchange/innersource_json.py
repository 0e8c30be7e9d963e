"""`innersource.json`, what the InnerSource Commons' portals read in a repository. Pure."""

from __future__ import annotations

from typing import Any

from charter.catalog.address import web_address
from charter.catalog.entry import Entry
from charter.json_text import as_text
from charter.plain_text import one_line


def innersource_json(entry: Entry) -> str:
    """The file for one project: only what is known of it."""
    project = entry.project
    told: dict[str, Any] = {
        "title": one_line(project.title),
        "motivation": one_line(project.description),
        "contributions": [one_line(kind) for kind in entry.wanted],
        "docs": web_address(entry.link("docs")),
        "language": one_line(entry.language),
    }
    return as_text({key: value for key, value in told.items() if value}) + "\n"
