"""Paths of entries' pages. Pure."""

from __future__ import annotations

from urllib.parse import quote

from charter.catalog.address import NOBODYS


def address_of(team: str, name: str) -> str:
    """The path of an entry's page; what is nobody's stands under a dash."""
    return f"/entries/{quote(team or NOBODYS, safe='')}/{quote(name, safe='')}"


def address_of_full(full: str) -> str:
    """The page of an entry by its full name; empty for none."""
    team, _, name = full.rpartition("/")
    return address_of(team, name) if full else ""
