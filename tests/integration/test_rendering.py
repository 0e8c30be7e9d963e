"""What we render is what copier renders, byte for byte, for the built-in template and its like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from charter.model import Visibility
from charter.settings import BUILTIN
from charter.template.interview import complete
from charter.template.open import open_template
from charter.template.render import Order
from charter.template.rendering import _by_copier, render_answers

INNER = {
    "visibility": "innersource",
    "name": "shop",
    "description": 'Says "hello": {{ name }} # ü 🚀',
    "organisation_name": "Umbrella & Söhne",
    "team": "payments",
    "maintainers": "Ada O'Lovelace @ada <ada@acme.example>, Bob @bob",
    "forge": "github",
}
OUTER = {
    **INNER,
    "visibility": "opensource",
    "license": "Apache-2.0",
    "repository_url": "https://github.com/acme/shop",
    "contact": "security@acme.example",
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory):
    return open_template(BUILTIN, {}, tmp_path_factory.mktemp("cache"))


def answered(template, said):
    return complete(template.evaluator, said, str, use_defaults=True)


@pytest.mark.parametrize(
    "said",
    [
        *({**INNER, "forge": forge} for forge in ("github", "gitlab", "gitea", "forgejo")),
        *({**OUTER, "forge": forge} for forge in ("github", "gitlab", "gitea", "forgejo")),
        *({**OUTER, "license": name} for name in ("MIT", "GPL-3.0-or-later", "EUPL-1.2")),
        {**OUTER, "contribution_agreement": "cla", "cla_url": "https://acme.example/cla"},
        {**INNER, "governance_level": "shared-ownership", "warranty_days": "0", "topics": "a, b"},
        {**INNER, "keep_ours": ["/README.md", "*.yml"]},
    ],
    ids=lambda said: "-".join(
        str(said[key]) for key in ("visibility", "forge", "license") if key in said
    ),
)
def test_the_built_in_template_gives_the_same_bytes(template, said):
    answers = answered(template, said)
    rendering = render_answers(template, answers, Visibility(said["visibility"]))
    assert rendering.beyond == ""
    assert dict(rendering.files) == _by_copier(
        template, answers, Order(answers.said, Visibility(said["visibility"]))
    )


def test_a_template_beyond_us_is_rendered_by_copier_and_says_why(template, monkeypatch):
    answers = answered(template, INNER)
    files = template.tree.files
    told = b"{{ _folder_name }}"
    changed = {
        **files,
        "templates/innersource/where.txt.jinja": replace(files["copier.yml"], data=told),
    }
    template = replace(template, tree=replace(template.tree, files=changed))
    fresh = replace(template)  # what was compiled is not taken along
    rendering = render_answers(fresh, answers, Visibility.INNERSOURCE)
    assert "_folder_name" in rendering.beyond
    assert Path("README.md").as_posix() in rendering.files
