"""The documents that the API gives; from them the OpenAPI document is made."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from charter.catalog.entry import Outcome, Standing
from charter.catalog.reuse import Decision


class EntryShown(BaseModel):
    """One project as the catalog knows it, and the addresses to use it."""

    model_config = ConfigDict(extra="allow")

    team: str
    name: str
    title: str
    description: str
    visibility: str
    standing: Standing
    maintainers: list[dict[str, str]]
    url: str
    license: str
    topics: list[str]
    revision: int
    registered: str
    updated: str
    addresses: dict[str, str]


class Matched(BaseModel):
    """A text, and where in it matches begin and end."""

    text: str
    at: list[tuple[int, int]]


class Found(EntryShown):
    """An entry that was searched for."""

    matches: dict[str, Matched] | None = None
    how: str = ""


class Page(BaseModel):
    """Some entries; `next` is the cursor of those after them, null at the end.

    `total` were found, or more where `is_more`; `counts` holds filter → value → entries, of them.
    """

    entries: list[Found]
    next: str | None = None
    total: int | None = None
    is_more: bool = False
    counts: dict[str, dict[str, int]] | None = None


class Told(BaseModel):
    """What a registration did, and what the catalog knows now."""

    outcome: Outcome
    entry: EntryShown


class Marked(BaseModel):
    """Whether something was done; false where it was so before."""

    done: bool


class Changed(BaseModel):
    """One change of an entry: field, before, after."""

    id: int
    at: str
    actor: str
    action: str
    team: str
    name: str
    changes: dict[str, dict[str, Any]]


class Changes(BaseModel):
    """What became of an entry, the newest first; `next` is null at the end."""

    changes: list[Changed]
    former_names: list[str]
    next: int | None = None


class Readme(BaseModel):
    """A README, Markdown most often; not to be trusted."""

    text: str


class Near(BaseModel):
    """An entry near to another, and the words that both have."""

    entry: EntryShown
    shared: list[str]


class LookAlikes(BaseModel):
    """The nearest entries; how near they are is for a person to judge."""

    look_alikes: list[Near]


class AnswerShown(BaseModel):
    """What an author said when shown what exists."""

    id: int
    at: str
    actor: str
    decision: Decision
    team: str
    name: str
    description: str
    about: str
    because: str
    nearest: list[str]


class AuthorsAnswers(BaseModel):
    """What authors said, the newest first; `next` is null at the end."""

    answers: list[AnswerShown]
    next: int | None = None


class Names(BaseModel):
    """Names that are spelt alike."""

    names: list[str]


class TeamShown(BaseModel):
    """A team, and how many entries are its."""

    name: str
    entries: int


class Teams(BaseModel):
    """All teams that own something, by name."""

    teams: list[TeamShown]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    errors: list[dict[str, str]] | None = None
    request_id: str
