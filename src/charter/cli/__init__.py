"""The command line: one file a command group, imported when it is called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import Any

import click

from charter import __version__
from charter.errors import CharterError, UsageError

DONE, ANSWER_IS_NO, COULD_NOT, BUG, INTERRUPTED = 0, 1, 2, 3, 130

# command → (file in this folder, one line for the list); the file holds it as `command`.
# No file is called list: as an attribute of this package it would hide the builtin.
COMMANDS = {
    "new": ("new", "Found a governed repository: ask, generate, commit, register."),
    "adopt": ("adopt", "Bring an existing repository under a charter."),
    "update": ("update", "Bring a repository's governance up to date, as a merge."),
    "maintainers": ("maintainers", "Show, add and remove maintainers, in every file at once."),
    "undo": ("undo", "Take back the last update or adoption."),
    "check": ("check", "What drifts, and what governance lacks: one repository or a thousand."),
    "explain": ("explain", "What stands behind a file: template, version, rules, people."),
    "search": ("search", "Find projects in the catalog."),
    "show": ("show", "One project: how to use it, report a bug, contribute."),
    "similar": ("similar", "What exists that is near to a project, before it is built again."),
    "list": ("list_projects", "All projects of the catalog."),
    "history": ("history", "Who changed an entry of the catalog, when, and what."),
    "register": ("register", "Put a repository into the catalog, or bring its entry up to date."),
    "confirm": ("confirm", "Say that an entry of the catalog is still true."),
    "archive": ("archive", "Say that nobody should build on a project any more, and why."),
    "catalog": (
        "catalog",
        "The catalog itself: status, init, move, verify, serve, export, import.",
    ),
    "template": (
        "template",
        "An organisation's own template: init, check, test, release, upgrade.",
    ),
    "settings": ("settings", "Show and change settings, and where each comes from."),
    "completion": ("completion", "Print the completion script for bash, zsh or fish."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(
            f"charter.cli.{COMMANDS[cmd_name][0]}"
        ).command
        return command

    def format_commands(  # the lines of COMMANDS, without importing what they stand for
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as unknown:
            from difflib import get_close_matches  # noqa: PLC0415

            near = get_close_matches(args[0], COMMANDS, n=1)
            meant = f" Did you mean 'charter {near[0]}'?" if near else ""
            raise click.UsageError(f"there is no command '{args[0]}'.{meant}", ctx) from unknown


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Example: charter new invoice-renderer    Each command has --help with examples.",
)
@click.version_option(__version__, "-V", "--version", message="charter %(version)s")
def charter() -> None:
    """Found repositories with the right governance, keep them in step, and find what exists."""


def run(arguments: list[str]) -> int:
    """Run the command line; every failure that can be expected becomes two lines and a code."""
    try:
        code = charter.main(
            arguments,
            prog_name="charter",
            standalone_mode=False,
            color=False if os.environ.get("TERM") == "dumb" else None,
        )
    except BrokenPipeError:
        raise
    except SystemExit:  # click, when whoever read our output has gone: the work is done
        return DONE
    except BaseException as failure:  # noqa: BLE001 - every way out has its code
        return _code_of(failure, arguments)
    return code if isinstance(code, int) else DONE


def _code_of(failure: BaseException, arguments: list[str]) -> int:
    if isinstance(failure, click.exceptions.NoArgsIsHelpError):
        click.echo(failure.ctx.get_help() if failure.ctx else "")
        return DONE
    if isinstance(failure, (click.ClickException, CharterError)):
        return _complain(failure)
    if isinstance(failure, (click.Abort, KeyboardInterrupt)):
        click.echo("charter: interrupted; nothing was left behind.", err=True)
        return INTERRUPTED
    if isinstance(failure, OSError) and failure.errno == errno.ENOSPC:
        return _complain(CharterError("there is no space left to write."))
    return _report_bug(arguments)  # the person gets a log to send, not a traceback


def _complain(failure: click.ClickException | CharterError) -> int:
    if isinstance(failure, CharterError):
        message, hint, code = failure.message, failure.hint, failure.exit_code
    else:
        message, hint, code = _as_sentence(_in_a_line(failure)), "", COULD_NOT
        if isinstance(failure, click.UsageError) and failure.ctx:
            hint = f"See '{failure.ctx.command_path} --help'."
    click.echo(f"charter: {_shown(message)}", err=True)
    if hint:
        click.echo(f"  hint: {_shown(hint)}", err=True)
    return code


def _in_a_line(failure: click.ClickException) -> str:
    """What click says; of an argument that is missing it says it in quotes and on many lines."""
    if not isinstance(failure, click.MissingParameter) or failure.param is None:
        return failure.format_message()
    param = failure.param
    if not isinstance(param.type, click.Choice):
        return f"missing {param.param_type_name} {_named(param)}"
    *first, last = map(str, param.type.choices)
    return f"missing {param.param_type_name} {_named(param)}: {', '.join(first)} or {last}"


def _named(param: click.Parameter) -> str:
    """As the help calls it: an option by its flag, an argument by its place in the usage."""
    if isinstance(param, click.Option):
        return param.opts[-1]
    return (getattr(param, "metavar", None) or str(param.name).upper()).rstrip(".…")


def _shown(text: str) -> str:
    """The text as it is, unless something in it would command the terminal."""
    lines = text.split("\n")
    if all(line.isprintable() for line in lines):
        return text
    from charter.plain_text import one_line  # noqa: PLC0415

    return "\n".join(map(one_line, lines))


def _as_sentence(message: str) -> str:
    text = message[:1].lower() + message[1:]
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _report_bug(arguments: list[str]) -> int:
    import tempfile  # noqa: PLC0415
    import traceback  # noqa: PLC0415

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="charter-bug-", suffix=".log", delete=False
    ) as log:
        log.write(f"charter {__version__}, Python {sys.version}\n")
        # names only: a value may be a secret
        log.write(f"command: {' '.join(word.partition('=')[0] for word in arguments[:1])}\n")
        log.write(traceback.format_exc())
    click.echo("charter: something went wrong that should not have: a bug of Charter.", err=True)
    click.echo(f"  hint: Report it with the file {log.name}.", err=True)
    return BUG


def tell(text: str) -> None:
    """Say something beside the result, on standard error."""
    click.echo(f"charter: {text}", err=True)


def read_pair(text: str, wants: str) -> tuple[str, str]:
    """`key=value` in two; raises UsageError beginning with `wants`."""
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"{wants}, not '{text}'.")
    return key, value


def print_json(value: Any) -> None:
    """One JSON document on standard output, the same keys in each version of the command."""
    from charter.json_text import in_parts  # noqa: PLC0415

    sys.stdout.writelines(in_parts(value))  # click.echo would flush each part
    click.echo()
