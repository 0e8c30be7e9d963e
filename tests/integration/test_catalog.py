"""The catalog in a real SQLite file: registering, finding, listing, and what can go wrong with the file."""

from __future__ import annotations

import multiprocessing
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from charter.catalog.entry import END, MARK, Entry, Filters, Link, Outcome
from charter.catalog.migrations import NEWEST, read_migrations
from charter.catalog.sqlite import open_catalog_file
from charter.database import Migration, Schema
from charter.database.sqlite import open_sqlite
from charter.errors import CatalogError
from charter.model import Maintainer, Project, Visibility

INVOICES = Entry(
    Project(
        name="invoice-renderer",
        title="Invoice renderer",
        description="Renders invoices as PDF for every billing team",
        visibility=Visibility.INNERSOURCE,
        team="payments",
        maintainers=(
            Maintainer("Ada Lovelace", "ada"),
            Maintainer("Bob", "bob", "bob@acme.example"),
        ),
        forge="gitlab",
        url="https://git.acme.example/payments/invoice-renderer",
        topics=("pdf", "c++"),
        governance_level="shared-ownership",
    ),
    template="git+charter::builtin",
    version="1.0.0",
    links=(Link("https://chat.acme.example/x", "Chat", "chat"),),
)


def entry(name: str, description: str = "", **facts) -> Entry:
    project = replace(INVOICES.project, name=name, title=name, description=description, topics=())
    project = replace(project, **{"url": "", **facts})
    url = project.url or f"https://git.acme.example/{project.team}/{name}"
    return replace(INVOICES, project=replace(project, url=url))


PUBLIC = {"visibility": Visibility.OPENSOURCE, "license": "Apache-2.0", "team": "acme-documents"}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "shelf" / "catalog.sqlite3"


@pytest.fixture
def catalog(file):
    opened = open_catalog_file(file)
    yield opened
    opened.close()


def sql(file: Path, statement: str, *values: object) -> list[tuple]:
    """Look at the file, or change it, past the catalog."""
    with closing(sqlite3.connect(file)) as connection, connection:
        return connection.execute(statement, values).fetchall()


def names(found) -> list[str]:
    return [getattr(one, "entry", one).project.name for one in found]


def test_what_was_registered_is_found_whole(catalog):
    assert catalog.register(INVOICES) is Outcome.CREATED
    (found,) = catalog.find("Invoice-Renderer", "PAYMENTS")
    blank = {"registered": "", "updated": "", "confirmed": "", "revision": 0, "id": 0}
    assert replace(found, **blank) == INVOICES
    assert found.registered == found.updated != ""


def test_registering_the_same_again_leaves_no_trace(catalog, file):
    catalog.register(INVOICES)
    before = sql(file, "select * from entry")
    assert catalog.register(INVOICES) is Outcome.UNCHANGED
    assert sql(file, "select * from entry") == before


def test_registering_again_updates_the_entry_and_the_words_it_is_found_by(catalog):
    catalog.register(INVOICES)
    catalog.register(entry("other"))
    changed = replace(INVOICES, project=replace(INVOICES.project, description="Prints receipts"))
    assert catalog.register(changed) is Outcome.UPDATED
    assert names(catalog.search(["receipts"])) == ["invoice-renderer"]
    assert catalog.search(["billing"]) == ()


def test_a_name_is_one_in_any_case_and_two_in_two_teams(catalog):
    catalog.register(INVOICES)
    shouted = replace(INVOICES.project, name="INVOICE-RENDERER", team="Payments")
    assert catalog.register(replace(INVOICES, project=shouted)) is Outcome.UPDATED
    assert catalog.register(entry("invoice-renderer", team="billing")) is Outcome.CREATED
    assert [found.project.team for found in catalog.find("invoice-renderer")] == [
        "billing",
        "Payments",
    ]


def test_the_name_counts_more_than_the_description(catalog):
    catalog.register(entry("ledger", "Books what the parser of bank statements has read"))
    catalog.register(entry("parser", "Reads bank statements for the ledger of a team"))
    assert names(catalog.search(["parser"])) == ["parser", "ledger"]
    assert names(catalog.search(["ledger"])) == ["ledger", "parser"]


def test_all_words_must_be_there_and_each_may_be_the_beginning_of_one(catalog):
    catalog.register(INVOICES)
    assert names(catalog.search(["invo", "bill"])) == ["invoice-renderer"]
    assert names(catalog.search(["invo*"])) == ["invoice-renderer"]
    assert names(catalog.search(["invoice-rend"])) == ["invoice-renderer"]
    assert catalog.search(["invoices", "absent"]) == ()


def test_whole_words_come_before_beginnings(catalog):
    catalog.register(entry("a-parsec", "Distances"))
    catalog.register(entry("b", "Something to pars with, and a much longer description of it"))
    assert names(catalog.search(["pars"])) == ["b", "a-parsec"]


