"""An inventory is read row by row, or refused with the line that is wrong."""

from __future__ import annotations

import json

import pytest

from charter.catalog.entry import Standing
from charter.errors import UsageError
from charter.model import Maintainer
from charter.scaffold.adopt.inventory import MOST, Row, read_inventory
from charter.scaffold.adopt.silo import silo_of

QUESTIONS = ["name", "visibility", "team", "public_team", "maintainers", "keep_ours"]


def read(text: str) -> tuple[Row, ...]:
    return read_inventory("list", text.encode(), QUESTIONS)


@pytest.mark.parametrize(
    "text",
    [
        'path,url,team\na,https://x.example/a,web\n"b, c",,\n',
        "path;url;team\r\na;https://x.example/a;web\r\nb, c;;\r\n",
        "\ufeffteam\tpath\turl\nweb\ta\thttps://x.example/a\n\tb, c\t\n\n",
        json.dumps(
            [
                {"path": "a", "url": "https://x.example/a", "team": "web"},
                {"path": "b, c", "team": None},
            ]
        ),
    ],
    ids=["comma", "semicolon", "tab", "json"],
)
def test_every_form_says_the_same(text):
    assert read(text) == (Row("a", "https://x.example/a", {"team": "web"}), Row("b, c"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "lists no repository"),
        ("path\n", "lists no repository"),
        ("team\nweb\n", "line 2 has no path"),
        ("path,tean\na,web\n", "line 2: 'tean' is no question"),
        ("path\na,b\n", "line 2 has more cells"),
        ('path\n"a\n', "cannot be read"),
        ("path\na\na\n", "line 3: 'a' is there twice"),
        ("path\na\0\n", "list, line"),
        ("path,team\na," + "x" * 5000 + "\n", "longer than"),
        ("path\n" + "".join(f"p{number}\n" for number in range(MOST + 1)), "more than"),
        ("[", "not valid JSON"),
        ("{}", "must be a list"),
        ('["a"]', "must be a list"),
        ('[{"path": 3}]', "item 1 has no path"),
        ('[{"path": "a", "url": 3}]', "url must be text"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, words):
    with pytest.raises(UsageError) as wrong:
        read(text)
    assert words in wrong.value.message


def test_bytes_that_are_no_text_and_too_many_of_them_are_refused():
    for data in (b"\xff\xfe", b"x" * (11 * 1024 * 1024)):
        with pytest.raises(UsageError):
            read_inventory("list", data, QUESTIONS)


def test_a_silo_is_described_by_what_is_known_of_it():
    entry = silo_of(
        {"team": "web", "description": "Sells\x1b[31m", "maintainers": "Ada @ada"},
        name="shop",
        url="git@git.acme.example:web/shop.git",
        reason="2 texts\nthat both have",
    )
    assert entry.standing is Standing.SILOED
    assert entry.siloed == "2 texts that both have"
    assert (entry.project.team, entry.project.description) == ("web", "Sells")
    assert entry.project.maintainers == (Maintainer("Ada", "ada"),)
    assert entry.project.url == "https://git.acme.example/web/shop"


def named(name: str, url: str = "") -> str:
    return silo_of({}, name=name, url=url, reason="").project.name


@pytest.mark.parametrize(
    ("folder", "name"), [("My Shop", "My-Shop"), ("Ünïcode 🎉", "Unicode"), ("x" * 80, "x" * 63)]
)
def test_a_silo_is_called_as_near_to_its_folder_as_a_name_can_be(folder, name):
    assert named(folder) == name


def test_silos_whose_folders_give_no_name_do_not_take_each_others_entry():
    assert len({named("日本"), named("東京"), named("日本", "https://x.example/a")}) == 3


@pytest.mark.parametrize("wrong", [{"name": "../x"}, {"team": "-x"}, {"maintainers": "who?"}])
def test_what_cannot_be_kept_is_left_out(wrong):
    entry = silo_of(wrong, name="shop", url="javascript:x", reason="")
    assert (entry.project.name, entry.project.team, entry.project.url) == ("shop", "", "")
    assert entry.siloed
