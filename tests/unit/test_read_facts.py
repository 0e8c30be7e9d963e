"""Answers are looked for again only where the newest version may want others."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.governance.read_facts import asks_the_same
from charter.model import REGULAR, FileContent
from charter.template.open import OpenTemplate
from charter.template.posed import Answers
from charter.template.project import Stand
from charter.template.recorded import Recorded
from charter.template.render import Edition
from charter.template.source import Source
from charter.template.tree import TemplateTree


def template(version: str, text: bytes) -> OpenTemplate:
    tree = TemplateTree(version, {"copier.yml": FileContent(text, REGULAR)})
    return OpenTemplate(Edition(Source("x"), Path(), version), tree)


@pytest.mark.parametrize(
    ("recorded", "newest", "same"),
    [
        ({"name": "shop"}, b"name: {type: str}", True),
        ({"name": "shop"}, b"name: {type: str, validator: no}", False),
        ({"name": "shop"}, b"name: {type: str}\n_skip_if_exists: [a]", False),
        ({}, b"name: {type: str}", False),  # a default, which may not please the newest version
        ({"name": "shop", "gone": "x"}, b"name: {type: str}", False),
    ],
)
def test_the_same_is_asked_where_nothing_is_open_and_nothing_new(recorded, newest, same):
    answers = Answers({"name": "shop"}, {"name": "shop"}, {"name": "shop"})
    stand = Stand(template("v1", b"name: {type: str}"), answers, {})
    file = Recorded(".copier-answers.yml", "x", "v1", recorded)
    assert asks_the_same(stand, template("v2", newest), file) is same
