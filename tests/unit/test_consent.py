"""Which code skeletons may run: those on the list, and those allowed before just as they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from charter.errors import SkeletonError
from charter.scaffold.skeleton.consent import Consents, is_allowed
from charter.scaffold.skeleton.fetch import Skeleton
from charter.settings import Folders, Settings

REMOTE = Skeleton(
    spec="gh:acme/service",
    url="https://github.com/acme/service.git",
    source="https://github.com/acme/service.git",
    directory="",
    ref="",
    commit="c0ffee",
    digest="d1",
    root=Path("/nowhere"),
    folder=Path("/nowhere"),
    code=(),
)
LOCAL = replace(REMOTE, spec="../t/service", url="", source="/srv/templates/service", commit="")


def settings(*skeletons: str) -> Settings:
    folders = Folders(*(Path("/nowhere"),) * 4)
    return Settings(folders=folders, skeletons=skeletons)


@pytest.fixture
def consents(tmp_path) -> Consents:
    return Consents(tmp_path / "state" / "consents.json")


def test_nothing_is_allowed_at_first(consents):
    assert not is_allowed(REMOTE, settings(), consents)


def test_a_remembered_consent_holds_for_another_process(consents, tmp_path):
    consents.remember(REMOTE)
    assert is_allowed(REMOTE, settings(), Consents(tmp_path / "state" / "consents.json"))


@pytest.mark.parametrize(
    "change",
    [
        {"commit": "beef"},
        {"digest": "d2"},
        {"source": "https://github.com/evil/service.git"},
        {"directory": "other"},
    ],
)
def test_whatever_differs_needs_consent_anew(consents, change):
    consents.remember(REMOTE)
    assert not is_allowed(replace(REMOTE, **change), settings(), consents)


def test_consents_are_added_and_not_repeated(consents, tmp_path):
    for skeleton in (REMOTE, LOCAL, REMOTE):
        consents.remember(skeleton)
    assert consents.holds(REMOTE)
    assert consents.holds(LOCAL)
    assert (tmp_path / "state" / "consents.json").read_text().count("digest") == 2
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["consents.json"]


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', "[1, null]", "\udcff"])
def test_a_broken_file_allows_nothing_and_is_replaced(consents, tmp_path, text):
    file = tmp_path / "state" / "consents.json"
    file.parent.mkdir()
    file.write_bytes(text.encode(errors="surrogateescape"))
    assert not consents.holds(REMOTE)
    consents.remember(REMOTE)
    assert consents.holds(REMOTE)


def test_a_consent_that_cannot_be_written_is_an_error_with_the_reason(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SkeletonError):
        Consents(tmp_path / "file" / "consents.json").remember(REMOTE)


@pytest.mark.parametrize(
    "entry",
    [
        "gh:acme/service",
        "https://github.com/acme/service",
        "https://github.com/acme/service.git",
        "git+https://github.com/acme/service.git",
        "gh:acme/",
        "https://github.com/acme/",
        "https://github.com/",
    ],
)
def test_a_listed_address_is_allowed(consents, entry):
    assert is_allowed(REMOTE, settings("gh:other/x", entry), consents)


@pytest.mark.parametrize(
    "entry",
    [
        "gh:acme",
        "gh:acme/serv",
        "https://github.com/acme",
        "https://github.com/ac/",
        "https://github.com.evil.example/",
        "https://ada:secret@github.com/",
        "https:///",
        "ext::https://github.com/",
        "/",
        "acme/",
        "",
    ],
)
def test_an_entry_for_something_else_allows_nothing(consents, entry):
    assert not is_allowed(REMOTE, settings(entry), consents)


@pytest.mark.parametrize("entry", ["/srv/templates/service", "/srv/templates/", "/srv/"])
def test_a_listed_folder_is_allowed(consents, entry):
    assert is_allowed(LOCAL, settings(entry), consents)


@pytest.mark.parametrize(
    "entry", ["/srv/templates", "/srv/temp/", "../t/service", "templates/", "gh:acme/"]
)
def test_a_folder_is_not_allowed_by_a_relative_or_shorter_entry(consents, entry):
    assert not is_allowed(LOCAL, settings(entry), consents)
