"""The documents that the API takes and gives; from them the OpenAPI document is made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from charter.catalog.entry import Outcome, Standing
from charter.web.api.fields import (
    Address,
    Count,
    Date,
    Line,
    LongLine,
    NameOrNone,
    Text,
    Topic,
    Word,
)

_TIME = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d{2}-\d{2}T[0-9:.+Z-]{5,20})?$")]
_EXAMPLE: dict[str, Any] = {
    "title": "Invoice renderer",
    "description": "Renders invoices as PDF",
    "visibility": "innersource",
    "maintainers": [{"name": "Ada Lovelace", "handle": "ada"}],
    "forge": "gitlab",
    "url": "https://git.acme.example/payments/invoice-renderer",
    "topics": ["billing", "pdf"],
    "links": [{"url": "https://chat.acme.example/payments", "kind": "chat"}],
    "lifecycle": "production",
    "language": "Python",
}


class Strict(BaseModel):
    """What is not known is refused: it is most often a misspelt name."""

    model_config = ConfigDict(extra="forbid")


class Person(Strict):
    """Who reviews and decides."""

    name: Line = ""
    handle: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,100}$")]
    email: Annotated[
        str, StringConstraints(pattern=r"^([^\s<>@,]+@[^\s<>@,]+)?$", max_length=254)
    ] = ""


class Linked(Strict):
    """An address of the project."""

    url: Address
    title: Line = ""
    kind: Literal["", "issues", "contributing", "good-first-issues", "chat", "docs"] = ""


class UnmetCheck(Strict):
    """A check that it does not pass, and what to do."""

    check: Word
    title: Line
    cure: LongLine = ""


class HealthTold(Strict):
    """How it stands by the checks of its side."""

    held: Count = 0
    passed: Count = 0
    drifted: Count = 0
    unmet: Annotated[list[UnmetCheck], Field(max_length=200)] = []
    checked: _TIME = ""


class ActivityTold(Strict):
    """What the activity score is made of; `participation` is the commits of each week."""

    stars: Count = 0
    forks: Count = 0
    watchers: Count = 0
    open_issues: Count = 0
    created: _TIME = ""
    updated: _TIME = ""
    participation: Annotated[list[Count], Field(max_length=520)] = []


class EntryTold(Strict):
    """What a team tells of its project. `unsaid` names what stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    team: NameOrNone = ""
    name: NameOrNone = ""
    title: Line = ""
    description: LongLine = ""
    visibility: Literal["innersource", "opensource"] = "innersource"
    maintainers: Annotated[list[Person], Field(max_length=50)] = []
    forge: Word = ""
    url: Address = ""
    license: Word = ""
    topics: Annotated[list[Topic], Field(max_length=30)] = []
    governance_level: Word = ""
    publication_date: Date = ""
    lifecycle: Word = ""
    language: Word = ""
    template: Line = ""
    version: Word = ""
    links: Annotated[list[Linked], Field(max_length=30)] = []
    chat: Line = ""
    wanted: Annotated[list[Line], Field(max_length=30)] = []
    responds: Line = ""
    siloed: Line = ""
    readme: Text = ""
    health: HealthTold = HealthTold()
    activity: ActivityTold = ActivityTold()
    score: Count = 0
    unsaid: Annotated[list[Word], Field(max_length=40)] = []


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


class Archival(Strict):
    """Why nobody should build on it any more."""

    because: Annotated[Line, StringConstraints(min_length=1)]


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


class RepositoryTold(Strict):
    """Texts of a repository's files, and its git remote: the service describes the entry."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "remote": "git@git.acme.example:payments/invoice-renderer.git",
                    "files": {".copier-answers.yml": "name: invoice-renderer\nteam: payments\n"},
                }
            ]
        },
    )

    repository: LongLine = ""
    remote: LongLine = ""
    files: Annotated[
        dict[
            Annotated[str, StringConstraints(max_length=100)],
            Annotated[str, Field(max_length=262144)],
        ],
        Field(min_length=1, max_length=10),
    ]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    errors: list[dict[str, str]] | None = None
    request_id: str