def test_accents_and_plurals_do_not_hide_a_project(catalog):
    catalog.register(entry("gebuehren", "Prüft Gebühren and naïve queries"))
    assert names(catalog.search(["gebuhren"])) == ["gebuehren"]
    assert names(catalog.search(["query"])) == ["gebuehren"]


def test_matches_are_marked(catalog):
    catalog.register(INVOICES)
    (hit,) = catalog.search(["invoices"])
    assert hit.name == f"{MARK}invoice{END}-renderer"
    assert f"Renders {MARK}invoices{END} as PDF" in hit.description


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "*",
        "a AND",
        "AND",
        "OR NOT",
        "NEAR(a b, 2)",
        "-x",
        "name:x",
        "^x",
        "(",
        "{a b}: c",
        "''",
        "a\x00b",
        "💥",
        "%",
        ";drop table entry",
        "+",
        "\ud800",
    ],
)
def test_no_word_is_query_syntax(catalog, words):
    catalog.register(INVOICES)
    assert isinstance(catalog.search([words]), tuple)
    assert isinstance(catalog.search(words.split()), tuple)
    assert isinstance(catalog.look_alikes(words, words), tuple)
    assert names(catalog.search(["invoices"])) == ["invoice-renderer"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["candidate", "published", "internal"]),
        (Filters(team="PAYMENTS"), ["internal"]),
        (Filters(visibility="innersource"), ["internal"]),
        (Filters(visibility="internal"), ["internal"]),
        (Filters(visibility="opensource"), ["candidate", "published"]),
        (Filters(visibility="candidate"), ["candidate"]),
        (Filters(visibility="public"), ["published"]),
        (Filters(license="apache-2.0"), ["candidate", "published"]),
        (Filters(topic="c++"), ["internal"]),
        (Filters(topic="PDF"), ["internal"]),
        (Filters(topic="pd"), []),
        (Filters(topic="%"), []),
        (Filters(topic="p_f"), []),
        (Filters(team="payments", visibility="public"), []),
    ],
)
def test_each_filter_narrows_list_and_search_alike(catalog, filters, expected):
    catalog.register(entry("internal", "shared word", topics=("pdf", "c++")))
    catalog.register(entry("candidate", "shared word", **PUBLIC))
    catalog.register(entry("published", "shared word", publication_date="2026-01-31", **PUBLIC))
    assert names(catalog.list_entries(filters)) == expected
    assert sorted(names(catalog.search(["shared"], filters))) == sorted(expected)


def test_a_limit_is_kept(catalog):
    for number in range(5):
        catalog.register(entry(f"thing-{number}", "shared word"))
    assert len(catalog.search(["shared"], limit=3)) == 3
    assert names(catalog.list_entries(limit=2)) == ["thing-0", "thing-1"]


def test_names_spelt_alike_are_offered(catalog):
    catalog.register(INVOICES)
    catalog.register(entry("Ledger"))
    assert catalog.nearest_names("invoise-renderer") == ("invoice-renderer",)
    assert catalog.nearest_names("kedger") == ("Ledger",)
    assert catalog.nearest_names("zzz") == ()


def test_text_that_steers_a_terminal_does_not_leave_the_catalog_whoever_wrote_it(catalog, file):
    catalog.register(INVOICES)
    sql(file, "update entry set title = ?, url = ?", "\x1b[2Jx\ny", "https://x\x1b]0;t\x07")
    (found,) = catalog.find("invoice-renderer")
    assert (found.project.title, found.project.url) == ("x y", "https://x")


def test_a_damaged_entry_is_named(catalog, file):
    catalog.register(INVOICES)
    sql(file, "update entry set maintainers = 'nonsense'")
    with pytest.raises(CatalogError, match="payments/invoice-renderer is damaged"):
        catalog.find("invoice-renderer")


# ---- the file ---------------------------------------------------------------------------------


def test_an_empty_catalog_answers(catalog):
    assert catalog.search(["x"]) == catalog.list_entries() == catalog.find("x") == ()
    assert catalog.look_alikes("x", "y") == ()


def test_the_newest_migration_is_the_one_that_is_known():
    steps = [step.number for step in read_migrations("sqlite")]
    assert steps == list(range(1, NEWEST + 1))


def test_readers_and_a_writer_work_at_the_same_time(catalog, file):
    catalog.register(INVOICES)
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("begin immediate")
    assert names(catalog.search(["invoices"])) == ["invoice-renderer"]
    writer.close()


def _spoil_newer(file: Path) -> None:
    open_catalog_file(file).close()
    sql(file, f"pragma user_version = {NEWEST + 1}")


def _spoil_foreign(file: Path) -> None:
    sql(file, "create table bookmarks (url text)")


def _spoil_marked(file: Path) -> None:
    sql(file, "pragma application_id = 7")
    sql(file, "create table x (y)")


