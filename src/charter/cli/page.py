"""One entry for people and programs: what `charter show` prints."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import click

from charter.catalog.activity import level_of
from charter.catalog.address import addresses_of
from charter.catalog.entry import Entry, Standing, as_json, freshness
from charter.catalog.freshness import State
from charter.cli.listing import columns, heading
from charter.plain_text import one_line

_WHO_SEES = {
    Standing.SILOED: "siloed: under no charter, so nobody has said who may use it, or how",
    Standing.INTERNAL: "InnerSource: open inside the organisation, to nobody outside",
    Standing.CANDIDATE: "open source candidate: private until the OSPO has said yes",
    Standing.PUBLIC: "Open Source, public since {date}",
}
_NO_ADDRESS = "no address yet: push it to its forge, then run `charter register` in it"
_STATES = {
    State.FRESH: "confirmed {date}",
    State.UNCONFIRMED: "unconfirmed since {date}: in {left} it is stale",
    State.STALE: "stale, unconfirmed since {date}: in {left} it is archived",
    State.ARCHIVED: "archived, unconfirmed since {date}",
}
_CONFIRM = "; is it still true? charter confirm {full}"
_BARS = "▁▂▃▄▅▆▇█"
_LABEL = 13
_MOST_UNMET = 5


def document(entry: Entry, former: Sequence[str]) -> dict[str, object]:
    """The entry, its addresses and its former names, as JSON."""
    return {**as_json(entry), "addresses": addresses_of(entry), "former_names": list(former)}


def page(entry: Entry, former: Sequence[str]) -> str:
    """The entry as a page of text."""
    lines = [heading(entry)]
    if entry.project.title.casefold() != entry.project.name.casefold():
        lines.append(one_line(entry.project.title))
    lines += [*textwrap.wrap(one_line(entry.project.description), columns()), ""]
    for label, text in _rows(entry, former):
        if text:
            lines.append(f"  {click.style(f'{label:<{_LABEL}}', dim=True)} {one_line(text)}")
    return "\n".join([*lines, *_cures(entry)])


def sparkline(weeks: Sequence[int]) -> str:
    """Commits of each week as a line of bars; empty where there was none."""
    most = max(weeks, default=0)
    if not most:
        return ""
    steps = len(_BARS) - 1
    return "".join(_BARS[-(-commits * steps // most)] for commits in weeks)


def _rows(entry: Entry, former: Sequence[str]) -> list[tuple[str, str]]:
    project, addresses = entry.project, addresses_of(entry)
    return [
        ("Visibility", _WHO_SEES[entry.standing].format(date=project.publication_date)),
        ("Because", entry.siloed),
        ("Archived", entry.archived),
        ("Use it", _use(entry, addresses["clone"])),
        ("Report a bug", addresses["issues"]),
        ("Contribute", _contribute(entry, addresses["contributing"])),
        ("Wanted", ", ".join(entry.wanted)),
        ("Begin with", addresses["good_first_issues"]),
        ("Promises", entry.responds),
        ("Ask", addresses["chat"] or entry.chat),
        ("Read", addresses["docs"]),
        ("Team", project.team),
        ("Maintainers", ", ".join(f"{one.name} @{one.handle}" for one in project.maintainers)),
        ("Guests may", project.governance_level.replace("-", " ")),
        ("Licence", project.license),
        ("Language", entry.language),
        ("Lifecycle", entry.lifecycle),
        ("Topics", ", ".join(project.topics)),
        ("Health", _health(entry)),
        ("Activity", _activity(entry)),
        ("Template", " ".join(filter(None, (entry.template, entry.version)))),
        ("Formerly", ", ".join(former)),
        ("Registered", _times(entry)),
        ("Freshness", _freshness(entry)),
    ]


def _use(entry: Entry, clone: str) -> str:
    if entry.siloed:
        return entry.project.url or "ask its team"
    if entry.standing is Standing.CANDIDATE:
        return "not released yet: ask its maintainers"
    return f"git clone {clone}" if clone else _NO_ADDRESS


def _contribute(entry: Entry, address: str) -> str:
    return "bring it under a charter first: charter adopt PATH" if entry.siloed else address


def _health(entry: Entry) -> str:
    health = entry.health
    if not health.checked:
        return ""
    drift = f", {health.drifted} files differ from its template" if health.drifted else ""
    drift = drift.replace("1 files differ", "1 file differs") if health.drifted == 1 else drift
    return f"{health.passed} of {health.held} checks pass{drift} ({health.checked[:10]})"


def _cures(entry: Entry) -> list[str]:
    """What would make it healthier, below the figures."""
    unmet = entry.health.unmet
    if not unmet:
        return []
    lines = ["", f"  {click.style('What its health lacks', bold=True)}"]
    for each in unmet[:_MOST_UNMET]:
        lines.append(f"  {click.style(one_line(each.check), fg='yellow')}  {one_line(each.title)}")
        indent = " " * 6
        lines += textwrap.wrap(
            one_line(each.cure), columns(), initial_indent=indent, subsequent_indent=indent
        )
    more = len(unmet) - _MOST_UNMET
    return [*lines, f"  and {more} more: charter check" if more > 0 else ""][
        : len(lines) + (more > 0)
    ]


def _activity(entry: Entry) -> str:
    activity = entry.activity
    if not activity.updated:
        return ""
    level = level_of(entry.score) or "hardly any"
    bars = sparkline(activity.participation)
    commits = sum(activity.participation)
    year = f"{bars} {commits} commits in a year" if bars else "no commit in a year"
    year = year.replace(" 1 commits", " 1 commit")
    return f"{level} ({entry.score}) {year}, the last on {activity.updated[:10]}"


def _freshness(entry: Entry) -> str:
    fresh = freshness(entry)
    date = entry.confirmed[:10] or "ever"
    full = entry.project.full_name
    if entry.archived:
        return f"archived by hand; to take it out again: charter confirm {full}"
    left = f"{fresh.days_left} day{'' if fresh.days_left == 1 else 's'}"
    said = _STATES[fresh.state].format(date=date, left=left)
    return said if fresh.state is State.FRESH else said + _CONFIRM.format(full=full)


def _times(entry: Entry) -> str:
    if entry.updated == entry.registered:
        return entry.registered[:10]
    return f"{entry.registered[:10]}, updated {entry.updated[:10]}"
