"""The one door to SQLite and PostgreSQL: SQL that both understand, its parameters named `:so`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

Row = Mapping[str, Any]
Parameters = Mapping[str, Any]
T = TypeVar("T")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.2  # seconds


class Clash(Exception):  # noqa: N818 - it is no failure before it was tried again
    """Somebody else wrote the same at the same time: `write` begins the work anew."""


class Statements(Protocol):
    """What runs SQL, in a transaction or outside of one."""

    def rows(self, sql: str, parameters: Parameters | None = None) -> list[Row]:
        """Every row that the statement gives, by column name."""

    def many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        """The statement once for each of the parameters, quicker than one by one."""


@dataclass(frozen=True)
class Migration:
    """One numbered step of the schema, in SQL; `fill` then writes what SQL alone cannot know."""

    number: int
    sql: str
    fill: Callable[[Statements], None] | None = None


@dataclass(frozen=True)
class Schema:
    """The number of the newest step, and how to read all; they are read only where some are due."""

    newest: int
    read: Callable[[], Sequence[Migration]]


@dataclass(frozen=True)
class Facts:
    """`kind` is sqlite or postgresql, `place` without any password, `size` in bytes."""

    kind: str
    place: str
    schema: int
    size: int


class Database(Statements, Protocol):
    """What the rooms need of a database; its failures are CatalogErrors. Threads may share one."""

    def write(self, work: Callable[[], T]) -> T:
        """Do all of the work, in a transaction, or nothing of it.

        Where others wrote the same meanwhile, the work begins anew: it reads before it writes.
        A write inside another is a part of that one. Raises CatalogError where it does not come
        through in several tries.
        """

    def snapshot(self) -> AbstractContextManager[None]:
        """What this thread reads meanwhile is of one moment, whatever others write."""

    def faults(self) -> list[str]:
        """What is broken in the database itself, in words; empty where it is sound."""

    def reserve(self, table: str, count: int, *, after: int = 0) -> list[int]:
        """So many numbers for new rows of `table`, all above `after`; in a transaction."""

    def number_on(self, table: str) -> None:
        """Rows of `table` were put in with their numbers: new ones go on after the highest."""

    def facts(self) -> Facts:
        """Where it is and how large: asked by people, seldom."""

    def close(self) -> None:
        """Let go of the database."""


def pause(tries: int) -> None:
    """Wait before the next of several tries: longer each time, and not as long as the others do."""
    import random  # noqa: PLC0415 - seldom, and it is slow to import

    time.sleep(random.uniform(0, min(_FIRST_PAUSE * 2**tries, _LONGEST_PAUSE)))  # noqa: S311


def storable(parameters: Parameters | None) -> dict[str, Any]:
    """The parameters without what no database keeps: NUL, and halves of surrogate pairs."""
    return {name: _storable(value) for name, value in (parameters or {}).items()}


def _storable(value: Any) -> Any:
    if not isinstance(value, str) or (value.isascii() and "\0" not in value):
        return value
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
