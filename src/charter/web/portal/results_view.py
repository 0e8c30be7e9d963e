"""What was found, as rows to look through and filters to narrow it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup, escape

from charter.catalog.entry import END, MARK, Entry, Filters, Hit, Standing
from charter.catalog.freshness import Freshness, State, freshness_of
from charter.web.portal.activity_view import Sparkline, sparkline_of
from charter.web.portal.health_view import confirmed_words, grade_of
from charter.web.portal.standing import LABELS, STATIONS

PAGE = 20
_AT_ONCE, _AT_MOST = 8, 60  # values of a facet
SORTS = ("relevance", "activity", "name")
FACETS = {
    "team": "Team",
    "language": "Language",
    "topic": "Topic",
    "lifecycle": "Lifecycle",
    "level": "Governance level",
    "license": "Licence",
}


@dataclass(frozen=True)
class Query:
    """What the address of the page says; `page` begins with 1."""

    words: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: str = ""
    page: int = 1

    def address(self, path: str = "/") -> str:
        """The page that shows it: what is not said is left out, so that each has one address."""
        told = {
            "q": self.words,
            **{each.name: getattr(self.filters, each.name) for each in fields(Filters)},
            "sort": self.sort,
            "page": str(self.page) if self.page > 1 else "",
        }
        said = urlencode({name: text for name, text in told.items() if text})
        return f"{path}?{said}" if said else path

    def with_filter(self, name: str, value: str) -> Query:
        """The same, narrowed by one filter more; from its first page."""
        return replace(self, filters=replace(self.filters, **{name: value}), page=1)

    def sorted_by(self, sort: str) -> Query:
        return replace(self, sort=sort, page=1)

    def at_page(self, page: int) -> Query:
        return replace(self, page=page)

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """The filters that narrow it: name and value."""
        named = ((each.name, getattr(self.filters, each.name)) for each in fields(Filters))
        return tuple((name, value) for name, value in named if value)


@dataclass(frozen=True)
class FacetValue:
    """A value to narrow by, how many have it, and the page that it leads to."""

    value: str
    count: int
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """What one can narrow by: the commonest values, and `more`."""

    name: str
    title: str
    values: Sequence[FacetValue]
    more: Sequence[FacetValue]


@dataclass(frozen=True)
class Row:
    """One entry in a list."""

    entry: Entry
    name: Markup
    description: Markup
    readme: Markup  # where it was found there
    label: str
    sparkline: Sparkline | None
    grade: str
    freshness: Freshness
    confirmed_verb: str
    confirmed_when: str

    @property
    def confirmed(self) -> str:
        return self.confirmed_verb + self.confirmed_when

    @property
    def is_faded(self) -> bool:
        return self.freshness.state in (State.STALE, State.ARCHIVED)


@dataclass(frozen=True)
class Station:
    """One standing on the continuum: how many there are; its part of a bar of 100."""

    standing: Standing
    name: str
    label: str
    count: int
    begin: float
    width: float


def row_of_hit(hit: Hit, now: datetime) -> Row:
    """An entry that was found, its texts marked where the words are."""
    return replace(
        row_of(hit.entry, now),
        name=marked(hit.name),
        description=marked(hit.description),
        readme=marked(hit.readme),
    )


def row_of(entry: Entry, now: datetime) -> Row:
    """An entry in a list."""
    freshness = freshness_of(entry.confirmed, entry.archived, now)
    return Row(
        entry,
        marked(entry.project.name),
        marked(entry.project.description),
        Markup(),
        LABELS[entry.standing],
        sparkline_of(entry),
        grade_of(entry),
        freshness,
        *confirmed_words(entry, freshness, now),
    )


def facet_of(name: str, counts: Mapping[str, int], query: Query) -> Facet:
    """The commonest first, but the chosen one before all."""
    chosen = getattr(query.filters, name).casefold()
    ordered = sorted(counts, key=lambda it: (it.casefold() != chosen, -counts[it], it.casefold()))
    values = [
        FacetValue(
            value,
            counts[value],
            query.with_filter(name, "" if value.casefold() == chosen else value).address(),
            value.casefold() == chosen,
        )
        for value in ordered
    ]
    return Facet(name, FACETS[name], values[:_AT_ONCE], values[_AT_ONCE:_AT_MOST])


def marked(text: str) -> Markup:
    """The text with what was found in it as <mark>, whatever else it holds."""
    return Markup(  # noqa: S704 - escaped first, then two marks become tags
        str(escape(text)).replace(MARK, "<mark>").replace(END, "</mark>")
    )


def continuum_of(counts: Mapping[str, int]) -> tuple[Station, ...]:
    """The four standings in their order; widths are of 100, and the smallest can still be seen."""
    numbers = [counts.get(standing.value, 0) for standing, _ in STATIONS]
    total = sum(numbers) or 1
    shares = [max(number / total * 100, 1.5) if number else 0 for number in numbers]
    scale = 100 / (sum(shares) or 1)
    begin, stations = 0.0, []
    for (standing, name), number, share in zip(STATIONS, numbers, shares, strict=True):
        width = round(share * scale, 2)
        stations.append(Station(standing, name, LABELS[standing], number, round(begin, 2), width))
        begin += width
    return tuple(stations)


def pages_around(page: int, last: int) -> Sequence[int | None]:
    """Page numbers worth a link; None stands for a gap."""
    wanted = sorted({1, last, *range(max(page - 2, 1), min(page + 2, last) + 1)})
    shown: list[int | None] = []
    for number in wanted:
        if shown and shown[-1] is not None and number - shown[-1] > 1:
            shown.append(None)
        shown.append(number)
    return shown
