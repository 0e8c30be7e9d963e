"""charter settings: show and change settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.complete import settings_keys
from charter.errors import UsageError
from charter.settings import Settings, read_settings, without_password

_EPILOG = """\b
Examples:
  charter settings                         each, and where it comes from
  charter settings set template https://git.acme.example/ospo/template.git
  charter settings set templates.acme https://git.acme.example/template.git
  charter settings set trusted acme        let that template's own hooks run
  charter settings set answers.organisation_name "Acme Corporation"
  charter settings set skeletons https://git.acme.example/skeletons/
  charter settings unset catalog
"""


@click.group(invoke_without_command=True, epilog=_EPILOG, short_help="Show and change settings.")
@click.option("--json", "json_", is_flag=True, help="As JSON.")
@click.pass_context
def command(context: click.Context, json_: bool) -> int | None:
    """Show each setting with its value and where it comes from.

    A CHARTER_… variable wins over the file, the file over the default.
    """
    if context.invoked_subcommand is not None:
        return None
    settings = read_settings()
    rows = _rows(settings)
    if json_:
        print_json(
            {
                "file": str(settings.file),
                "settings": {key: {"value": value, "from": source} for key, value, source in rows},
            }
        )
        return DONE
    for key, value, source in rows:
        shown = (
            ", ".join(f"{name} = {url}" for name, url in value.items())
            if isinstance(value, dict)
            else value
        )
        shown = ", ".join(shown) if isinstance(shown, list) else shown
        click.echo(f"{key:<10}  {shown or '-'}", nl=False)
        click.secho(f"  ({source})", dim=True)
    click.secho(f"\nfile: {settings.file}", dim=True)
    return DONE


def _rows(settings: Settings) -> list[tuple[str, Any, str]]:
    values = {
        "template": settings.template,
        "templates": dict(settings.templates),
        "answers": dict(settings.answers),
        "trusted": list(settings.trusted),
        "skeletons": list(settings.skeletons),
        "catalog": without_password(settings.catalog),
        "service": {name: _shown(name, value) for name, value in settings.service.items()},
    }
    return [(key, value, settings.origins.get(key, "default")) for key, value in values.items()]


def _shown(name: str, value: str) -> str:
    return "(kept to itself)" if name.endswith("secret") else without_password(value)


@command.command("set")
@click.argument("key", shell_complete=settings_keys)
@click.argument("value")
def set_(key: str, value: str) -> int:
    """Set KEY to VALUE; a value is added to a list (trusted, skeletons)."""
    from charter.settings_file import set_setting  # noqa: PLC0415
    from charter.template.source import resolve_source  # noqa: PLC0415

    if key == "catalog" and "://" not in value and value.strip():
        value = str(Path(value).expanduser().absolute())
    settings = read_settings()
    if not value.strip():
        raise UsageError(
            f"{key} wants a value.", hint=f"To take it away: charter settings unset {key}"
        )
    if key.startswith("templates."):
        name = key.removeprefix("templates.")
        _check_alias(name)
        value = _absolute(value)
        resolve_source(name, {name: value})
    if key == "template":
        resolve_source(value, settings.templates)
    set_setting(settings.file, key, value)
    shown = _shown(key, value) if key.partition(".")[0] in ("catalog", "service") else value
    click.echo(f"{key} = {shown}  ({settings.file})")
    return DONE


def _check_alias(name: str) -> None:
    from charter.settings import BUILTIN  # noqa: PLC0415
    from charter.template.source import ALIAS  # noqa: PLC0415

    if not ALIAS.match(name) or name == BUILTIN:
        raise UsageError(
            f"'{name}' cannot be an alias.",
            hint="Use small letters, digits and '-', not 'builtin'.",
        )


def _absolute(value: str) -> str:
    """A folder of this machine by its full path: commands are called from everywhere."""
    path = Path(value).expanduser()
    return str(path.resolve()) if path.is_dir() else value


@command.command("unset")
@click.argument("key", shell_complete=settings_keys)
def unset(key: str) -> int:
    """Take KEY out of the file, so that its default counts again."""
    from charter.settings_file import unset_setting  # noqa: PLC0415

    file = read_settings().file
    if not unset_setting(file, key):
        click.echo(f"{key} is not set in {file}.", err=True)
        return ANSWER_IS_NO
    click.echo(f"{key} is not set any more  ({file})")
    return DONE
