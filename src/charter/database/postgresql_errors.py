"""What PostgreSQL and its client say, told plainly: what failed and what to do, no password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from charter.database import Clash
from charter.errors import CatalogError

_RUNS = "Is the server running? Try again."
_CREATE = "createdb makes it; then: charter catalog init"
_CORRECT = "Correct the address (charter settings), or set PGPASSWORD; ~/.pgpass is read too."

# the same name or address, one that has gone, a serialization failure, a deadlock
_CLASHES = ("23505", "23503", "40001", "40P01")
_NOT_ALLOWED = "42501"
_TOO_OLD = ("is of a PostgreSQL that is too old, or lacks a part", "It wants PostgreSQL 14.")
# of statements: the beginning of an SQLSTATE
_STATES = {
    "40": ("is being written by others at the same time", "Try again."),
    "28": ("refuses this user or password", _CORRECT),
    "3D": ("does not exist", _CREATE),
    _NOT_ALLOWED: ("does not allow you that", "Ask whoever owns it."),
    "53100": ("cannot grow: the disk is full", "Make room and try again."),
    "53300": ("has no connection free", "Try again; max_connections of the server allows more."),
    "57014": ("took too long to answer", "Try again; fewer or longer words are quicker."),
    "57": ("is being stopped", "Try again."),
    "25006": ("can only be read now", "Try again, or name the server that is written to."),
    "0A000": _TOO_OLD,
    "42883": _TOO_OLD,
}
_REFUSED = (
    "password authentication failed|no password supplied|role .* does not exist"
    r"|peer authentication failed|no pg_hba\.conf entry"
)
# of connections, which come without an SQLSTATE: what is in the text
_TEXTS = (
    (r"database .* does not exist", "does not exist", _CREATE),
    (_REFUSED, "refuses this user or password", _CORRECT),
    (r"starting up|shutting down|recovery mode", "is starting or being stopped", "Try again."),
    (r"too many clients|connection slots", *_STATES["53300"]),
    (r"certificate|SSL", "cannot be reached safely: its certificate or TLS is not accepted",
     "See sslmode and sslrootcert in the address."),
    (r"could not translate host name|Name or service not known|resolve",
     "cannot be reached: nobody knows its host", "Correct the address: charter settings"),
    (r"Connection refused|No such file or directory", "cannot be reached: nothing listens there",
     _RUNS),
    (r"timeout|timed out", "cannot be reached: it does not answer", _RUNS),
    (r"definition of service", "cannot be reached: its service is not in pg_service.conf",
     "See PGSERVICEFILE."),
)  # fmt: skip


@contextmanager
def explained(shown: str, *, in_transaction: bool = False) -> Iterator[None]:
    """Failures inside are CatalogErrors of `shown`, or Clash, for which a write begins anew."""
    import psycopg  # noqa: PLC0415
    from psycopg_pool import PoolClosed, PoolTimeout  # noqa: PLC0415

    try:
        yield
    except PoolTimeout as wrong:
        raise CatalogError(
            f"the catalog {shown} cannot be reached, or is too busy.", hint=_RUNS
        ) from wrong
    except PoolClosed as wrong:
        raise CatalogError(f"the catalog {shown} has been closed.", hint="Try again.") from wrong
    except psycopg.Error as wrong:
        if in_transaction and (wrong.sqlstate or "").startswith(_CLASHES):
            raise Clash(str(wrong)) from wrong
        what, hint = _plainly(wrong.sqlstate or "", str(wrong))
        if wrong.diag.message_hint and wrong.sqlstate == _NOT_ALLOWED:
            what = f"does not allow you that: {wrong.diag.message_primary}"
            hint = f"Its owner has to do it once: {wrong.diag.message_hint}"
        if not what and isinstance(wrong, psycopg.OperationalError):
            what, hint = f"cannot be reached: {_first_line(wrong)}", _RUNS
        raise CatalogError(f"the catalog {shown} {what or _failed(wrong)}.", hint=hint) from wrong


def _plainly(state: str, text: str) -> tuple[str, str]:
    if state:
        known = (words for begin, words in _STATES.items() if state.startswith(begin))
        return next(known, ("", ""))
    found = ((what, hint) for pattern, what, hint in _TEXTS if re.search(pattern, text))
    return next(found, ("", ""))


def _failed(wrong: Exception) -> str:
    return f"failed: {_first_line(wrong)}"


def _first_line(wrong: Exception) -> str:
    lines = [line for line in str(wrong).splitlines() if line.strip()]
    return lines[0].strip().rstrip(".") if lines else type(wrong).__name__
