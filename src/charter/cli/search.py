"""`charter search`: find projects by words."""

from __future__ import annotations

import click

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Filters, Hit, as_json
from charter.catalog.query import Answer, Query, Sort
from charter.cli import ANSWER_IS_NO, DONE, print_json
from charter.cli.listing import (
    answer_as_json,
    body,
    by_sort,
    catalog_in_use,
    counts_in_words,
    excerpt,
    filtered,
    filters_in_words,
    heading,
    say,
    total_in_words,
)
from charter.plain_text import one_line

_EXAMPLES = """\b
Examples:
  charter search invoice pdf            both words, the best match first
  charter search 'rend*'                words that begin so
  charter search billing --team payments --visibility internal
  charter search parser --language Python --sort activity
  charter search parser --json | jq -r '.entries[].url'
"""


# a word may begin with a dash: `charter search -fast` is no mistake in options
@click.command(epilog=_EXAMPLES, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@filtered
@by_sort
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many."
)
@click.option("--after", default="", metavar="PLACE", help="The next page, as --json told it.")
@click.option("--json", "as_document", is_flag=True, help="One JSON document instead of text.")
def command(
    words: tuple[str, ...], sort: str, limit: int, after: str, *, as_document: bool, **filters: str
) -> int:
    """Find projects in the catalog: entries that have all WORDS in name, title, description,
    topics or team. Where few have, also by beginnings of words, parts of names, names spelt
    much alike, and READMEs. Exit code 1 when nothing is found.
    """
    if options := [word for word in words if word.startswith("--")]:
        raise click.NoSuchOption(options[0], ctx=click.get_current_context())
    query = Query(words, Filters(**filters), Sort(sort), limit, after=after)
    with catalog_in_use() as catalog:
        found = catalog.answer(query)
        if as_document:
            print_json(answer_as_json(found, entries=[_hit_as_json(hit) for hit in found.hits]))
        elif not found.hits:
            _advise(catalog, words, query.filters)
    if not as_document:
        _show(found)
    return DONE if found.hits else ANSWER_IS_NO


def _show(found: Answer) -> None:
    for number, hit in enumerate(found.hits):
        lines = [heading(hit.entry, hit.name), *body(hit.entry, hit.description)]
        lines += excerpt(hit.readme) if hit.readme else []
        say("\n".join(["", *lines] if number else lines))
    if found.next:
        shown = len(found.hits)
        click.echo(
            f"\n{shown} of {total_in_words(found)}; more words or a filter narrow it,"
            " --limit shows more.",
            err=True,
        )
        if counts := counts_in_words(found):
            click.secho(counts, dim=True, err=True)


def _hit_as_json(hit: Hit) -> dict[str, object]:
    return {**as_json(hit.entry), "how": hit.how}


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
