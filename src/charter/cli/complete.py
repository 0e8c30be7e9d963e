"""What Tab offers in a shell, beyond commands and options."""

from __future__ import annotations

from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

from charter.errors import CharterError
from charter.settings import LISTS, TEXTS

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def words(*offered: str) -> Completer:
    """A fixed list, such as the forges; others may be typed all the same."""

    def complete(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
        return [CompletionItem(word) for word in offered if word.startswith(typed)]

    return complete


def projects(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """Names of the catalog's projects; nothing where it cannot be reached."""
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.wiring import open_catalog  # noqa: PLC0415

    try:
        catalog = open_catalog(read_settings(), makes=False)
    except CharterError:
        return []
    try:
        found = (entry.project for entry in catalog.list_entries())
        return [
            CompletionItem(name, help=project.description)
            for project in found
            for name in (project.name, f"{project.team}/{project.name}")
            if typed and name.startswith(typed)
        ]
    finally:
        catalog.close()


def check_ids(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """What --allow takes; shells that show help tell the titles."""
    from charter.governance.table import CHECKS  # noqa: PLC0415

    return [
        CompletionItem(check.id, help=check.title)
        for check in CHECKS
        if check.id.startswith(typed.upper())
    ]


settings_keys = words(*TEXTS, *LISTS)
