"""What authors answer when shown what exists: told once each, listed, never changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from charter.catalog.access.change import check_answer
from charter.catalog.reuse import answer_of_json, as_json
from charter.web.api import API
from charter.web.api.answers import READING, WRITING
from charter.web.api.given import AnswerShown, AuthorsAnswers
from charter.web.api.questions import Limit
from charter.web.api.telling import Once
from charter.web.api.told import AnswerTold
from charter.web.who import Member, MembersCatalog

router = APIRouter(prefix=API, tags=["reuse"], responses=READING)
_SINCE = r"^(\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\+00:00)?)?$"


@router.post(
    "/answers",
    operation_id="tellAnswer",
    status_code=201,
    responses={status: WRITING[status] for status in (400,)},
)
def tell_answer(
    catalog: MembersCatalog, caller: Member, told: AnswerTold, once: Once = ""
) -> AnswerShown:
    """Say that an entry is reused or contributed to, or that something is built anew, and why.

    It is kept with who said it and when; no entry is changed by it, and nothing is refused later.
    """
    check_answer(caller, told.team)
    answer = answer_of_json(told.model_dump())
    kept = catalog.record_answer(answer, once=once, sender=caller.sender)
    return AnswerShown.model_validate(as_json(kept))


@router.get("/answers", operation_id="listAnswers")
def list_answers(
    catalog: MembersCatalog,
    since: Annotated[str, Query(pattern=_SINCE, description="A day, or a time in UTC.")] = "",
    limit: Limit = 100,
    before: Annotated[int, Query(ge=0, lt=2**63, description="`next` of the page before.")] = 0,
) -> AuthorsAnswers:
    """What authors said: duplicates avoided, and what components lack."""
    found = catalog.answers(since=since, limit=limit + 1, before=before)
    shown = [AnswerShown.model_validate(as_json(each)) for each in found[:limit]]
    return AuthorsAnswers(answers=shown, next=shown[-1].id if len(found) > limit else None)
