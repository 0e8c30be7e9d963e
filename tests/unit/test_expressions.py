"""Texts of a template: what is rendered, what is left as it is, and what is refused."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath

import pytest
from jinja2 import DictLoader

from charter.errors import TemplateError
from charter.template.expressions import Expressions, NotSet, UnsupportedTemplateError


class NewerPath(PurePosixPath):
    """A path as Python 3.13 has it: with the module it is made of at hand."""

    parser = posixpath


def test_a_path_does_not_hand_out_modules():
    for attack in ("{{ p.parser.os.getcwd() }}", "{{ (p | attr('parser')).os.getcwd() }}"):
        with pytest.raises(TemplateError, match=r"unsafe|undefined"):
            Expressions({}).render(attack, {"p": NewerPath("x")})


def test_a_plain_text_is_left_as_it_is():
    for plain in ("", "words\n", "a } b", 5, None, {"k": "{{ v }}"}):
        assert Expressions({}).render(plain, {}) == plain


@pytest.mark.parametrize(
    ("envops", "text", "made"),
    [
        ({}, "a\r\nb\n", "a\nb\n"),
        ({"keep_trailing_newline": False}, "a\n\n", "a\n"),
        ({"newline_sequence": "\r\n"}, "a\nb", "a\r\nb"),
        ({"line_statement_prefix": "%%"}, "%% if x\nyes\n%% endif\n", "yes\n"),
        ({"line_comment_prefix": "##"}, "a ## no\n", "a\n"),
        ({"variable_start_string": "[[", "variable_end_string": "]]"}, "[[ x ]] {{ x }}", "1 {{ x }}"),
        ({"undefined": "jinja2.Undefined"}, "{{ absent }}", ""),
    ],
)  # fmt: skip
def test_the_templates_own_options_hold(envops, text, made):
    assert Expressions({"envops": envops}).render(text, {"x": 1}) == made


def test_lists_are_rendered_item_by_item():
    assert Expressions({}).render(["{{ x }}", 2, ["{{ x }}"]], {"x": 1}) == ["1", 2, ["1"]]


@pytest.mark.parametrize(
    "wrong",
    [
        "{{ 1 / 0 }}", "{{ absent.x }}", "{{ 'x' | from_json }}", "{{ 'a: [' | from_yaml }}", "{{ {}.pop('x') }}",
        "{{ 'a' | regex_search('(') }}", "{{ range(999999) }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)  # fmt: skip
def test_what_a_text_raises_becomes_the_templates_error(wrong):
    with pytest.raises(TemplateError, match="the template says"):
        Expressions({}).render(wrong, {})


def test_a_filter_that_only_copier_knows_is_beyond_us_wherever_it_stands():
    for text in ("{{ 1 | type_debug }}", "{{ (1 | type_debug) if x else 2 }}"):
        with pytest.raises(UnsupportedTemplateError, match="type_debug"):
            Expressions({}).render(text, {"x": 1})


@pytest.mark.parametrize(
    "name", ["_commit", "_src_path", "_copier_answers", "_copier_conf", "_folder_name", "now"]
)
def test_a_question_that_asks_for_the_run_is_beyond_us(name):
    with pytest.raises(UnsupportedTemplateError, match=name):
        Expressions({}).refuse_unsupported([f"{{{{ {name} }}}}"], ())


def test_a_file_may_name_the_answers_file_and_nothing_else_of_the_run():
    Expressions({}).refuse_foreign("{{ _copier_conf.answers_file }} {{ _commit }} now", "a")
    with pytest.raises(UnsupportedTemplateError, match=r"'_copier_conf' in 'a'"):
        Expressions({}).refuse_foreign("{{ _copier_conf.data }}", "a")


def test_what_stands_in_a_raw_block_or_a_comment_is_only_text():
    Expressions({}).refuse_foreign("{% raw %}{{ now() }}{% endraw %}{# now #}", "a")


def test_an_error_in_a_file_names_the_file_and_the_line():
    one = Expressions({}, DictLoader({"a": "\n\n{% nonsense %}", "b": "{% include 'a' %}"}))
    with pytest.raises(UnsupportedTemplateError, match=r"b of the template: .*line 3 of a"):
        one.render_file("b", {})


def test_unset_is_a_signal_and_no_error():
    class Loud:
        def __str__(self) -> str:
            raise NotSet

    with pytest.raises(NotSet):
        Expressions({}).render("{{ x }}", {"x": Loud()})
