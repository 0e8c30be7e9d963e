"""Authors' answers as the catalog keeps them: put in once each, and never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace

from charter.catalog.deliveries import Deliveries
from charter.catalog.entry import Entry
from charter.catalog.reuse import Decision, ReuseAnswer, fit, told_of_answer
from charter.catalog.times import utc_now
from charter.database import Database, Row
from charter.errors import UnfitError
from charter.plain_text import one_line

_KEPT = ("decision", "team", "name", "description", "about", "because")
_PUT = """
insert into answer (at, actor, team, name, description, decision, about, because, nearest)
values (:at, :actor, :team, :name, :description, :decision, :about, :because, :nearest)
returning *
"""
_SAME = """
select * from answer where actor = :actor and team = :team and name = :name
    and description = :description and decision = :decision and about = :about
    and because = :because order by id limit 1
"""
# an entry that was renamed since is shown by its present name
_READ = """
select answer.*, entry.team as now_team, entry.name as now_name from answer
left join alias on alias.kind = 'name' and alias.value = lower(answer.about)
left join entry on entry.id = alias.entry_id
where answer.at >= :since and (:before = 0 or answer.id < :before)
order by answer.id desc
"""
Find = Callable[[str, str], tuple[Entry, ...]]


class ReuseAnswers:
    """The answers of one catalog; `actor` is who gives one now."""

    def __init__(self, database: Database, actor: str) -> None:
        self._database = database
        self._actor = actor

    def record(self, answer: ReuseAnswer, find: Find, *, once: str, sender: str) -> ReuseAnswer:
        """Keep it: part of a transaction. A message told again gives what it gave then.

        So does the same word about the same project: whoever says it twice spares no second one.

        Raises UnfitError where what is reused or contributed to is no entry, by `find`.
        """
        answer = fit(answer)
        if not once:
            return self._put(answer, find)
        deliveries, digest = Deliveries(self._database), _digest_of(answer)
        told = deliveries.answer(sender, once, digest)
        if told is not None:
            found = self._database.rows("select * from answer where id = :id", {"id": int(told)})
            return answer_of_row(found[0]) if found else answer
        kept = self._put(answer, find)
        deliveries.note(sender, once, digest, str(kept.id))
        return kept

    def _put(self, answer: ReuseAnswer, find: Find) -> ReuseAnswer:
        answer = replace(answer, about=_entry_meant(answer, find))
        row = {name: str(getattr(answer, name)) for name in _KEPT}
        row |= {"at": utc_now(), "actor": self._actor, "nearest": _json(answer.nearest)}
        kept = self._database.rows(_SAME, row) or self._database.rows(_PUT, row)
        return answer_of_row(kept[0])

    def listed(self, *, since: str, limit: int, before: int) -> tuple[ReuseAnswer, ...]:
        """Those from `since` on, the newest first; before the one of that number if not 0."""
        limited = "limit :limit" if limit >= 0 else ""
        parameters = {"since": since, "limit": limit, "before": before}
        return tuple(map(answer_of_row, self._database.rows(_READ + limited, parameters)))


def _entry_meant(answer: ReuseAnswer, find: Find) -> str:
    """Its name as the entry has it; what is built anew need not be like anything that is there."""
    if not answer.about:
        return ""
    team, _, name = answer.about.rpartition("/")
    found = find(name, team)
    if len(found) == 1:
        return found[0].project.full_name
    if answer.decision is Decision.BUILD:
        return ""
    if found:
        names = ", ".join(one.project.full_name for one in found)
        raise UnfitError(f"several teams have a project named '{name}'.", hint=f"Name one: {names}")
    raise UnfitError(
        f"the catalog has no project '{answer.about}'.", hint=f"Look for it: charter search {name}"
    )


def answer_of_row(row: Row) -> ReuseAnswer:
    """The answer in a row, about the entry by its present name where the row holds it."""
    about = one_line(row["about"])
    if row.get("now_name"):
        about = one_line(f"{row['now_team']}/{row['now_name']}")
    texts = ("team", "name", "description", "because", "at", "actor")
    return ReuseAnswer(
        decision=Decision(row["decision"]),
        about=about,
        nearest=tuple(map(one_line, json.loads(row["nearest"]))),
        id=row["id"],
        **{name: one_line(row[name]) for name in texts},
    )


def _digest_of(answer: ReuseAnswer) -> str:
    told = json.dumps(told_of_answer(answer), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _json(names: tuple[str, ...]) -> str:
    return json.dumps(names, ensure_ascii=False)
