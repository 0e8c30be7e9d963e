"""What was carried out for whom, so that the same message does nothing a second time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from charter.catalog.times import as_text
from charter.database import Clash, Database
from charter.errors import UnfitError

_KEPT = timedelta(days=30)  # nobody repeats an older message
_NOTE = """
insert into delivery (sender, number, digest, answer, at)
values (:sender, :number, :digest, :answer, :at) on conflict do nothing returning number
"""


class Deliveries:
    """Every method is a part of the transaction that carries the message out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def answer(self, sender: str, number: str, digest: str) -> str | None:
        """What came of that message; None where it is new.

        Raises UnfitError where the number was of another message.
        """
        found = self._database.rows(
            "select digest, answer from delivery where sender = :sender and number = :number",
            {"sender": sender, "number": number},
        )
        if found and found[0]["digest"] != digest:
            raise UnfitError(
                "this Idempotency-Key was used for something else.", hint="Make a new one."
            )
        return str(found[0]["answer"]) if found else None

    def note(self, sender: str, number: str, digest: str, answer: str) -> None:
        """Keep it for thirty days; raises Clash where somebody else is carrying it out now."""
        now = datetime.now(UTC)
        parameters = {
            "sender": sender,
            "number": number,
            "digest": digest,
            "answer": answer,
            "at": as_text(now),
        }
        if not self._database.rows(_NOTE, parameters):
            raise Clash
        old = as_text(now - _KEPT)
        self._database.rows("delete from delivery where at < :old", {"old": old})
