"""`charter search`: find projects by words."""

from __future__ import annotations

import click

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Filters, as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.listing import body, catalog_in_use, filtered, filters_in_words, heading, say
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter search invoice pdf            both words, the best match first
  charter search 'rend*'                words that begin so
  charter search billing --team payments --visibility internal
  charter search parser --json | jq -r '.entries[].url'
"""


# a word may begin with a dash: `charter search -fast` is no mistake in options
@click.command(epilog=_EXAMPLES, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@filtered
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many."
)
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(words: tuple[str, ...], limit: int, *, as_document: bool, **filters: str) -> int:
    """Find projects in the catalog: entries that have all WORDS in name, title, description,
    topics or team. Exit code 1 when nothing is found.
    """
    if options := [word for word in words if word.startswith("--")]:
        raise click.NoSuchOption(options[0], ctx=click.get_current_context())
    chosen = Filters(**filters)
    with catalog_in_use() as catalog:
        found = catalog.search(words, chosen, limit=limit + 1)
        hits = found[:limit]
        if as_document:
            print_json({"entries": [as_json(hit.entry) for hit in hits]})
        elif not hits:
            _advise(catalog, words, chosen)
    if not as_document:
        for number, hit in enumerate(hits):
            lines = [heading(hit.entry, hit.name), *body(hit.entry, hit.description)]
            say("\n".join(["", *lines] if number else lines))
        if len(found) > limit:
            click.echo(f"The best {limit}; more words narrow it, --limit shows more.", err=True)
    return DONE if hits else ANSWER_IS_NO


def _advise(catalog: AnyCatalog, words: tuple[str, ...], filters: Filters) -> None:
    """Say what to try where nothing was found."""
    typed = one_line(" ".join(words))
    also = filters_in_words(filters)
    click.echo(
        f"Nothing in the catalog has '{typed}'" + (f" with {also}." if also else "."), err=True
    )
    if also and catalog.search(words, limit=1):
        click.echo(f"  Without the filters something is found: charter search {typed}", err=True)
        return
    finding = [word for word in words if len(words) > 1 and catalog.search([word], limit=1)]
    for word in finding[:3]:
        click.echo(f"  One word finds something: charter search {one_line(word)}", err=True)
    if near := () if finding else catalog.nearest_names(words[0]):
        click.echo(f"  Names like it: {', '.join(map(one_line, near))}", err=True)
    elif not finding:
        click.echo("  Try another word for it, or see everything: charter list", err=True)
