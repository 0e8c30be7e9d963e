"""What one version of a template takes over of another: what comes out the same, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from charter.model import EXECUTABLE, FileContent
from charter.template.made import Made
from charter.template.questions import parse_configuration
from charter.template.renderer import Renderer

Texts = Mapping[str, str]
SAID = {"name": "shop", "words": ["a"], "count": 1}
MUTABLE = "{{ words.append('b') or '' }}"
STATE = "{% set seen = [] %}{% macro add(it) %}{{ seen.append(it) or '' }}{% endmacro %}"
ADDS = "{% import 's' as s %}{{ s.add(1) }}"
SHOWS = "{% import 's' as s %}{{ s.seen }}"


def renderer(texts: Texts, settings: str = "", mode: int = 0) -> Renderer:
    files = {
        name: FileContent(text.encode(), mode) if mode else FileContent(text.encode())
        for name, text in texts.items()
    }
    configuration = parse_configuration(settings.encode() or b"{}", lambda _: None, lambda _: [])
    return Renderer(files, configuration)


def made(it: Renderer, said: Mapping[str, Any], like: Made | None = None) -> Made:
    return it.make(said, {"_commit": "v2" if like else "v1", **said}, like=like)


@pytest.mark.parametrize(
    "text",
    [
        "{{ name }}",
        "{{ words }} {{ count }}",
        "{% include 'part' %}",
        "{% include 'none' ignore missing %}.{{ name }}",
        "{% from 'macros' import greet %}{{ greet(name) }}",
        "{% import 's' as s with context %}{{ s.add(1) }}{{ s.seen }}",
    ],
)
def test_what_is_made_of_the_same_is_taken_over(text):
    macros = "{% macro greet(it) %}{% set said = it %}Hello {{ said }}{% endmacro %}"
    texts = {"a.jinja": text, "part": "{{ name }}", "macros": macros, "s": STATE}
    new = renderer({**texts, "b.jinja": "{{ name }}"})
    like = made(renderer(texts), {**SAID, "unused": 1})
    whole = made(new, SAID)
    taken = made(new, SAID, like)
    assert taken.files == whole.files
    assert taken.files["a"] is like.files["a"]
    assert taken.files["a"] is not whole.files["a"]


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ({"a.jinja": "{{ name }}"}, {"a.jinja": "{{ name }}!"}, {}),
        ({"a.jinja": "{{ name }}"}, {"a.jinja": "{{ name }}"}, {"name": "parser"}),
        ({"a.jinja": "{{ count }}"}, {"a.jinja": "{{ count }}"}, {"count": True}),
        ({"a.jinja": "{{ words }}"}, {"a.jinja": "{{ words }}"}, {"words": ["b"]}),
        ({"a.jinja": "{{ more }}"}, {"a.jinja": "{{ more }}"}, {"more": 1}),
        ({"a.jinja": "{{ _commit }}"}, {"a.jinja": "{{ _commit }}"}, {}),
        (
            {"a.jinja": "{% include 'p' %}", "p": "{{ name }}"},
            {"a.jinja": "{% include 'p' %}", "p": "{{ count }}"},
            {},
        ),
        (
            {"a.jinja": "{% include 'p' %}", "p": "{{ count }}"},
            {"a.jinja": "{% include 'p' %}", "p": "{{ count }}"},
            {"count": 2},
        ),
        (
            {"a.jinja": "{% include name %}", "shop": "1"},
            {"a.jinja": "{% include name %}", "shop": "2"},
            {},
        ),
        (
            {"a.jinja": "{% include ['none', 'p'] %}", "p": "1"},
            {"a.jinja": "{% include ['none', 'p'] %}", "p": "1", "none": "2"},
            {},
        ),
        # what one file does, another shows
        (
            {"a.jinja": MUTABLE, "b.jinja": "{{ words }}", "c.jinja": "{{ words.pop() }}"},
            {"a.jinja": "{{ name }}", "b.jinja": "{{ words }}", "c.jinja": "{{ words.pop() }}"},
            {},
        ),
        (
            {"a.jinja": "{{ name }}", "b.jinja": "{{ words }}"},
            {"a.jinja": MUTABLE, "b.jinja": "{{ words }}"},
            {},
        ),
        (
            {"a.jinja": ADDS, "b.jinja": SHOWS, "s": STATE},
            {"a.jinja": "{{ name }}", "b.jinja": SHOWS, "s": STATE},
            {},
        ),
    ],
)
def test_whatever_may_come_out_otherwise_is_rendered(old, new, changed):
    like = made(renderer(old), SAID)
    newer, said = renderer(new), {**SAID, **changed}
    newer.make(said, {"_commit": "v1", **said})
    whole = newer.make(said, {"_commit": "v2", **said})
    assert made(newer, said, like).files == whole.files != like.files


@pytest.mark.parametrize(
    ("settings", "mode"),
    [("_templates_suffix: .tmpl", 0), ("_envops: {trim_blocks: true}", 0), ("", EXECUTABLE)],
)
def test_settings_and_modes_are_those_of_the_newer_version(settings, mode):
    texts = {"a.jinja": "{% if name %}\nyes\n{% endif %}\n"}
    newer = renderer(texts, settings, mode)
    like, whole = made(renderer(texts), SAID), made(newer, SAID)
    assert made(newer, SAID, like).files == whole.files != like.files


def test_a_version_that_is_rendered_once_is_compared_with_none():
    texts = {"a.jinja": "{{ name }}"}
    like = made(renderer(texts), SAID)
    assert made(renderer(texts), SAID, like).files["a"] is not like.files["a"]
