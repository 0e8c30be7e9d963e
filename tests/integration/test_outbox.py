"""Registrations that wait: kept in order, delivered exactly once, never in each other's way."""

from __future__ import annotations

import json
import multiprocessing
import re
from dataclasses import replace
from pathlib import Path

import pytest

from charter.catalog.activity import Activity
from charter.catalog.entry import Health, Unmet
from charter.catalog.identity import TakenError
from charter.catalog.outbox import Outbox
from charter.catalog.outbox_item import Registration
from charter.catalog.register import Registered, Waiting, deliver, entry_of, register_or_wait
from charter.catalog.sight import Sight
from charter.catalog.sqlite import open_catalog_file
from charter.errors import CatalogError


def registration(name: str, description: str = "It works") -> Registration:
    text = f"name: {name}\nteam: payments\ndescription: {description}\n"
    return Registration(f"/srv/{name}", "", {".copier-answers.yml": text})


@pytest.fixture
def outbox(tmp_path):
    return Outbox(tmp_path / "state" / "outbox")


@pytest.fixture
def catalog(tmp_path):
    opened = open_catalog_file(tmp_path / "catalog.sqlite3")
    yield opened
    opened.close()


def names(catalog) -> list[str]:
    return [entry.project.name for entry in catalog.list_entries()]


def test_an_item_has_the_agreed_form(outbox):
    item = outbox.put(registration("atlas"))
    content = json.loads(item.read_text())
    assert content.pop("written")
    assert re.fullmatch(r"\d{20}-[0-9a-f]{32}", item.stem)
    assert content == {
        "format": 2,
        "sight": None,
        "moved": False,
        "repository": "/srv/atlas",
        "remote": "",
        "files": {".copier-answers.yml": "name: atlas\nteam: payments\ndescription: It works\n"},
    }
    assert [file.name for file in outbox.folder.iterdir()] == [item.name]


def test_what_waits_is_delivered_in_order_and_once(outbox, catalog):
    outbox.put(registration("atlas", "first"))
    outbox.put(registration("borealis"))
    outbox.put(registration("atlas", "second"))
    told = [(one.repository, one.outcome) for one in deliver(catalog, outbox)]
    assert told == [
        ("/srv/atlas", "created"),
        ("/srv/borealis", "created"),
        ("/srv/atlas", "updated"),
    ]
    assert catalog.find("atlas")[0].project.description == "second"
    assert outbox.waiting() == list(deliver(catalog, outbox)) == []


def test_the_same_registration_waits_once(outbox):
    first = outbox.put(registration("atlas"))
    outbox.put(registration("borealis"))
    assert outbox.put(registration("atlas")) == first
    assert len(outbox.waiting()) == 2


def test_going_back_to_what_was_is_a_registration_of_its_own(outbox):
    for description in ("old", "new", "old"):
        outbox.put(registration("atlas", description))
    assert len(outbox.waiting()) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"format": 3, "repository": "/x", "remote": "", "files": {}}',
        b'{"format": 2, "repository": "/x", "remote": "", "files": {}, "sight": {"readme": 1}}',
        b'{"format": 1}',
        b'{"format": 1, "repository": 3, "remote": "", "files": {}}',
        b'{"format": 1, "repository": "/x", "remote": "", "files": {"a": 1}}',
        b'{"format": 1, "repository": "/x", "remote": "", "files": {}}',
        b'{"format": 1, "repository": "/x", "remote": "", "files": {"catalog-info.yaml": "[\\ud800"}}',
        b'{"format": 1, "repository": "/x", "remote": "", "files": {".copier-answers.yml": "a: &a [*a]"}}',
        b"[" * 100_000,
        b" " * (5 * 1024 * 1024),
    ],
)
def test_a_broken_item_is_set_aside_and_does_not_hold_up_the_rest(outbox, catalog, content):
    outbox.folder.mkdir(parents=True)
    broken = outbox.folder / f"{1:020d}-1.json"
    broken.write_bytes(content)
    outbox.put(registration("atlas"))
    first, second = deliver(catalog, outbox)
    assert first.problem
    assert first.item == outbox.folder / "set-aside" / broken.name
    assert first.item.read_bytes() == content
    assert outbox.set_aside() == [(first.item, first.problem)]
    assert second.outcome == "created"
    assert (names(catalog), outbox.waiting()) == (["atlas"], [])


def test_what_was_seen_waits_and_comes_along(outbox, catalog):
    activity = Activity(created="2026-01-01", updated="2026-11-01", participation=(0, 4))
    health = Health(5, 4, 2, (Unmet("DOC-1", "Has a README", "Write one"),), "2026-11-02")
    sight = Sight("# Atlas\n", "Go", activity, health)
    outbox.put(replace(registration("atlas"), sight=sight))
    later = replace(sight, health=replace(health, checked="2026-11-03"))
    outbox.put(replace(registration("atlas"), sight=later))
    assert len(outbox.waiting()) == 1
    list(deliver(catalog, outbox))
    (found,) = catalog.find("atlas")
    assert (found.language, found.health) == ("Go", health)
    assert found.activity.participation == (0, 4)
    assert catalog.readme(found) == "# Atlas\n"


