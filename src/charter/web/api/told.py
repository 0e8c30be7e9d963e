"""The documents that the API takes; from them the OpenAPI document is made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from charter.catalog.reuse import Decision
from charter.web.api.fields import (
    Address,
    Count,
    Date,
    Email,
    FileName,
    FileText,
    FullName,
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
    email: Email = ""


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


class Archival(Strict):
    """Why nobody should build on it any more."""

    because: Annotated[Line, StringConstraints(min_length=1)]


class AnswerTold(Strict):
    """What an author says when shown what exists; `about` is an entry, TEAM/NAME."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "decision": "reuse",
                    "team": "billing",
                    "name": "bill-maker",
                    "description": "Makes a PDF of each bill",
                    "about": "payments/invoice-renderer",
                    "nearest": ["payments/invoice-renderer", "documents/pdf-merge"],
                }
            ]
        },
    )

    decision: Decision
    team: NameOrNone = ""
    name: NameOrNone = ""
    description: LongLine = ""
    about: FullName = ""
    because: Line = ""
    nearest: Annotated[list[FullName], Field(max_length=20)] = []


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
    files: Annotated[dict[FileName, FileText], Field(min_length=1, max_length=10)]
