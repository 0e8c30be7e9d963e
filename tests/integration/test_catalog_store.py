"""The store, on each kind of database: identity, history, and many that write at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from catalogs import open_again

from charter.catalog.activity import Activity
from charter.catalog.entries import Telling
from charter.catalog.entry import Entry, Health, Outcome, Unmet, freshness
from charter.catalog.freshness import State
from charter.catalog.identity import TakenError
from charter.catalog.store import Catalog
from charter.catalog.verify import verify
from charter.errors import CatalogError
from charter.model import Project, Visibility

HOST = "https://git.acme.example"
LONG_AGO = "2020-01-01T00:00:00+00:00"


def entry(name: str = "shop", description: str = "Sells", team: str = "web", **facts: Any) -> Entry:
    project = Project(name, name, description, Visibility.INNERSOURCE, team, ())
    url = facts.pop("url", f"{HOST}/{team}/{name}")
    return Entry(replace(project, url=url), **facts)


def actions(catalog: Catalog, name: str = "shop") -> list[str]:
    (found,) = catalog.find(name)
    return [change.action for change in reversed(catalog.history(found))]


def rows(catalog: Catalog, table: str) -> list[dict[str, Any]]:
    return catalog.database.rows(f"select * from {table} order by 1, 2")


def everything(catalog: Catalog) -> list[Any]:
    return [rows(catalog, table) for table in ("entry", "alias", "history", "readme")]


def age(catalog: Catalog, confirmed: str = LONG_AGO) -> None:
    catalog.database.rows("update entry set confirmed = :then", {"then": confirmed})


# ---- registering ------------------------------------------------------------------------------


def test_the_same_again_within_a_day_writes_nothing(catalog):
    whole = entry(readme="# Shop", language="Go", wanted=("Bugfixes",))
    assert catalog.register(whole) is Outcome.CREATED
    before = everything(catalog)
    assert catalog.register(whole) is Outcome.UNCHANGED
    assert everything(catalog) == before


def test_the_same_again_after_a_day_confirms_and_leaves_no_history(catalog):
    catalog.register(entry())
    age(catalog)
    assert catalog.register(entry()) is Outcome.UNCHANGED
    (found,) = catalog.find("shop")
    assert (found.revision, freshness(found).state) == (1, State.FRESH)
    assert actions(catalog) == ["registered"]


def test_a_change_is_kept_with_who_when_and_what(catalog):
    catalog.acting("ada").register(entry())
    catalog.acting("bob").register(entry(description="Sells books"))
    (found,) = catalog.find("shop")
    second, first = catalog.history(found)
    assert (first.actor, first.action) == ("ada", "registered")
    assert (second.actor, second.action, second.at) == ("bob", "changed", found.updated)
    assert second.changes == {"description": ("Sells", "Sells books")}
    assert found.revision == 2


def test_the_history_is_read_piece_by_piece(catalog):
    for number in range(5):
        catalog.register(entry(description=f"Sells {number}"))
    (found,) = catalog.find("shop")
    newest = catalog.history(found, limit=2)
    older = catalog.history(found, limit=9, before=newest[-1].id)
    told = [change.changes["description"][1] for change in (*newest, *older)]
    assert told == [f"Sells {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("statement", ["update history set actor = 'x'", "delete from history"])
def test_history_is_never_changed(catalog, statement):
    catalog.register(entry())
    before = rows(catalog, "history")
    with pytest.raises(CatalogError):
        catalog.database.write(lambda: catalog.database.rows(statement))
    assert rows(catalog, "history") == before


def test_a_registration_that_fails_leaves_neither_change_nor_history(catalog):
    catalog.register(entry())
    before = everything(catalog)

    def fail_after_registering() -> None:
        catalog._entries.register(entry(description="New"), Telling())
        raise CatalogError("the disk is full.")

    with pytest.raises(CatalogError, match="full"):
        catalog.database.write(fail_after_registering)
    assert everything(catalog) == before


def test_renamed_it_keeps_its_number_and_is_found_by_its_old_name(catalog):
    catalog.register(entry())
    (before,) = catalog.find("shop")
    renamed = entry("store", url=before.project.url)
    assert catalog.register(renamed) is Outcome.UPDATED
    for name in ("store", "shop"):
        (found,) = catalog.find(name, "web")
        assert (found.id, found.project.name, found.revision) == (before.id, "store", 2)
    assert catalog.former_names(found) == ("web/shop",)
    assert actions(catalog, "store") == ["registered", "renamed"]


def test_moved_it_keeps_its_number_and_is_found_at_its_old_address(catalog):
    catalog.register(entry())
    (before,) = catalog.find("shop")
    moved = entry(url=f"{HOST}/new/shop")
    with pytest.raises(TakenError, match=r"web/shop is taken.*web/shop, owned by web"):
        catalog.register(moved)
    assert catalog.register(moved, moved=True) is Outcome.UPDATED
    for url in (before.project.url, f"{before.project.url}.git/", f"{HOST}/NEW/shop"):
        found = catalog.at(url)
        assert found
        assert (found.id, found.project.url) == (before.id, f"{HOST}/new/shop")
    assert actions(catalog) == ["registered", "moved"]


def test_an_old_clone_tells_of_the_moved_entry_and_does_not_move_it_back(catalog):
    catalog.register(entry())
    catalog.register(entry(url=f"{HOST}/new/shop"), moved=True)
    catalog.register(entry(description="Sells more"))
    (found,) = catalog.find("shop")
    assert found.project.url == f"{HOST}/new/shop"
    assert found.project.description == "Sells more"


def test_a_name_that_was_given_up_is_free_and_then_means_the_new_one(catalog):
    catalog.register(entry())
    catalog.register(entry("store", url=f"{HOST}/web/shop"))
    assert catalog.register(entry(url=f"{HOST}/web/other")) is Outcome.CREATED
    (found,) = catalog.find("shop", "web")
    assert found.project.url == f"{HOST}/web/other"
    (store,) = catalog.find("store")
    assert catalog.former_names(store) == ()


def test_renamed_there_and_back_it_has_one_former_name(catalog):
    for name in ("shop", "store", "shop"):
        catalog.register(entry(name, url=f"{HOST}/web/shop"))
    (found,) = catalog.find("shop")
    assert catalog.former_names(found) == ("web/store",)


def test_a_refused_registration_leaves_no_trace(catalog):
    catalog.register(entry())
    before = everything(catalog)
    with pytest.raises(TakenError):
        catalog.register(entry(url=f"{HOST}/games/shop"))
    assert everything(catalog) == before


def test_the_number_of_what_was_forgotten_is_nobody_else_s(catalog):
    catalog.register(entry())
    (gone,) = catalog.find("shop")
    catalog.forget(entry())
    catalog.register(entry("store"))
    (found,) = catalog.find("store")
    assert found.id != gone.id
    assert actions(catalog, "store") == ["registered"]
    assert [change.action for change in catalog.history(gone)] == ["forgotten", "registered"]


def test_what_the_teller_does_not_know_stays(catalog):
    catalog.register(entry(readme="# Shop", language="Go", wanted=("Bugfixes",)))
    unsaid = entry(description="New", unsaid=("readme", "language", "wanted"))
    assert catalog.register(unsaid) is Outcome.UPDATED
    assert catalog.register(unsaid) is Outcome.UNCHANGED
    (found,) = catalog.find("shop")
    assert (found.language, found.wanted, catalog.readme(found)) == ("Go", ("Bugfixes",), "# Shop")
    assert catalog.register(replace(unsaid, unsaid=())) is Outcome.UPDATED
    (found,) = catalog.find("shop")
    assert (found.language, found.wanted, catalog.readme(found)) == ("", (), "")


def test_a_readme_is_news_of_its_own(catalog):
    catalog.register(entry(readme="# Shop"))
    assert catalog.register(entry(readme="# Shop\0 2")) is Outcome.UPDATED
    assert catalog.register(entry(readme="# Shop\0 2")) is Outcome.UNCHANGED
    (found,) = catalog.find("shop")
    assert catalog.readme(found) == "# Shop 2"
    assert actions(catalog) == ["registered", "readme"]


def test_what_is_measured_changes_quietly_and_what_is_not_measured_stays(catalog):
    health = Health(12, 11, 3, (Unmet("DOC-1", "Has a README", "Write one"),), "2026-11-24")
    activity = Activity(updated="2026-11-23", participation=(0, 3))
    catalog.register(entry(health=health, activity=activity, score=77))
    later = replace(health, passed=12, unmet=())
    assert catalog.register(entry(health=later)) is Outcome.UNCHANGED
    (found,) = catalog.find("shop")
    assert (found.health, found.activity, found.score) == (later, activity, 77)
    assert actions(catalog) == ["registered"]
    before = everything(catalog)
    catalog.register(
        entry(health=replace(later, checked="2026-11-25"), activity=activity, score=76)
    )
    assert everything(catalog) == before  # the hour and the fading of a score are no news


# ---- confirming and archiving -----------------------------------------------------------------


def test_confirmed_by_hand_it_is_fresh_and_it_is_known_by_whom(catalog):
    catalog.register(entry())
    (found,) = catalog.find("shop")
    assert catalog.confirm(found) is False  # registering it did so just now
    age(catalog)
    assert freshness(catalog.find("shop")[0]).state is State.ARCHIVED
    assert catalog.acting("ada").confirm(found) is True
    (found,) = catalog.find("shop")
    assert (freshness(found).state, found.revision) == (State.FRESH, 2)
    newest = catalog.history(found)[0]
    assert (newest.actor, newest.action) == ("ada", "confirmed")


def test_archived_by_hand_it_stays_so_until_somebody_confirms_it(catalog):
    catalog.register(entry())
    (found,) = catalog.find("shop")
    assert catalog.archive(found, "replaced by store") is True
    assert catalog.archive(found, "replaced by store") is False
    catalog.register(entry(description="Sells on"))
    (found,) = catalog.find("shop")
    assert (found.archived, found.revision) == ("replaced by store", 3)
    assert catalog.confirm(found) is True
    assert catalog.find("shop")[0].archived == ""
    assert actions(catalog) == ["registered", "archived", "changed", "confirmed"]
    assert catalog.history(found)[0].changes["archived"] == ("replaced by store", "")


# ---- many at once -----------------------------------------------------------------------------

_PROCESSES, _THREADS, _NAMES, _ROUNDS = 2, 8, 20, 6


def _register_all(address: str, process: int, start: Any) -> None:
    """Each thread registers the same projects, with some words of its own, and some of its own."""
    with closing(open_again(address, f"process-{process}")) as catalog:
        failures: list[CatalogError] = []

        def work(thread: int) -> None:
            try:
                for step in range(_ROUNDS * _NAMES):
                    number = (step * 7 + thread) % _NAMES
                    catalog.register(entry(f"shared-{number}", f"Says {(step + thread) % 3}"))
                catalog.register(entry(f"own-{process}-{thread}"))
            except CatalogError as failure:
                failures.append(failure)

        start.wait(30)
        threads = [threading.Thread(target=work, args=(number,)) for number in range(_THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


@contextmanager
def running(target: Callable[..., None], *arguments: Any, count: int) -> Iterator[list[Any]]:
    """Processes that begin at the same moment; at the end they are done, or were killed."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(count)
    workers = [context.Process(target=target, args=(*arguments, n, start)) for n in range(count)]
    for worker in workers:
        worker.start()
    yield workers
    for worker in workers:
        worker.join(180)


