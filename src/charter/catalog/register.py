"""Registering a repository: read it, describe it, put it into the catalog or let it wait."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from charter.catalog.address import without_secret
from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.describe import FILES, describe
from charter.catalog.entry import Entry, Outcome
from charter.catalog.look import look_at
from charter.catalog.outbox import ANSWERED, Delivery, Outbox
from charter.catalog.outbox_item import Registration, new_number
from charter.catalog.reuse import ReuseAnswer
from charter.catalog.text_tree import LARGEST
from charter.errors import CatalogError, UnfitError
from charter.git import remote_url, repository_root


@dataclass(frozen=True)
class Registered:
    """A repository that is in the catalog."""

    entry: Entry
    outcome: Outcome


@dataclass(frozen=True)
class Waiting:
    """A registration that waits in `item`, and why."""

    entry: Entry
    item: Path
    reason: CatalogError


def read_repository(path: Path, *, moved: bool = False) -> Registration:
    """What the repository at or around `path` tells, all but its health; raises CatalogError."""
    if not path.is_dir():
        raise CatalogError(f"{path} is not a folder.")
    root = path.resolve()
    files = _read_files(root)
    if not files and (around := repository_root(root)):
        root = around.resolve()
        files = _read_files(root)
    # a generated folder may lie inside another repository: that one's remote is not ours
    remote = without_secret(remote_url(root)) if (root / ".git").exists() else ""
    return Registration(str(root), remote, files, look_at(root), moved)


def _read_files(root: Path) -> dict[str, str]:
    texts = {name: _read_text(root / name) for name in FILES}
    return {name: text for name, text in texts.items() if text is not None}


def _read_text(file: Path) -> str | None:
    """The text of a plain file; a link or a device in a stranger's repository is not followed."""
    try:
        opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as wrong:
        raise CatalogError(f"{file} cannot be read: {wrong.strerror}.") from wrong
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise CatalogError(f"{file} is not a plain file.")
    with os.fdopen(opened, "rb") as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise CatalogError(f"{file} is larger than {LARGEST // 1024} KiB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise CatalogError(f"{file} is not text in UTF-8.") from wrong


def entry_of(registration: Registration) -> Entry:
    """The entry that a registration tells of; raises UnfitError where it cannot be meant."""
    try:
        return describe(registration.files, registration.remote, registration.sight)
    except CatalogError as wrong:
        raise UnfitError(wrong.message, hint=wrong.hint) from wrong


def deliver(catalog: AnyCatalog, outbox: Outbox, *, wait: bool = True) -> Iterator[Delivery]:
    """Bring what waits into the catalog, in order; raises CatalogError when the catalog fails.

    What the catalog refuses for good, because a name is taken for instance, is set aside.
    """

    def register_one(registration: Registration) -> str:
        if registration.answer:
            record(catalog, registration.answer, registration.once)
            return ANSWERED
        entry = entry_of(registration)
        return catalog.register(entry, moved=registration.moved, once=registration.once).value

    yield from outbox.deliver(register_one, wait=wait)


def record(catalog: AnyCatalog, answer: ReuseAnswer, once: str) -> ReuseAnswer:
    """Keep the answer as the word of whoever gave it; a service knows by the token whose it is."""
    return catalog.acting(answer.actor).record_answer(answer, once=once)


def answer_or_wait(
    answer: ReuseAnswer,
    repository: str,
    outbox: Outbox,
    open_catalog: Callable[[], AnyCatalog],
) -> CatalogError | None:
    """Have it kept, once; where the catalog cannot be reached it waits, and that is told.

    Raises UnfitError where it says what no catalog takes: waiting would not help it.
    """
    item = Registration(repository, "", {}, answer=answer, once=new_number())
    try:
        catalog = open_catalog()
        try:
            record(catalog, answer, item.once)
        finally:
            catalog.close()
    except UnfitError:
        raise
    except CatalogError as unreachable:
        outbox.put(item)
        return unreachable
    return None


def register_or_wait(
    registration: Registration,
    outbox: Outbox,
    open_catalog: Callable[[], AnyCatalog],
    *,
    tell: Callable[[Delivery], None],
) -> Registered | Waiting:
    """Deliver what waits, then register; where the catalog cannot be reached, wait with the rest.

    Raises UnfitError where the repository itself is not fit to be registered, or its name is
    another one's (TakenError), or it is another team's: waiting would not help it.
    """
    entry = entry_of(registration)
    # the catalog may have carried it out, and only its answer be lost: it waits under its number
    registration = replace(registration, once=registration.once or new_number())
    try:
        catalog = open_catalog()
        try:
            for delivery in deliver(catalog, outbox):
                tell(delivery)
            outcome = catalog.register(entry, moved=registration.moved, once=registration.once)
            return Registered(entry, outcome)
        finally:
            catalog.close()
    except UnfitError:
        raise
    except CatalogError as unreachable:
        return Waiting(entry, outbox.put(registration), unreachable)
