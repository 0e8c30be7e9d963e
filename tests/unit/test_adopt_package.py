"""Name, description and team, by the manifests of a package."""

from __future__ import annotations

import pytest

from charter.scaffold.adopt.guess_package import LARGEST, READERS, guess_from_packages

TEXTS = {
    "catalog-info.yaml": "kind: Component\nmetadata:\n  name: shop\n  description: Sells\nspec:\n  owner: group:default/pay\n",
    "pyproject.toml": '[project]\nname = "shop"\ndescription = "Sells"\n',
    "package.json": '{"name": "@acme/shop", "description": "Sells"}',
    "Cargo.toml": '[package]\nname = "shop"\ndescription = "Sells"\n',
    "setup.cfg": "[metadata]\nname = shop\ndescription = Sells\n",
    "setup.py": 'setup(\n    name="shop",\n    description="Sells",\n    packages=[])\n',
    "composer.json": '{"name": "acme/shop", "description": "Sells"}',
    "pom.xml": "<project><parent><artifactId>up</artifactId></parent><artifactId>shop</artifactId>"
    "<description>Sells</description><dependencies><artifactId>x</artifactId></dependencies></project>",
    "go.mod": "module git.acme.example/pay/shop/v2\n\ngo 1.22\n",
    ".cruft.json": '{"context": {"cookiecutter": {"project_slug": "shop", "project_short_description": "Sells"}}}',
    ".cookiecutter.json": '{"repo_name": "shop", "description": "Sells"}',
}


def test_each_manifest_has_a_text_here():
    assert TEXTS.keys() == READERS.keys()


@pytest.mark.parametrize("path", TEXTS)
def test_each_manifest_tells_name_and_description(path):
    found = {one.question: one for one in guess_from_packages({path: TEXTS[path].encode()})}
    assert found["name"].value == "shop"
    assert found["name"].where == path
    assert path == "go.mod" or found["description"].value == "Sells"
    assert path != "catalog-info.yaml" or found["team"].value == "pay"


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe",
        b"[",
        b"{{{",
        b"- 1",
        b"[]",
        b'"x"',
        b"[" * 100_000,
        b"a: &a [*a]",
        b"x" * (LARGEST + 1),
    ],
    ids=["bytes", "open", "braces", "list", "json list", "text", "deep", "alias", "large"],
)
def test_a_manifest_that_cannot_be_read_says_nothing(path, data):
    assert list(guess_from_packages({path: data})) == []


def test_poetry_is_read_and_a_file_reference_is_no_description():
    poetry = b'[tool.poetry]\nname = "shop"\ndescription = "Sells"\n'
    assert [one.value for one in guess_from_packages({"pyproject.toml": poetry})] == [
        "shop",
        "Sells",
    ]
    config = b"[metadata]\nname = shop\ndescription = file: README.md\n"
    assert [one.value for one in guess_from_packages({"setup.cfg": config})] == ["shop"]


def test_what_would_steer_a_terminal_is_taken_out_and_length_is_limited():
    data = ('{"name": "shop", "description": "\\u001b[31mred ' + "word " * 200 + '"}').encode()
    _, description = guess_from_packages({"package.json": data})
    assert description.value.startswith("red word")
    assert description.value.endswith("word…")
    assert len(description.value) <= 300
