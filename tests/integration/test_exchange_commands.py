"""charter catalog export and import, as people call them."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
import yaml
from exchanges import PLAIN, PUBLISHED, SILO, URL

from charter.catalog.exchange.formats import IN, OUT
from charter.settings import read_settings
from charter.wiring import open_catalog


def entry(known, name, team="payments"):
    project = replace(known.project, name=name, team=team, url=f"{URL}/{name}-{team}")
    return replace(known, project=project, id=0)


@pytest.fixture
def filled(charter):
    catalog = open_catalog(read_settings())
    for each in (
        entry(PLAIN, "invoices"),
        entry(PLAIN, "invoices", "games"),
        entry(PUBLISHED, "open"),
        entry(SILO, "old"),
    ):
        catalog.register(each)
    catalog.close()
    return charter


def test_the_whole_catalog_goes_to_backstage(filled):
    said = filled("catalog", "export", "--format", "backstage")
    assert said.code == 0
    assert [it["metadata"]["namespace"] for it in yaml.safe_load_all(said.out)] == [
        *("games", "payments", "payments", "payments")
    ]


def test_filters_and_names_choose(filled, tmp_path):
    said = filled("catalog", "export", "--format", "csv", "--visibility", "public")
    rows = list(csv.DictReader(io.StringIO(said.out, newline="")))
    assert [row["name"] for row in rows] == ["open"]
    file = tmp_path / "one.jsonl"
    said = filled("catalog", "export", "--format", "jsonl", "games/invoices", "-o", file)
    assert (said.code, said.out) == (0, "")
    assert json.loads(file.read_text())["team"] == "games"
    assert list(tmp_path.glob(".one*")) == []


@pytest.mark.parametrize(
    ("name", "why"), [("nothing", "no project 'nothing'"), ("invoices", "2 teams have a project")]
)
def test_a_name_that_is_not_one_project_is_refused(filled, name, why):
    said = filled("catalog", "export", "--format", "csv", name)
    assert said.code == 1
    assert why in said.err


def test_publiccode_is_a_file_for_each_published_project(filled, tmp_path):
    said = filled("catalog", "export", "--format", "publiccode", "open")
    assert yaml.safe_load(said.out)["legal"] == {"license": "Apache-2.0"}
    said = filled("catalog", "export", "--format", "publiccode", "old")
    assert said.code == 1
    assert "not published" in said.err
    said = filled("catalog", "export", "--format", "publiccode")
    assert said.code == 2
    said = filled("catalog", "export", "--format", "publiccode", "-o", tmp_path / "all")
    assert said.code == 0
    assert "wrote 1 files, left out 3" in said.err
    files = [it.relative_to(tmp_path / "all").as_posix() for it in tmp_path.rglob("*.yml")]
    assert files == ["payments/open/publiccode.yml"]


def test_where_nothing_can_be_written_it_says_so(filled, tmp_path):
    said = filled("catalog", "export", "--format", "csv", "-o", tmp_path / "none" / "x.csv")
    assert said.code == 2
    assert "cannot be written" in said.err


@pytest.mark.parametrize(
    ("out", "in_"), [("backstage", "backstage"), ("csv", "inventory"), ("sap-portal", "sap-portal")]
)
def test_what_went_out_comes_in_elsewhere(filled, tmp_path, monkeypatch, out, in_):
    file = tmp_path / "export"
    assert filled("catalog", "export", "--format", out, "-o", file).code == 0
    monkeypatch.setenv("CHARTER_CATALOG", str(tmp_path / "other.sqlite3"))
    open_catalog(read_settings()).close()
    dry = filled("catalog", "import", file, "--format", in_, "--dry-run", "--json").json
    said = filled("catalog", "import", file, "--format", in_, "--json")
    assert said.code == 0
    assert said.json["lines"] == dry["lines"]
    assert said.json["counts"]["created"] == (3 if out == "sap-portal" else 4)
    listed = filled("list", "--json").json["entries"]
    assert {it["standing"] for it in listed} <= {"internal", "candidate", "siloed"}
    again = filled("catalog", "import", file, "--format", in_)
    assert (again.code, again.out.split()[1:2]) == (0, ["unchanged"])


def test_a_refused_line_is_told_and_the_code_is_1(filled, tmp_path):
    (tmp_path / "list.csv").write_text(
        "name,team,visibility\nopen,payments,innersource\nx y,,\n,,\n"
    )
    said = filled("catalog", "import", "list.csv", "--format", "inventory")
    assert said.code == 1
    assert "2 refused" in said.out
    assert "published as opensource in the catalog" in said.out
    assert "line 3" in said.out


def test_innersource_json_goes_out_and_in(filled, tmp_path):
    file = tmp_path / "innersource.json"
    name = "games/invoices"
    assert filled("catalog", "export", "--format", "innersource", name, "-o", file).code == 0
    said = filled("catalog", "import", file, "--format", "innersource", "--of", name)
    assert "1 unchanged" in said.out
    file.write_text(json.dumps({**json.loads(file.read_text()), "contributions": ["ideas"]}))
    said = filled("catalog", "import", file, "--format", "innersource", "--of", name)
    assert "1 updated" in said.out
    assert filled("show", name, "--json").json["entries"][0]["wanted"] == ["ideas"]
    assert filled("catalog", "import", file, "--format", "innersource").code == 2
    said = filled("catalog", "import", file, "--format", "innersource", "--of", "invoices")
    assert said.code == 1


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[", b""])
def test_what_cannot_be_read_is_refused(filled, tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    assert filled("catalog", "import", "x", "--format", "sap-portal").code == 2
    assert filled("catalog", "import", tmp_path / "none", "--format", "backstage").code == 2
    assert filled("catalog", "import", "x", "--format", "repositories").code == 2


def test_every_format_is_in_the_help(charter):
    for command, formats in (("export", OUT), ("import", IN)):
        text = charter("catalog", command, "--help").out
        assert all(f"\n    {name} " in text for name in formats)
