"""How others may take part, as innersource.json and the answers say it."""

from __future__ import annotations

import pytest

from charter.catalog.address import first_issues_address
from charter.catalog.describe import describe
from charter.catalog.entry import Entry
from charter.catalog.surface import Surface, promise_of, read_surface
from charter.errors import CatalogError
from charter.model import Project, Visibility

ANSWERS = "name: shop\nteam: web\nreview_days: '3'\n"


def test_everything_in_it_becomes_a_part_of_the_entry():
    text = '{"contributions": ["Bugfixes", "Bugfixes", 7, "a\\u001b[2Jb"], "docs": "https://x.example/d"}'
    entry = describe({".copier-answers.yml": ANSWERS, "innersource.json": text})
    assert entry.wanted == ("Bugfixes", "ab")
    assert entry.link("docs") == "https://x.example/d"
    assert entry.responds == "first review within 3 working days"


def test_lifecycle_is_that_of_the_descriptor():
    text = "kind: Component\nmetadata: {name: x}\nspec: {owner: y, lifecycle: production}\n"
    assert describe({"catalog-info.yaml": text}).lifecycle == "production"


@pytest.mark.parametrize("text", ["{}", "", '{"contributions": "all", "docs": 3, "language": []}'])
def test_parts_of_the_wrong_shape_are_left_out(text):
    assert read_surface(text) == Surface()


def test_an_address_that_is_none_is_left_out():
    assert read_surface('{"docs": "javascript:alert(1)"}').docs == ""


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000])
def test_what_is_no_json_object_is_refused_by_name(text):
    with pytest.raises(CatalogError, match=r"innersource\.json"):
        read_surface(text)


def test_without_it_and_without_a_look_nothing_is_said_of_it():
    entry = describe({".copier-answers.yml": ANSWERS})
    assert entry.unsaid == ("readme", "language", "wanted")


@pytest.mark.parametrize(
    ("days", "promise"),
    [("1", "first review within 1 working day"), ("", ""), ("soon", "")],
)
def test_a_promise_is_made_by_who_made_one(days, promise):
    assert promise_of({"review_days": days}) == promise


@pytest.mark.parametrize(
    ("forge", "page"),
    [
        ("github", "/issues?q=is%3Aissue+is%3Aopen+label%3A%22good+first+issue%22"),
        ("gitlab", "/-/issues?state=opened&label_name%5B%5D=good+first+issue"),
        ("gitea", "/issues?q=good+first+issue"),
    ],
)
def test_first_issues_are_where_the_forge_has_them(forge, page):
    url = "https://git.acme.example/web/shop"
    project = Project("shop", "Shop", "", Visibility.INNERSOURCE, "web", (), forge=forge, url=url)
    assert first_issues_address(Entry(project)) == url + page
