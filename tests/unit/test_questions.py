"""copier.yml as bytes → questions."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from charter.errors import TemplateError
from charter.template.questions import MISSING, Configuration, parse_configuration

READY = b"""\
_subdirectory: templates
name:
  type: str
  help: Its name
level: 3
"""


def parse(text: bytes, **files: str) -> Configuration:
    found = {name.replace("__", "/") + ".yml": content.encode() for name, content in files.items()}
    return parse_configuration(
        text, found.get, lambda glob: [f for f in sorted(found) if fnmatch(f, glob)]
    )


def test_keys_with_an_underscore_are_settings_and_all_others_questions_in_order() -> None:
    parsed = parse(READY)
    assert parsed.settings == {"subdirectory": "templates"}
    assert [question.name for question in parsed.questions] == ["name", "level"]


def test_a_bare_value_is_a_question_with_that_default() -> None:
    name, level = parse(READY).questions
    assert (name.default, level.default) == (MISSING, 3)


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        (b"name: {type: str, hlep: x}", "unknown key: hlep"),
        (b"name: {type: [}", "not YAML"),
        (b"just words", "must be a mapping"),
        (b"token: {type: str, secret: true}", "'token' has no default"),
        (b"_secret_questions: [token]\ntoken: {type: str}", "'token' has no default"),
    ],
)
def test_one_flaw_is_refused_and_named(flaw: bytes, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        parse(flaw)


def test_questions_named_in_the_settings_are_secret_too() -> None:
    token, other = parse(b"_secret_questions: [token]\ntoken: x\nother: y").questions
    assert (token.secret, other.secret) == (True, False)


def test_an_included_file_is_a_value_where_it_stands_as_one() -> None:
    (facts,) = parse(
        b"facts: {type: yaml, default: !include organisation.yml}", organisation="a: 1"
    ).questions
    assert facts.default == [{"a": 1}]


def test_included_questions_join_where_the_include_stands_as_a_document() -> None:
    parsed = parse(b"--- !include more/*.yml\n---\nlast: 1\n", more__a="one: 1", more__b="two: 2")
    assert [question.name for question in parsed.questions] == ["one", "two", "last"]


def test_reading_one_template_teaches_no_loader_of_anybody_else() -> None:
    parse(b"facts: {default: !include a.yml}", a="x: 1")
    with pytest.raises(TemplateError, match="not YAML"):
        parse(b"facts: {default: !exclude a.yml}")


def test_only_what_is_false_outright_is_computed() -> None:
    never, sometimes = parse(
        b"a: {default: 1, when: false}\nb: {default: 1, when: '{{ a }}'}"
    ).questions
    assert (never.is_computed, sometimes.is_computed) == (True, False)
