"""The one entry that a command is about, by `[TEAM/]NAME`."""

from __future__ import annotations

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Entry
from charter.cli.show import advise, tell_several


def find_named(catalog: AnyCatalog, name: str, command_name: str) -> Entry | None:
    """The entry; None, after saying what may have been meant, where there is none or several."""
    team, _, project = name.rpartition("/")
    found = catalog.find(project, team)
    if not found:
        advise(catalog, name, project)
    elif len(found) > 1:
        tell_several(found, project, command_name)
    return found[0] if len(found) == 1 else None
