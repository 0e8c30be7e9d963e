"""The same commands, with the same results and codes, on a file, a database and a service."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from catalogs import new_address, open_again
from commands import Run, Said
from services import Serving, listening, served
from test_catalog_commands import CANDIDATE, make
from test_nobody import told

from charter.catalog.document import entry_of
from charter.catalog.outbox import Outbox
from charter.catalog.register import entry_of as entry_told
from charter.catalog.register import read_repository
from charter.catalog.remote.client import open_remote_catalog
from charter.catalog.sqlite import open_catalog_file
from charter.errors import CatalogError, UsageError

PLACES = ("file", "postgresql", "service")
COMMANDS = (
    "register a",
    "register a",
    "register a --json",
    "register b",
    "register c --json",
    "register d",  # the name is another repository's
    "register nothing",
    "search invoice",
    "search invoice --json",
    "search renderer --team BILLING --json",
    "search renderer --limit 1",
    "search charts --visibility candidate",
    "search zzz",
    "similar bills --description 'Renders an invoice' --json",
    "similar payments/invoice-renderer",
    "similar qubits",
    "catalog answers --json",
    "search invoise-renderer",
    "search invoices absent",
    "search invoices --topic sound",
    "search '\"*(AND'",
    "show payments/invoice-renderer",
    "show PAYMENTS/Invoice-Renderer --json",
    "show invoice-renderer",
    "show invoice-rendrer",
    "show nobody/chart-kit",
    "show chart-kit --json",
    "list",
    "list --visibility internal --json",
    "list --team nobody",
    "list --limit 2 --json",
    "list --sort activity",
    "list --sort name --json",
    "search renderer --sort name --json",
    "search rend --json",
    "search renderer --after nonsense",
    "list --after nonsense --json",
    "register moved",
    "show payments/invoice-renderer --json",
)
_NEXT = re.compile(r'(?<="next": ")[^"]+')
_TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:]+\+00:00")


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with closing(open_catalog_file(tmp_path / "served.sqlite3")) as catalog:
        yield served(catalog)


@contextmanager
def told_of(serving: Serving, monkeypatch: pytest.MonkeyPatch, *scopes: str) -> Iterator[str]:
    """The service on a socket, and the settings that lead there."""
    with listening(serving.app) as address, monkeypatch.context() as environment:
        environment.setenv("CHARTER_CATALOG", address)
        environment.setenv("CHARTER_CATALOG_TOKEN", serving.token(*(scopes or ("admin",))))
        yield address


def run_all(charter: Run, folder: Path) -> list[tuple[str, Said]]:
    """Every command in turn, without what differs by the clock and the folder."""
    make(folder / "a", remote="git@git.acme.example:payments/invoice-renderer.git")
    make(folder / "b", team="billing")
    make(folder / "c", CANDIDATE)
    make(folder / "d", remote="git@git.acme.example:payments/other.git")
    make(
        folder / "moved",
        team="billing",
        remote="git@git.acme.example:payments/invoice-renderer.git",
        name="bills",
    )
    (folder / "nothing").mkdir()
    said = []
    for line in COMMANDS:
        words = [
            str(folder / each) if (folder / each).exists() else each for each in shlex.split(line)
        ]
        done = charter(*words)
        out, err = (
            _NEXT.sub("NEXT", _TIME.sub("TIME", text)).replace(str(folder), "FOLDER")
            for text in (done.out, done.err)
        )
        said.append((line, Said(done.code, out, err)))
    return said


@pytest.mark.parametrize("place", PLACES[1:])
def test_commands_say_the_same_wherever_the_catalog_is(
    place: str, charter: Run, tmp_path: Path, serving: Serving, monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
):  # fmt: skip
    with monkeypatch.context() as here:
        here.setenv("CHARTER_CATALOG", new_address("sqlite", tmp_path, None))
        expected = run_all(charter, tmp_path / "one")
    assert [done.code for _, done in expected[:7]] == [0, 0, 0, 0, 0, 1, 1]
    if place == "postgresql":
        monkeypatch.setenv(
            "CHARTER_CATALOG", new_address(place, tmp_path, request.getfixturevalue("postgres"))
        )
        found = run_all(charter, tmp_path / "two")
    else:
        with told_of(serving, monkeypatch):
            found = run_all(charter, tmp_path / "two")
    for (line, there), (_, here_) in zip(found, expected, strict=True):
        assert (line, there) == (line, here_)


def test_what_is_asked_beside_commands_is_the_same(
    serving: Serving, monkeypatch: pytest.MonkeyPatch, charter: Run, tmp_path: Path
):
    with told_of(serving, monkeypatch) as address:
        for name in ("a", "b"):
            charter(
                "register",
                make(tmp_path / name, name=name, remote=f"https://git.acme.example/x/{name}"),
            )
        near, far = serving.catalog, open_remote_catalog(address)
        (entry,) = near.find("a")
        (same,) = far.find("a")
        ask: tuple[Callable[[Any, Any], Any], ...] = (
            lambda catalog, it: catalog.at("https://git.acme.example/x/b.git").project,
            lambda catalog, it: catalog.at("https://git.acme.example/absent"),
            lambda catalog, it: catalog.find("A", "PAYMENTS")[0].health,
            lambda catalog, it: catalog.readme(it),
            lambda catalog, it: catalog.history(it),
            lambda catalog, it: catalog.is_new(it),
            lambda catalog, it: catalog.former_names(it),
            lambda catalog, it: catalog.nearest_names("aa"),
            lambda catalog, it: catalog.confirm(it),
            lambda catalog, it: [
                (each.entry.project, each.shared) for each in catalog.look_alikes("a", "invoices")
            ],
            lambda catalog, it: [
                (hit.name, hit.description) for hit in catalog.search(["invoices"])
            ],
        )
        for question in ask:
            assert question(far, same) == question(near, entry)
        assert far.archive(same, "replaced") is True
        assert near.find("a")[0].archived == "replaced"
        assert far.archive(same, "replaced") is False
        far.forget(same)
        assert (near.find("a"), far.find("a"), far.is_new(same)) == ((), (), True)
        with pytest.raises(CatalogError, match="not in the catalog any more"):
            far.readme(same)


def test_pages_are_followed_to_the_end(serving: Serving, monkeypatch: pytest.MonkeyPatch):
    for number in range(450):
        serving.catalog.register(entry_of(told("x", number, visibility="innersource", readme="")))
    with told_of(serving, monkeypatch) as address:
        far = open_remote_catalog(address)
        assert [each.project.name for each in far.list_entries()] == [
            each.project.name for each in serving.catalog.list_entries()
        ]
        assert len(far.list_entries(limit=201)) == 201
        assert len(far.search(["parsers"], limit=301)) == 301


@pytest.fixture
def outbox(home: Path) -> Outbox:
    return Outbox(home / ".local/state/charter/outbox")


def test_without_a_token_or_the_right_it_is_said_in_plain_words(
    charter: Run, serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outbox: Outbox
):
    repository = make(tmp_path / "a")
    with told_of(serving, monkeypatch) as address:
        monkeypatch.setenv("CHARTER_CATALOG_TOKEN", "chr_" + "x" * 43)
        done = charter("search", "x")
        assert (done.code, f"the catalog {address} does not know you." in done.err) == (2, True)
        assert "CHARTER_CATALOG_TOKEN" in done.err
        assert "chr_" not in done.err
        assert charter("register", repository).code == 2
        assert len(outbox.waiting()) == 1
        monkeypatch.setenv("CHARTER_CATALOG_TOKEN", serving.token("read"))
        done = charter("register", repository)
        assert done.code == 1
        assert "payments/invoice-renderer is for payments to write" in done.err
        assert "set aside the waiting registration" in done.err
        assert outbox.waiting() == []
        (why,) = (outbox.folder / "set-aside").glob("*.reason")
        assert why.read_text().startswith("payments/invoice-renderer is for payments to write")


class Flaky(BaseHTTPRequestHandler):
    """Answers as a broken service, or as something else altogether."""

    answer: tuple[int, str, bytes] = (500, "text/plain", b"")

    def do_GET(self) -> None:
        status, kind, body = self.answer
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("location", "https://elsewhere.acme.example/")
        self.end_headers()
        self.wfile.write(body)

    do_PUT = do_GET  # noqa: N815 - called so by the library

    def log_message(self, *_: object) -> None: ...


@contextmanager
def answering(answer: tuple[int, str, bytes]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("One", (Flaky,), {"answer": answer}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((500, "text/html", b"<h1>no</h1>"), "cannot answer now (500)"),
        ((503, PROBLEM, b'{"type": "urn:charter:problem:away", "detail": "x"}'), "cannot answer now (503)"),
        ((429, PROBLEM, b"{}"), "cannot answer now (429)"),
        ((302, "text/html", b""), "does not answer as a catalog does (302)"),
        ((404, "text/html", b"<h1>no</h1>"), "does not answer as a catalog does (404)"),
        ((200, "text/html", b"<h1>hello</h1>"), "does not answer as a catalog does (200)"),
        ((200, "application/json", b"[" * 100_000), "does not answer as a catalog does (200)"),
        ((200, "application/json", b'{"entries": 3}'), "holds no list 'entries'"),
        ((200, "application/json", b'{"entries": [{}]}'), "what is said to be an entry is none"),
        ((200, "application/json", b"[]"), "lacks 'entries'"),
    ],
)  # fmt: skip
def test_a_service_that_is_none_is_told_and_registrations_wait(
    charter: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outbox: Outbox, answer: tuple[int, str, bytes], said: str,
):  # fmt: skip
    with answering(answer) as address:
        monkeypatch.setenv("CHARTER_CATALOG", address)
        done = charter("list")
        assert done.code == 2
        assert said in done.err
        assert "Traceback" not in done.err
        assert charter("register", make(tmp_path / "a")).code == 2
        assert len(outbox.waiting()) == 1


def test_a_service_that_is_not_there_is_told(charter: Run, monkeypatch: pytest.MonkeyPatch):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        monkeypatch.setenv("CHARTER_CATALOG", f"http://127.0.0.1:{port}")
        done = charter("search", "x")
    assert done.code == 2
    assert f"the catalog http://127.0.0.1:{port} cannot be reached: " in done.err
    assert "Connection refused" in done.err
    assert "0x" not in done.err


@contextmanager
def cutting(address: str) -> Iterator[tuple[str, list[bytes]]]:
    """A way to the service on which every answer to a PUT is lost once it was carried out."""
    host, port = address.removeprefix("http://").split(":")
    listener = socket.create_server(("127.0.0.1", 0))
    cut: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client, socket.create_connection((host, int(port))) as behind:
                client.settimeout(1)
                request = b""
                with contextlib.suppress(OSError):
                    while piece := client.recv(65536):
                        request += piece
                        head, mark, body = request.partition(b"\r\n\r\n")
                        length = re.search(rb"(?i)content-length: (\d+)", head)
                        if mark and len(body) >= int(length[1] if length else 0):
                            break
                behind.sendall(request.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n", 1))
                answer = b""
                while piece := behind.recv(65536):
                    answer += piece
                if request.startswith(b"PUT"):
                    cut.append(answer)
                else:
                    client.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", cut
    finally:
        listener.close()


def test_a_registration_whose_answer_was_lost_is_carried_out_once(
    charter: Run, serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outbox: Outbox
):
    repository = make(tmp_path / "a")
    with told_of(serving, monkeypatch) as address:
        with cutting(address) as (through, cut):
            monkeypatch.setenv("CHARTER_CATALOG", through)
            assert charter("register", repository).code == 2
            assert b"201 Created" in cut[0]
        assert len(outbox.waiting()) == 1
        # somebody else tells something newer meanwhile
        newer = make(tmp_path / "other", description="Newer")
        (entry,) = serving.catalog.find("invoice-renderer")
        serving.catalog.register(entry_told(read_repository(newer)))
        monkeypatch.setenv("CHARTER_CATALOG", address)
        done = charter("search", "newer")
        assert "delivered the waiting registration" in done.err
        assert done.code == 0
        assert outbox.waiting() == []
        actions = [each.action for each in serving.catalog.history(entry)]
        assert actions == ["changed", "registered"]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://catalog.acme.example", "must be reached by https://"),
        ("https://ada:chr_secret@catalog.acme.example", "holds no names, tokens or questions"),
        ("https://catalog.acme.example?token=chr_secret", "holds no names, tokens or questions"),
        ("https://", "is no https:// address"),
        ("ftp://catalog.acme.example", "does not speak to ftp://catalog.acme.example"),
    ],
)
def test_no_token_goes_where_it_should_not(
    charter: Run, monkeypatch: pytest.MonkeyPatch, address: str, said: str
):
    monkeypatch.setenv("CHARTER_CATALOG", address)
    done = charter("search", "x")
    assert done.code == 2
    assert said in done.err
    assert "chr_secret" not in done.err


def test_the_token_comes_from_the_keyring_where_the_environment_has_none(
    serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, charter: Run
):
    with told_of(serving, monkeypatch) as address:
        token = os.environ["CHARTER_CATALOG_TOKEN"]
        monkeypatch.delenv("CHARTER_CATALOG_TOKEN")
        keyring = tmp_path / "bin" / "secret-tool"
        keyring.parent.mkdir()
        keyring.write_text(
            f'#!/bin/sh\n[ "$*" = "lookup service charter account {address}" ] && echo {token}\n'
        )
        keyring.chmod(keyring.stat().st_mode | stat.S_IXUSR)
        assert charter("list").code == 2
        monkeypatch.setenv("PATH", f"{keyring.parent}:{os.environ['PATH']}")
        assert charter("list").code == 1


def test_a_token_that_would_be_a_header_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CHARTER_CATALOG_TOKEN", "a\r\nX: b")
    with pytest.raises(UsageError, match="is no token"):
        open_remote_catalog("https://catalog.acme.example")


def test_json_tells_the_token_once(charter: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("CHARTER_CATALOG", new_address("sqlite", tmp_path, None))
    assert charter("catalog", "token", "list").code == 1
    made = charter(
        "catalog", "token", "create", "ci", "--namespace", "Payments", "--scope", "write", "--json"
    ).json
    assert re.fullmatch(r"chr_[\w-]{43}", made["token"])
    assert (made["scopes"], made["namespace"]) == (["write"], "payments")
    assert made["token"] not in charter("catalog", "token", "list", "--json").out
    assert charter("catalog", "token", "revoke", made["id"]).code == 0
    assert (
        json.loads(charter("catalog", "token", "revoke", made["id"], "--json").out)["revoked"]
        is False
    )
    assert charter("catalog", "token", "revoke", 99).code == 2
    refused = charter("catalog", "token", "create", "ci", "--scope", "write")
    assert (refused.code, "limited to the entries of one team" in refused.err) == (2, True)
    assert (
        open_again(os.environ["CHARTER_CATALOG"]).database.rows("select count(*) as n from token")[
            0
        ]["n"]
        == 1
    )