def test_an_item_of_the_older_format_says_nothing_of_what_was_seen(outbox, catalog):
    whole = replace(registration("atlas"), sight=Sight("# Atlas\n", "Go"))
    catalog.register(entry_of(whole))
    item = outbox.put(registration("atlas", "new"))
    content = json.loads(item.read_text())
    item.write_text(
        json.dumps({k: content[k] for k in ("repository", "remote", "files")} | {"format": 1})
    )
    assert [one.outcome for one in deliver(catalog, outbox)] == ["updated"]
    (found,) = catalog.find("atlas")
    assert (found.language, catalog.readme(found)) == ("Go", "# Atlas\n")


def test_a_name_that_is_another_one_s_is_set_aside_with_the_reason(outbox, catalog):
    remote = "https://git.acme.example/{}/atlas.git"
    catalog.register(entry_of(replace(registration("atlas"), remote=remote.format("web"))))
    outbox.put(replace(registration("atlas"), remote=remote.format("games")))
    outbox.put(registration("borealis"))
    first, second = deliver(catalog, outbox)
    assert "payments/atlas is taken" in first.problem
    assert second.outcome == "created"
    assert outbox.set_aside() == [(first.item, first.problem)]
    assert outbox.waiting() == []


def test_a_taken_name_does_not_wait(outbox, catalog):
    remote = "https://git.acme.example/{}/atlas.git"
    catalog.register(entry_of(replace(registration("atlas"), remote=remote.format("web"))))
    other = replace(registration("atlas"), remote=remote.format("games"))
    with pytest.raises(TakenError, match="taken"):
        register_or_wait(other, outbox, lambda: catalog, tell=print)
    assert outbox.waiting() == []
    moved = register_or_wait(replace(other, moved=True), outbox, lambda: catalog, tell=print)
    assert isinstance(moved, Registered)


def test_an_unfinished_item_is_left_alone(outbox, catalog):
    outbox.put(registration("atlas"))
    unfinished = outbox.folder / f"{1:020d}-1.part"
    unfinished.write_text('{"format"')
    assert len(list(deliver(catalog, outbox))) == 1
    assert unfinished.exists()


def _away():
    raise CatalogError("the catalog cannot be reached.")


def test_while_the_catalog_is_away_registrations_wait(outbox, catalog):
    result = register_or_wait(registration("atlas"), outbox, _away, tell=print)
    assert isinstance(result, Waiting)
    assert outbox.waiting() == [result.item]
    again = register_or_wait(registration("atlas"), outbox, _away, tell=print)
    assert isinstance(again, Waiting)
    assert again.item == result.item
    told = []
    done = register_or_wait(registration("borealis"), outbox, lambda: catalog, tell=told.append)
    assert isinstance(done, Registered)
    assert [delivery.repository for delivery in told] == ["/srv/atlas"]
    assert outbox.waiting() == []


def test_a_repository_that_is_not_fit_does_not_wait(outbox):
    with pytest.raises(CatalogError, match="neither"):
        register_or_wait(Registration("/srv/x", "", {}), outbox, _away, tell=print)
    assert outbox.waiting() == []


def test_a_catalog_that_fails_half_way_loses_nothing(outbox, catalog):
    outbox.put(registration("atlas"))
    outbox.put(registration("borealis"))

    def fail_at_second(one: Registration) -> str:
        if one.name == "borealis":
            raise CatalogError("the disk is full.")
        return "created"

    with pytest.raises(CatalogError, match="full"):
        list(outbox.deliver(fail_at_second))
    assert len(outbox.waiting()) == 1
    assert [one.repository for one in deliver(catalog, outbox)] == ["/srv/borealis"]


def test_where_another_process_delivers_a_search_does_not_wait(outbox, catalog):
    outbox.put(registration("atlas"))
    first = deliver(catalog, outbox)
    outbox.put(registration("borealis"))
    next(first)  # holds the lock until it is at its end
    assert list(deliver(catalog, outbox, wait=False)) == []
    assert len(list(first)) == 1


def test_an_outbox_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "state").write_text("a file where the folder should be")
    with pytest.raises(CatalogError, match=r"could not be kept|cannot be read"):
        Outbox(tmp_path / "state" / "outbox").put(registration("atlas"))


def _race(place: Path, worker: int, start) -> None:
    outbox = Outbox(place / "outbox")
    start.wait()
    for number in range(10):
        outbox.put(registration(f"own-{worker}-{number}"))
    catalog = open_catalog_file(place / "catalog.sqlite3")
    with (place / f"told-{worker}").open("w") as told:
        told.writelines(f"{one.repository} {one.outcome}\n" for one in deliver(catalog, outbox))
    catalog.close()


def test_processes_that_deliver_at_once_deliver_each_item_once(tmp_path):
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    workers = [context.Process(target=_race, args=(tmp_path, n, start)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * 4
    lines = [line for file in tmp_path.glob("told-*") for line in file.read_text().splitlines()]
    assert sorted(lines) == sorted(f"/srv/own-{w}-{n} created" for w in range(4) for n in range(10))
    assert Outbox(tmp_path / "outbox").waiting() == []
    assert [file.name for file in (tmp_path / "outbox").iterdir()] == [".lock"]
