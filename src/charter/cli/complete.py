"""What Tab offers in a shell, beyond commands and options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
            for name in (project.name, project.full_name)
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


def templates(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The built-in template and those that the settings know by an alias."""
    from charter.settings import BUILTIN, read_settings  # noqa: PLC0415

    try:
        aliases = read_settings().templates
    except CharterError:
        return []
    known = {BUILTIN: "the built-in template", **aliases}
    return [CompletionItem(it, help=known[it]) for it in known if it.startswith(typed)]


def answers(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """`question=` of the template that the settings name, by the names that people say."""
    from charter.cli.wishes import PUBLICATION  # noqa: PLC0415 - it imports this file
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.wiring import open_template  # noqa: PLC0415

    try:
        asked = open_template(read_settings(), warn=lambda _: None).configuration.questions
    except CharterError:
        return []
    named = {
        question.name.removeprefix("public_"): question.help
        for question in asked
        if not (question.is_computed or question.name == PUBLICATION)
    }
    return [
        CompletionItem(f"{name}=", help=text)
        for name, text in named.items()
        if name.startswith(typed)
    ]


def licences(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """The licences of the template, those that the organisation has approved first."""
    from charter.settings import read_settings  # noqa: PLC0415
    from charter.wiring import open_template  # noqa: PLC0415

    try:
        named = context.params.get("template") or ""
        evaluator = open_template(read_settings(), named, warn=lambda _: None).evaluator
        for posed, answers, is_answered in evaluator.walk({"visibility": "opensource"}):
            if posed.question.name == "license":
                offered = [str(it.value) for it in posed.choices if not it.refusal]
                return [
                    CompletionItem(it) for it in offered if it.lower().startswith(typed.lower())
                ]
            if not is_answered:
                answers.values[posed.question.name] = ""  # what nobody has said yet
    except CharterError:
        pass
    return []


def handles(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """The maintainers of the project that the command is for, each with the @."""
    from charter.template.project import open_project  # noqa: PLC0415
    from charter.update.maintainers import read_maintainers  # noqa: PLC0415

    try:
        people = read_maintainers(open_project(Path(context.params.get("path") or ".")).recorded)
    except CharterError:
        return []
    known = {f"@{person.handle}": person.name for person in people}
    return [
        CompletionItem(it, help=known[it]) for it in known if it[1:].startswith(typed.lstrip("@"))
    ]


settings_keys = words(*TEXTS, *LISTS)