def test_sixteen_clients_at_once_make_each_entry_once(catalog, catalog_address):
    with running(_register_all, catalog_address, count=_PROCESSES) as workers:
        pass
    assert [worker.exitcode for worker in workers] == [0] * _PROCESSES
    entries = catalog.list_entries()
    names = [one.project.name for one in entries]
    expected = {f"shared-{n}" for n in range(_NAMES)}
    expected |= {f"own-{p}-{t}" for p in range(_PROCESSES) for t in range(_THREADS)}
    assert sorted(names) == sorted(expected)
    assert sum(one.revision for one in entries) == len(rows(catalog, "history"))
    for one in entries:
        assert len(catalog.history(one, limit=10_000)) == one.revision


def _fight_for_a_name(address: str, process: int, start: Any) -> None:
    with closing(open_again(address)) as catalog:
        start.wait(30)
        for number in range(_NAMES):
            with suppress(TakenError):
                catalog.register(entry(f"prize-{number}", url=f"{HOST}/{process}/{number}"))


def test_two_repositories_that_want_one_name_get_it_once(catalog, catalog_address):
    with running(_fight_for_a_name, catalog_address, count=4) as workers:
        pass
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert [one.revision for one in catalog.list_entries()] == [1] * _NAMES


def _register_until_killed(address: str, folder: str, process: int, start: Any) -> None:
    with closing(open_again(address)) as catalog, (Path(folder) / f"{process}").open("w") as told:
        start.wait(30)
        for number in range(100_000):
            catalog.register(
                entry(f"p{process}-{number // 2}", f"Says {number}", readme="x" * 9000)
            )
            told.write(f"p{process}-{number // 2} {number}\n")
            told.flush()


@pytest.mark.parametrize("seconds", [0.3, 0.7])
def test_killed_while_writing_it_loses_nothing_that_was_acknowledged(
    catalog, catalog_address, tmp_path, seconds
):
    told = [tmp_path / str(number) for number in range(2)]
    with running(_register_until_killed, catalog_address, str(tmp_path), count=2) as workers:
        while not all(file.exists() and file.stat().st_size for file in told):
            assert all(worker.exitcode is None for worker in workers)
            time.sleep(0.02)
        time.sleep(seconds)
        for worker in workers:
            os.kill(worker.pid, signal.SIGKILL)
    acknowledged = dict(line.split() for file in told for line in file.read_text().splitlines())
    with closing(open_again(catalog_address)) as again:
        found = {one.project.name: one for one in again.list_entries()}
        assert set(acknowledged) <= set(found)
        for name, number in acknowledged.items():
            assert int(found[name].project.description.split()[1]) >= int(number)
        assert sum(one.revision for one in found.values()) == len(rows(again, "history"))
        assert again.register(entry()) is Outcome.CREATED  # nothing holds a lock
        assert verify(again) == ()
