"""A folder of repositories into a catalog: chartered ones as they say themselves, others as silos."""

from __future__ import annotations

from pathlib import Path

import pytest
from adoptions import PYTHON, remote, write_files

from charter.catalog.exchange.take_in import take_in
from charter.catalog.sqlite import open_catalog_file
from charter.errors import UsageError
from charter.git import git
from charter.scaffold.take_stock import take_stock

ANSWERS = "_commit: v1.0.0\n_src_path: https://templates.example/acme.git\n"


def component(name: str, side: str = "", owner: str = "web") -> str:
    label = f"  labels:\n    charter.dev/visibility: {side}\n" if side else ""
    return f"kind: Component\nmetadata:\n  name: {name}\n{label}spec: {{owner: {owner}}}\n"


def answers(name: str, side: str, more: str = "") -> str:
    team = "public_team" if side == "opensource" else "team"
    return f"{ANSWERS}name: {name}\nvisibility: {side}\n{team}: web\n{more}"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Repositories of every sort, side by side and one level deeper."""
    place = tmp_path / "all"

    def make(name: str, **files: str) -> Path:
        named = {"answers": ".copier-answers.yml", "component": "catalog-info.yaml"}
        texts = {named.get(path, path): text for path, text in files.items()}
        made = write_files(place / name, texts or dict(PYTHON))
        return remote(made, f"git@git.acme.example:web/{made.name}.git")

    make("chartered", answers=answers("chartered", "innersource"))
    make("deeper/described", component=component("described"))
    make("open", answers=answers("open", "opensource", "publication_date: 2026-10-01\n"))
    make(
        "torn",
        answers=answers("torn", "innersource"),
        component=component("torn", "opensource"),
    )
    make("other", answers=ANSWERS)
    make("silo")
    source = make("source", answers=answers("bare", "innersource"))
    git("clone", "--quiet", "--bare", str(source), str(place / "bare.git"))
    git("remote", "set-url", "origin", "git@git.acme.example:web/bare.git", cwd=place / "bare.git")
    (source / ".git").rename(place / "gone")
    write_files(
        place / "mono",
        {f"{name}/.copier-answers.yml": answers(name, "innersource") for name in ("left", "right")},
    )
    git("init", "--quiet", str(place / "empty"))
    broken = make("broken")
    for file in (broken / ".git/objects").rglob("*"):
        if file.is_file():
            file.chmod(0o644)
            file.write_bytes(b"broken")
    return place


def test_each_repository_has_its_outcome(shelf, tmp_path):
    catalog = open_catalog_file(tmp_path / "catalog.sqlite3")
    lines = {line.place: line for line in take_in(catalog, take_stock(shelf))}
    fates = {place: line.fate.value for place, line in lines.items()}
    assert fates == {
        "bare.git": "created",
        "broken": "refused",
        "chartered": "created",
        "deeper/described": "created",
        "empty": "refused",
        "gone": "refused",
        "mono/left": "created",
        "mono/right": "created",
        "open": "created",
        "other": "refused",
        "silo": "created",
        "torn": "refused",
    }
    assert "answers say innersource, and its catalog-info.yaml opensource" in lines["torn"].reason
    assert "2026-10-01" in lines["open"].notes[0]
    standings = {it.project.name: it.standing.value for it in catalog.list_entries()}
    assert standings == {
        "bare": "internal",
        "chartered": "internal",
        "described": "internal",
        "left": "internal",
        "right": "internal",
        "open": "candidate",
        "silo": "siloed",
    }
    (silo,) = catalog.find("silo")
    assert silo.project.url == "https://git.acme.example/web/silo"
    assert silo.project.description == "Sells things to everybody"
    again = {line.fate.value for line in take_in(catalog, take_stock(shelf))}
    assert again == {"unchanged", "refused"}
    catalog.close()


def test_one_repository_is_a_folder_too(shelf):
    (told,) = take_stock(shelf / "chartered")
    assert told.entry.project.url == "https://git.acme.example/web/chartered"


def test_a_folder_without_any_is_refused(tmp_path):
    with pytest.raises(UsageError, match="holds no repository"):
        list(take_stock(tmp_path))


def test_silos_of_one_name_are_told_apart_by_the_folder_above(tmp_path):
    for name in ("a/shop", "b/shop"):
        write_files(tmp_path / "all" / name, {"README.md": "# Shop\n"})
    told = take_stock(tmp_path / "all")
    assert [it.entry.project.name for it in told if it.entry] == ["shop", "b-shop"]
