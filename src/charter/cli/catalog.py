"""charter catalog: the catalog itself, for who runs it."""

from __future__ import annotations

import click

from charter.cli.catalog_export import export
from charter.cli.catalog_import import import_
from charter.cli.catalog_serve import serve
from charter.cli.catalog_token import token

_EPILOG = """\b
Examples:
  charter catalog serve
  charter catalog token create ci --namespace payments --scope write
  charter catalog export --format backstage -o all.yaml
  charter catalog import repos.json --format sap-portal --dry-run
"""


@click.group(epilog=_EPILOG, short_help="The catalog itself, for who runs it.")
def command() -> None:
    """The catalog itself, for who runs it."""


for _each in (serve, token, export, import_):
    command.add_command(_each)
