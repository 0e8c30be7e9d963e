"""What breaks under a running service: nothing acknowledged is lost, nothing is half-written."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import urllib3
import wrk
from catalogs import new_address, open_again
from loads import HOST, TEAM, Clients, document, serving, writing_token
from postgres import Server, find_programs, running

from charter.catalog.store import Catalog
from charter.catalog.verify import verify

ROUNDS = 1 + int(os.environ.get("CHARTER_ROUNDS", "0")) // 10
SECONDS = 3 if ROUNDS == 1 else 60
CLIENTS = 16
SOON = 5  # seconds: who asks while it is known to be away does not wait as long as who was first


@pytest.fixture
def clients(catalog: Catalog) -> Clients:
    return Clients(writing_token(catalog))


@pytest.fixture
def own_server() -> Iterator[Server]:
    """One that may be stopped; it keeps what it acknowledged, as a server does outside of tests."""
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed: scripts/setup-postgresql says why")
    with running() as server:
        yield server


def assert_whole(address: str, clients: Clients) -> None:
    """All that was acknowledged is there, each entry once and complete, and nothing unheard of."""
    with closing(open_again(address)) as catalog:
        found = {one.project.name: one for one in catalog.list_entries()}
        assert set(clients.acknowledged) <= set(found) <= clients.sent
        for name, one in found.items():
            told = document(name)
            assert (one.project.team, one.project.url) == (TEAM, f"{HOST}/{name}")
            assert one.project.description == told["description"]
            assert list(one.project.topics) == told["topics"]
            assert [each.action for each in catalog.history(one)] == ["registered"]
        assert verify(catalog) == ()
    assert max(clients.created.values()) == 1  # nobody was told twice that it is new


def answers(address: str) -> bool:
    with suppress(urllib3.exceptions.HTTPError):
        return urllib3.request("GET", f"{address}/readyz", retries=False, timeout=30).status == 200
    return False


def wait_until_ready(address: str) -> float:
    """Seconds until the service says that it can answer."""
    begun = time.monotonic()
    while not answers(address):
        assert time.monotonic() - begun < 60, "the service does not recover"
        time.sleep(0.05)
    return time.monotonic() - begun


# ---- the database goes away ---------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["fast", "immediate"])  # told to end; killed
def test_a_database_that_stops_and_comes_back_costs_nothing(
    own_server: Server, tmp_path: Path, mode: str
):
    address = new_address("postgresql", tmp_path, own_server)
    with closing(open_again(address)) as catalog:
        clients = Clients(writing_token(catalog))
    with serving(address, tmp_path) as service:
        with clients.working([service.address], clients=CLIENTS):
            for _ in range(ROUNDS):
                clients.wait_for(30)
                own_server.stop(mode)
                refused = len(clients.refusals)
                end = time.monotonic() + 40
                while len(clients.refusals) < refused + 3 * CLIENTS:
                    assert time.monotonic() < end
                    time.sleep(0.05)
                assert max(told[3] for told in clients.refusals[-CLIENTS:]) < SOON
                assert urllib3.request("GET", f"{service.address}/healthz").status == 200
                own_server.start()
                wait_until_ready(service.address)
                clients.wait_for(30)
        assert service.popen.poll() is None
    assert not clients.broken  # every request had an answer
    for status, problem, kind, took in clients.refusals:
        assert (status, problem["type"], kind) == (
            *(503, "urn:charter:problem:away"),
            "application/problem+json",
        )
        assert str(own_server.folder) not in str(problem)
        assert took < 20
    assert_whole(address, clients)


# ---- the service goes away ----------------------------------------------------------------------


def test_a_service_that_is_killed_while_it_writes_costs_nothing(
    catalog_address: str, clients: Clients, tmp_path: Path
):
    port = 0
    for _ in range(2 * ROUNDS):
        with serving(catalog_address, tmp_path, port=port) as service:
            port = int(service.address.rpartition(":")[2])
            with clients.working([service.address], clients=CLIENTS):
                clients.wait_for(40)
                service.kill()
    assert clients.broken  # it was killed in the middle of it
    with serving(catalog_address, tmp_path, port=port) as service:
        clients.broken.clear()
        with clients.working([service.address], clients=CLIENTS):  # nothing holds a lock
            clients.wait_for(40)
    assert not clients.broken
    assert not clients.refusals
    assert_whole(catalog_address, clients)


# ---- two services -------------------------------------------------------------------------------


def test_two_services_on_one_catalog_make_each_entry_once(
    catalog_address: str, clients: Clients, tmp_path: Path
):
    names = 20 * ROUNDS
    clients.named = lambda client, number: f"p{(number * 7 + client) % names}"
    with (
        serving(catalog_address, tmp_path) as one,
        serving(catalog_address, tmp_path) as two,
        clients.working([one.address, two.address], clients=CLIENTS, names=names),
    ):
        pass
    assert not clients.broken
    assert not clients.refusals
    assert clients.created == {f"p{number}": 1 for number in range(names)}
    assert clients.acknowledged.total() == CLIENTS * names
    assert_whole(catalog_address, clients)


# ---- as many requests as go ---------------------------------------------------------------------


@pytest.mark.skipif(bool(wrk.missing()), reason=wrk.missing() or "there is one")
def test_pages_are_answered_without_an_error_while_others_register(
    catalog_address: str, clients: Clients, tmp_path: Path
):
    with serving(catalog_address, tmp_path) as service:
        with clients.working([service.address], clients=1, names=10):
            pass
        paths = ["/", "/?q=load", "/teams", "/board", "/api/v1/entries?q=whole"]
        for name in clients.created:
            paths += [f"/entries/{TEAM}/{name}", f"/api/v1/entries/{TEAM}/{name}"]
        with clients.working([service.address], clients=2):
            told = wrk.read(service.address, clients.token, paths, tmp_path, SECONDS)
        assert told.requests > len(paths)
        assert told.errors == 0
        kept = wrk.register(service.address, clients.token, "w", tmp_path, SECONDS)
        assert kept.errors == 0
    assert not clients.broken
    assert not clients.refusals
    with closing(open_again(catalog_address)) as catalog:
        written = [it for it in catalog.list_entries() if it.project.name.startswith("w-")]
        assert len(written) >= kept.requests
        assert verify(catalog) == ()
