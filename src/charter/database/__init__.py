"""The one door to SQLite and PostgreSQL: SQL that both understand, its parameters named `:so`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

Row = Mapping[str, Any]
T = TypeVar("T")


class Clash(Exception):  # noqa: N818 - it is no failure before it was tried again
    """Somebody else wrote the same at the same time: `write` begins the work anew."""


@dataclass(frozen=True)
class Migration:
    """One numbered step of the schema, in SQL."""

    number: int
    sql: str


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


class Database(Protocol):
    """What the rooms need of a database; its failures are CatalogErrors. Threads may share one."""

    def rows(self, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Row]:
        """Every row that the statement gives, by column name."""

    def write(self, work: Callable[[], T]) -> T:
        """Do all of the work, in a transaction, or nothing of it.

        Where others wrote the same meanwhile, the work begins anew: it reads before it writes.
        Raises CatalogError where it does not come through in several tries.
        """

    def many(self, sql: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        """The statement once for each of the parameters, in a transaction that `write` began."""

    def snapshot(self) -> AbstractContextManager[None]:
        """What this thread reads meanwhile is of one moment, whatever others write."""

    def faults(self) -> list[str]:
        """What is broken in the database itself, in words; empty where it is sound."""

    def number_on(self, table: str) -> None:
        """Rows of `table` were put in with their numbers: new ones go on after the highest."""

    def facts(self) -> Facts:
        """Where it is and how large: asked by people, seldom."""

    def close(self) -> None:
        """Let go of the database."""
