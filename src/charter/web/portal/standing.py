"""Who may use a project and who may see it, in words that nobody can miss. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from charter.catalog.entry import Entry, Standing
from charter.catalog.freshness import Freshness, State
from charter.web.portal.times import counted, day

LABELS = {
    Standing.SILOED: "Siloed",
    Standing.INTERNAL: "InnerSource",
    Standing.CANDIDATE: "Open source candidate",
    Standing.PUBLIC: "Open source",
}
# the way a project goes, and what each station is called there
STATIONS = (
    (Standing.SILOED, "siloed"),
    (Standing.INTERNAL, "innersource"),
    (Standing.CANDIDATE, "candidate"),
    (Standing.PUBLIC, "published"),
)


@dataclass(frozen=True)
class Banner:
    """What stands above an entry: `may` tells what one may do, `must_not` what never."""

    standing: Standing
    title: str
    may: str
    must_not: str = ""


@dataclass(frozen=True)
class Warning:  # noqa: A001 - it is one
    """What speaks against building on an entry; `cure` says what ends it."""

    title: str
    text: str
    cure: str = ""


def banner_of(entry: Entry, organisation: str) -> Banner:
    """What the visibility of an entry means for whoever reads it."""
    standing = entry.standing
    team = entry.project.team or "its owners"
    if standing is Standing.SILOED:
        return Banner(
            standing,
            "Siloed: known to be there, under no charter",
            f"Ask {team} before you use it: nobody has promised that it will be kept, reviewed or "
            "answered for.",
            f"{_sentence(entry.siloed)} It becomes InnerSource by `charter adopt`.",
        )
    if standing is Standing.INTERNAL:
        return Banner(
            standing,
            f"InnerSource: open to everyone inside {organisation}",
            f"Everyone at {organisation} may read, use and change it.",
            f"Nothing of it may leave {organisation}: no public repository, no customer, "
            "no pastebin.",
        )
    if standing is Standing.CANDIDATE:
        return Banner(
            standing,
            "Open source candidate: not public yet",
            f"Written to be published under {entry.project.license or 'an open source licence'}; "
            f"everyone at {organisation} may read, use and change it.",
            "Until the Open Source Program Office has published it, nothing of it may leave "
            f"{organisation}.",
        )
    licence = entry.project.license
    return Banner(
        standing,
        "Open source: public since " + day(entry.project.publication_date),
        "Anybody may use, change and share it"
        + (f" under the terms of {licence}." if licence else " under the terms of its licence."),
    )


def warning_of(entry: Entry, freshness: Freshness) -> Warning | None:
    """What to know before building on it; None where nothing speaks against it."""
    if freshness.state is State.ARCHIVED:
        why = _sentence(entry.archived) or "Nobody has confirmed it for a year."
        return Warning("Archived: do not build on it", why, "Its team takes it out by confirming.")
    if entry.lifecycle == "deprecated":
        return Warning(
            "Deprecated: its team asks you not to start using it",
            "Ask the team what takes its place.",
        )
    if freshness.state is State.STALE:
        return Warning(
            "Stale: it may be abandoned",
            f"Nobody has confirmed it for {counted(freshness.days, 'day')}; "
            f"in {counted(freshness.days_left or 0, 'day')} it is archived.",
            "It is fresh again once its team confirms it, or its CI runs `charter register`.",
        )
    return None


def _sentence(text: str) -> str:
    text = text.strip()
    return f"{text[0].upper()}{text[1:].rstrip('.')}." if text else ""
