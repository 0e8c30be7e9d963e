"""`charter catalog token`: the tokens of programs that speak to the service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from charter.cli import ANSWER_IS_NO, DONE, print_json

if TYPE_CHECKING:
    from charter.catalog.access.tokens import Token, Tokens

_EXAMPLES = """\b
Examples:
  charter catalog token create ci --namespace payments --scope write
  charter catalog token create prometheus --scope metrics --days 365
  charter catalog token list
  charter catalog token revoke 3
"""
_JSON = click.option("--json", "as_document", is_flag=True, help="One JSON document, not text.")


@click.group("token", epilog=_EXAMPLES, short_help="Tokens of programs: create, list, revoke.")
def token() -> None:
    """Tokens of programs that speak to the service.

    This works on the database itself: for who runs the service, on its machine.
    """


@token.command("create", epilog=_EXAMPLES)
@click.argument("label")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    default=("read",),
    type=click.Choice(["read", "write", "admin", "metrics"]),
    help="What it is for; may be given several times.  [default: read]",
)
@click.option(
    "--namespace", default="", metavar="TEAM", help="Limits writing to this team's entries."
)
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 366), help="When it expires."
)
@_JSON
def create(
    label: str, scopes: tuple[str, ...], namespace: str, days: int, *, as_document: bool
) -> int:
    """Make a token called LABEL, and show it: this once."""
    from charter.catalog.access.tokens import Wish, scopes_of  # noqa: PLC0415

    with _tokens() as tokens:
        wish = Wish(label, scopes_of(scopes), namespace, days)
        secret, made = tokens.create(wish, _operator())
    if as_document:
        print_json({"token": secret, **_document(made)})
        return DONE
    click.echo(secret)
    click.echo(f"  token {made.id}, {_may(made)}, until {made.expires[:10]}", err=True)
    click.echo("  Keep it now: it is not shown again.", err=True)
    return DONE


@token.command("list", epilog=_EXAMPLES)
@_JSON
def list_(*, as_document: bool) -> int:
    """All tokens, the newest first. Exit code 1 when there is none."""
    with _tokens() as tokens:
        found = tokens.list_tokens()
    if as_document:
        print_json({"tokens": [_document(each) for each in found]})
    for each in () if as_document else found:
        state = f"revoked {each.revoked[:10]}" if each.revoked else f"until {each.expires[:10]}"
        used = f"used {each.used[:10]}" if each.used else "never used"
        click.echo(f"{each.id:>5}  {each.label}  {_may(each)}  {state}  {used}")
    if not found and not as_document:
        click.echo("There is no token. Make one: charter catalog token create LABEL", err=True)
    return DONE if found else ANSWER_IS_NO


@token.command("revoke", epilog=_EXAMPLES)
@click.argument("number", type=click.IntRange(1))
@_JSON
def revoke(number: int, *, as_document: bool) -> int:
    """Let the token with this NUMBER open nothing any more, at once."""
    with _tokens() as tokens:
        did = tokens.revoke(number)
    if as_document:
        print_json({"id": number, "revoked": did})
    else:
        said = "opens nothing any more" if did else "was revoked before"
        click.echo(f"charter: token {number} {said}.")
    return DONE


@contextmanager
def _tokens() -> Iterator[Tokens]:
    from charter.catalog.access.tokens import Tokens  # noqa: PLC0415
    from charter.web.serve import open_served_catalog  # noqa: PLC0415

    catalog = open_served_catalog()
    try:
        yield Tokens(catalog.database)
    finally:
        catalog.close()


def _operator() -> str:
    import getpass  # noqa: PLC0415

    try:
        return f"operator:{getpass.getuser()}"
    except (KeyError, OSError):  # a container's user may have no name
        return "operator"


def _may(made: Token) -> str:
    where = f" of {made.namespace}" if made.namespace else ""
    return f"{' '.join(made.scopes)}{where}"


def _document(made: Token) -> dict[str, object]:
    return {**asdict(made), "scopes": [scope.value for scope in made.scopes]}