def _spoil_damaged(file: Path) -> None:
    opened = open_catalog_file(file)
    opened.register(INVOICES)
    opened.close()
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (
            lambda file: file.write_text("just text, longer than a header of SQLite" * 50),
            "is not a database",
        ),
        (lambda file: file.mkdir(), "is a folder"),
        (_spoil_newer, "newer Charter"),
        (_spoil_foreign, "another program"),
        (_spoil_marked, "another program"),
        (_spoil_damaged, "is damaged"),
        (lambda file: (file.parent.rmdir(), file.parent.write_text("")), "cannot be made"),
    ],
)
def test_a_file_that_is_no_catalog_is_refused_in_words(file, spoil, complaint):
    file.parent.mkdir()
    spoil(file)
    with (
        pytest.raises(CatalogError, match=complaint) as refused,
        closing(open_catalog_file(file)) as opened,
    ):
        opened.list_entries()
    assert str(file) in refused.value.message


def test_another_program_s_file_is_left_as_it_was(file):
    file.parent.mkdir()
    _spoil_foreign(file)
    before = sql(file, "select sql from sqlite_master")
    with pytest.raises(CatalogError):
        open_catalog_file(file)
    assert sql(file, "select sql from sqlite_master") == before


def test_a_migration_that_fails_leaves_nothing(tmp_path):
    file = tmp_path / "half.sqlite3"
    steps = (Migration(1, "create table a (x);\ncreate table b (x);\nselect broken;\n"),)
    with pytest.raises(CatalogError, match="broken"):
        open_sqlite(file, Schema(1, lambda: steps))
    assert sql(file, "select * from sqlite_master") == []


REGISTER_AS_STRANGER = """
import os, sys
from pathlib import Path
from charter.catalog.describe import describe
from charter.catalog.sqlite import open_catalog_file
from charter.errors import CatalogError
entry = describe({"catalog-info.yaml": "kind: Component\\nmetadata: {name: x}\\nspec: {owner: y}"})
if os.geteuid() == 0:  # file permissions bind everybody but root
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    open_catalog_file(Path(sys.argv[1])).register(entry)
except CatalogError as refused:
    print("refused:", refused.message)
"""


def register_as_stranger(file: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", REGISTER_AS_STRANGER, str(file)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout


@pytest.fixture
def public_place():
    """A folder that a stranger can reach (pytest's own are for their maker only)."""
    place = Path(tempfile.mkdtemp(dir="/tmp"))
    place.chmod(0o755)
    yield place
    place.chmod(0o755)
    shutil.rmtree(place)


def test_a_folder_that_may_not_be_written_is_said(public_place):
    public_place.chmod(0o555)
    told = register_as_stranger(public_place / "catalog.sqlite3")
    assert told.startswith("refused: ")
    assert "cannot be opened by you" in told


def test_a_file_that_may_not_be_written_is_said(public_place):
    file = public_place / "catalog.sqlite3"
    open_catalog_file(file).close()
    file.chmod(0o444)
    public_place.chmod(0o555)
    told = register_as_stranger(file)
    assert told.startswith("refused: ")
    assert "by you" in told


# ---- several processes ------------------------------------------------------------------------


def _register_many(file: Path, worker: int, start) -> None:
    start.wait()
    catalog = open_catalog_file(file)
    for number in range(25):
        catalog.register(entry(f"own-{worker}-{number}", "distinct"))
        catalog.register(entry(f"shared-{number}", f"written by {worker}"))
    catalog.close()


def test_eight_processes_registering_at_once_lose_nothing(file):
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(8)
    workers = [
        context.Process(target=_register_many, args=(file, worker, start)) for worker in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(120)
    assert [worker.exitcode for worker in workers] == [0] * 8
    catalog = open_catalog_file(file)
    assert len(catalog.list_entries()) == 8 * 25 + 25
    assert len(catalog.search(["distinct"], limit=1000)) == 8 * 25
    catalog.close()
    sql(file, "insert into entry_words (entry_words, rank) values ('integrity-check', 1)")
    assert sql(file, "pragma integrity_check") == [("ok",)]


def _upgrade_slowly(file: Path, reached) -> None:
    def fill(_) -> None:
        reached.set()
        time.sleep(60)

    steps = (Migration(1, "create table half (x);\n"), Migration(2, "select 1;\n", fill))
    open_sqlite(file, Schema(2, lambda: steps))


def test_a_migration_that_is_killed_leaves_nothing_and_can_be_begun_anew(tmp_path):
    file = tmp_path / "killed.sqlite3"
    context = multiprocessing.get_context("spawn")
    reached = context.Event()
    process = context.Process(target=_upgrade_slowly, args=(file, reached))
    process.start()
    assert reached.wait(30)
    process.kill()
    process.join(30)
    assert sql(file, "select * from sqlite_master") == []
    open_catalog_file(file).close()
