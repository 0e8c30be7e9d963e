"""charter completion: completion scripts for the shells that click knows."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from charter.cli import DONE, charter
from charter.errors import UsageError

_EPILOG = """\b
Examples:
  charter completion bash >> ~/.bashrc
  charter completion zsh  >> ~/.zshrc
  charter completion fish > ~/.config/fish/completions/charter.fish
"""


@click.command(epilog=_EPILOG, short_help="Print a completion script.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the completion script for SHELL."""
    complete = get_completion_class(shell)
    if complete is None:
        raise UsageError(f"there is no completion for {shell}.")
    try:
        click.echo(complete(charter, {}, "charter", "_CHARTER_COMPLETE").source())
    except RuntimeError as old:  # bash before 4.4
        raise UsageError(str(old)) from old
    return DONE
