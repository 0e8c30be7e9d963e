"""What commands need of a catalog, wherever it is: a file, a database, a service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from charter.catalog.entry import Entry, Filters, Hit, LookAlike, Outcome
from charter.catalog.query import Answer, Query

if TYPE_CHECKING:  # every command that reads passes here
    from charter.catalog.history import Change
    from charter.catalog.reuse import ReuseAnswer


class AnyCatalog(Protocol):
    """`store.Catalog` and `client.RemoteCatalog`; `Catalog` says what each method means.

    Each raises CatalogError where the catalog fails; an UnfitError among them says no for good.
    """

    @property
    def place(self) -> str:
        """Where it is, without any password."""

    def acting(self, actor: str) -> AnyCatalog: ...

    def register(
        self, entry: Entry, *, moved: bool = False, lost_charter: bool = False, once: str = ""
    ) -> Outcome: ...

    def confirm(self, entry: Entry) -> bool: ...

    def archive(self, entry: Entry, because: str) -> bool: ...

    def is_new(self, entry: Entry) -> bool: ...

    def forget(self, entry: Entry) -> None: ...

    def find(self, name: str, team: str = "") -> tuple[Entry, ...]: ...

    def at(self, url: str) -> Entry | None: ...

    def readme(self, entry: Entry) -> str: ...

    def history(self, entry: Entry, *, limit: int = 50, before: int = 0) -> tuple[Change, ...]: ...

    def former_names(self, entry: Entry) -> tuple[str, ...]: ...

    def list_entries(
        self, filters: Filters | None = None, *, limit: int = -1
    ) -> tuple[Entry, ...]: ...

    def search(
        self, words: Iterable[str], filters: Filters | None = None, *, limit: int = 20
    ) -> tuple[Hit, ...]: ...

    def answer(self, query: Query) -> Answer: ...

    def look_alikes(
        self, name: str, description: str, *, limit: int = 5
    ) -> tuple[LookAlike, ...]: ...

    def record_answer(self, answer: ReuseAnswer, *, once: str = "") -> ReuseAnswer: ...

    def answers(
        self, *, since: str = "", limit: int = -1, before: int = 0
    ) -> tuple[ReuseAnswer, ...]: ...

    def nearest_names(self, name: str, *, limit: int = 3) -> tuple[str, ...]: ...

    def close(self) -> None: ...
