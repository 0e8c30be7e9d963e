"""charter adopt --from-inventory: many at once, a row for each, and what is left is known as a silo."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from adoptions import (
    FIRST,
    PYTHON,
    licence,
    remote,
    status,
    write_files,
    write_organisation,
)
from commands import Run, Said, runner

from charter.git import commit_everything, git

HEADER = "path,team,maintainers,description,visibility,url\n"


@pytest.fixture
def charter(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("charter.scaffold.skeleton.record.is_public", lambda _: False)
    (tmp_path / "template").mkdir()
    write_organisation(tmp_path / "template", home)

    return runner(capfd)


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """Ten repositories, good and bad, in a folder with their list."""
    place = tmp_path / "all"

    def make(name: str, **more: str) -> Path:
        files = PYTHON | {path.replace("__", "/"): text for path, text in more.items()}
        return remote(write_files(place / name, files), f"git@git.acme.example:web/{name}.git")

    make("good")
    make("own-text")
    (place / "own-text/SECURITY.md").write_text("mail us\n")
    commit_everything(place / "own-text", "Two")
    make("open")
    (place / "open/LICENSE").write_text(licence("ISC"))
    commit_everything(place / "open", "Two")
    (make("dirty") / "x").write_text("x")
    git("clone", "--quiet", "--bare", str(make("source")), str(place / "bare.git"))
    git("checkout", "--quiet", "--detach", cwd=make("detached"))
    git("init", "--quiet", str(place / "empty"))
    (place / "plain").mkdir()
    broken = make("broken")
    for file in (broken / ".git/objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"broken")
    rows = [
        "good,web,,,,",
        "own-text,web,,,,",
        "open,web,,,innersource,",
        "dirty,web,,,,",
        "bare.git,web,Ada @ada,Bare,innersource,",
        "detached,web,,,,",
        "empty,web,,,,",
        "plain,web,,,,",
        "broken,web,,,,https://git.acme.example/web/broken",
        "gone,web,,Was here,,https://git.acme.example/web/gone",
    ]
    file = place / "list.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n")
    return file


def fates(said: Said) -> dict[str, str]:
    return {row["path"]: row["outcome"] for row in said.json["repositories"]}


def test_each_gets_a_row_and_one_failure_never_stops_the_rest(charter, inventory):
    said = charter("adopt", *FIRST, "--from-inventory", str(inventory), "--commit", "--json")
    assert said.code == 1, said.err
    assert fates(said) == {
        "good": "chartered",
        "own-text": "siloed",
        "open": "siloed",
        "dirty": "siloed",
        "bare.git": "chartered",
        "detached": "siloed",
        "empty": "failed",
        "plain": "failed",
        "broken": "siloed",
        "gone": "siloed",
    }
    told = {row["path"]: row for row in said.json["repositories"]}
    assert told["own-text"]["conflicts"] == ["SECURITY.md"]
    assert "open source licence ISC" in told["open"]["reason"]
    assert said.json["counts"] == {"chartered": 2, "chartered before": 0, "siloed": 6, "failed": 2}
    for name in ("own-text", "open"):
        assert status(inventory.parent / name) == []


def test_the_catalog_knows_the_whole_continuum(charter, inventory):
    charter("adopt", *FIRST, "--from-inventory", str(inventory), "--commit")
    listed = charter("list", "--json").json["entries"]
    standing = {entry["name"]: entry["standing"] for entry in listed}
    assert standing["good"] == "internal"
    assert standing["own-text"] == standing["gone"] == "siloed"
    assert {one["visibility"] for one in listed if one["standing"] == "siloed"} == {"siloed"}
    shown = charter("show", "gone")
    assert "siloed" in shown.out
    assert "charter adopt" in shown.out
    assert charter("list", "--visibility", "siloed", "--json").code == 0
    # what is chartered later is a silo no more
    more = ("--keep-ours", "--defaults", "--commit", "--team", "web")
    assert charter("adopt", "all/own-text", *FIRST, *more).code == 0
    again = {one["name"]: one["standing"] for one in charter("list", "--json").json["entries"]}
    assert again["own-text"] == "internal"


def test_again_only_what_is_left_is_tried(charter, inventory):
    charter("adopt", *FIRST, "--from-inventory", str(inventory), "--commit")
    said = charter(
        "adopt", *FIRST, "--from-inventory", str(inventory), "--commit", "--keep-ours", "--json"
    )
    found = fates(said)
    assert found["good"] == found["bare.git"] == "chartered before"
    assert found["own-text"] == "chartered"


def test_what_is_staged_waits_for_its_commit_and_has_not_failed(charter, inventory):
    words = ("adopt", *FIRST, "--from-inventory", str(inventory))
    charter(*words)
    found = {one["path"]: one for one in charter(*words, "--json").json["repositories"]}
    assert found["good"]["outcome"] == "chartered before"
    assert "waits for its commit" in found["good"]["reason"]
    again = charter("adopt", "all/good")
    assert (again.code, "charter undo" in again.err) == (2, True)


def test_a_dry_run_writes_nothing_anywhere(charter, inventory):
    said = charter("adopt", *FIRST, "--from-inventory", str(inventory), "--commit", "--dry-run")
    assert said.code == 1
    assert "nothing was written" in said.out
    assert status(inventory.parent / "good") == []
    assert charter("list").code == 1


def test_json_rows_say_answers_of_any_kind(charter, tmp_path):
    remote(write_files(tmp_path / "shop", PYTHON))
    rows = [{"path": "shop", "team": "web", "keep_ours": ["SECURITY.md"], "topics": "shop"}]
    (tmp_path / "list.json").write_text(json.dumps(rows))
    said = charter("adopt", *FIRST, "--from-inventory", "list.json", "--commit")
    assert said.code == 0, said.out + said.err
    assert not (tmp_path / "shop/SECURITY.md").exists()


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("tema", "Did you mean 'team'?"),
        ("publication_date", "is no question"),
        ("owner_team", "is no"),
    ],
)
def test_a_wrong_column_is_refused_before_anything(charter, tmp_path, column, words):
    remote(write_files(tmp_path / "shop", PYTHON))
    (tmp_path / "list.csv").write_text(f"path,{column}\nshop,2026-01-01\n")
    said = charter("adopt", *FIRST, "--from-inventory", "list.csv")
    assert said.code == 2
    assert words in said.err
    assert status(tmp_path / "shop") == []


@pytest.mark.parametrize("url", ["", "https://git.acme.example/{}/shop"])
def test_silos_of_one_name_have_an_entry_each_and_keep_it(charter, tmp_path, url):
    for name in ("a", "b", "c/b"):
        write_files(tmp_path / name / "shop", {"README.md": f"# Shop\n\nSells {name} to us.\n"})
    rows = "".join(f"{it}/shop,{url.format(it)}\n" for it in ("a", "b", "c/b"))
    (tmp_path / "i.csv").write_text(f"path,url\n{rows}")
    for _ in range(2):  # again, it is the same
        said = charter("adopt", *FIRST, "--from-inventory", "i.csv", "--json")
        assert set(fates(said).values()) == {"siloed"}
        named = [it["name"] for it in said.json["repositories"]]
        assert named == ["shop", "b-shop", "c-b-shop"]
        listed = charter("list", "--json").json["entries"]
        assert {it["name"]: it["description"] for it in listed} == {
            "shop": "Sells a to us.",
            "b-shop": "Sells b to us.",
            "c-b-shop": "Sells c/b to us.",
        }


def test_of_two_with_one_name_the_second_is_a_silo(charter, tmp_path):
    for name in ("one", "two"):
        write_files(tmp_path / name, PYTHON)
    (tmp_path / "list.csv").write_text("path,name,team\none,shop,web\ntwo,shop,web\n")
    said = charter("adopt", *FIRST, "--from-inventory", "list.csv", "--json")
    assert fates(said) == {"one": "chartered", "two": "siloed"}
    assert said.json["repositories"][1]["reason"] == "web/shop is one already: say another name."
    found = {one["name"]: one["standing"] for one in charter("list", "--json").json["entries"]}
    assert found == {"shop": "internal", "two": "siloed"}
