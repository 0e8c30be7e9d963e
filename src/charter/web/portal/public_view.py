"""What nobody may see of the catalog: the published entries, from the public side alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from charter.catalog.entry import Entry, Filters, Hit, Standing
from charter.catalog.history import Change
from charter.catalog.public import PublicEntries, PublicFilters
from charter.catalog.query import Answer, Query, Sort
from charter.model import Maintainer, Project, Visibility

_MOST = 2000  # entries that are counted, and can be paged to
_COUNTED = ("visibility", "team", "topic", "license", "language", "lifecycle")


class PublicView:
    """The same pages over fewer fields; `Looking` says what each method gives."""

    def __init__(self, entries: PublicEntries) -> None:
        self._entries = entries

    def answer(self, query: Query) -> Answer:
        hits = _sorted(query.sort, self._hits(query.words, query.filters))
        counts = {name: Counter(_values(name, hits)) for name in _COUNTED} if hits else {}
        return Answer(
            tuple(hits[query.offset : query.offset + query.limit]),
            len(hits),
            len(hits) == _MOST,
            {name: values for name, values in counts.items() if values},
        )

    def _hits(self, words: Sequence[str], filters: Filters) -> Sequence[Hit]:
        if filters.level or filters.visibility not in ("", Standing.PUBLIC, Visibility.OPENSOURCE):
            return ()
        wanted = PublicFilters(
            words=tuple(words),
            team=filters.team,
            topic=filters.topic,
            license=filters.license,
            language=filters.language,
        )
        found = map(entry_of, self._entries.list_entries(wanted, limit=_MOST))
        lifecycle = filters.lifecycle.casefold()
        return [
            Hit(one, one.project.name, one.project.description)
            for one in found
            if not lifecycle or one.lifecycle.casefold() == lifecycle
        ]

    def entry(self, team: str, name: str) -> Entry | None:
        found = self._entries.find(team, name)
        return entry_of(found) if found else None

    def readme(self, entry: Entry) -> str:  # noqa: ARG002 - it may tell of what is inside
        return ""

    def history(self, entry: Entry, *, limit: int, before: int) -> Sequence[Change]:  # noqa: ARG002
        return ()

    def nearest_names(self, name: str) -> Sequence[str]:  # noqa: ARG002
        return ()


def entry_of(public: dict[str, Any]) -> Entry:
    """An entry with the public fields only; every other one is empty."""
    return Entry(
        Project(
            name=public["name"],
            title=public["title"],
            description=public["description"],
            visibility=Visibility.OPENSOURCE,
            team=public["team"],
            maintainers=tuple(Maintainer(it["name"], it["handle"]) for it in public["maintainers"]),
            forge=public["forge"],
            url=public["url"],
            license=public["license"],
            topics=tuple(public["topics"]),
            publication_date=public["published"],
        ),
        lifecycle=public["lifecycle"],
        language=public["language"],
        wanted=tuple(public["wanted"]),
        responds=public["responds"],
        archived="its team has archived it" if public["is_archived"] else "",
    )


def _sorted(sort: Sort, hits: Sequence[Hit]) -> Sequence[Hit]:
    """By name, or as they come: nobody is told how lively something is."""
    if sort is Sort.RELEVANCE:
        return hits
    return sorted(hits, key=lambda hit: (hit.entry.project.name.casefold(), hit.entry.project.team))


def _values(name: str, hits: Sequence[Hit]) -> Iterator[str]:
    for hit in hits:
        project = hit.entry.project
        told = {
            "visibility": (hit.entry.standing.value,),
            "team": (project.team,),
            "topic": project.topics,
            "license": (project.license,),
            "language": (hit.entry.language,),
            "lifecycle": (hit.entry.lifecycle,),
        }
        yield from filter(None, told[name])
