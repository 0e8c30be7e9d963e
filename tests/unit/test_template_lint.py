"""One flaw in a template is one finding, at its line; none in a template without."""

from __future__ import annotations

import pytest

from charter.authoring.findings import BY_ID
from charter.authoring.lint import lint
from unit.authoring import TEXTS, configure, files_of, linted

INSIDE = "templates/innersource/README.md.jinja"
PUBLIC = "templates/opensource/README.md.jinja"
SHARED = "templates/shared/foot.jinja"
MACROS = "templates/shared/macros.jinja"


def with_end(path: str, text: str) -> dict[str, str]:
    return {path: TEXTS[path] + text}


def test_a_template_without_a_flaw_has_no_finding():
    assert linted(files_of()) == []


@pytest.mark.parametrize(
    ("changed", "rule", "path", "line"),
    [
        (with_end(INSIDE, "\n{{ nmae }}\n"), "JINJA-2", INSIDE, 5),
        (with_end(SHARED, "{{ nmae }}\n"), "JINJA-2", SHARED, 2),
        (with_end(MACROS, "{% macro m(a) %}{{ b }}{% endmacro %}"), "JINJA-2", MACROS, 2),
        (with_end(MACROS, "{% macro m(a) %}{{ name }}{% endmacro %}"), "JINJA-2", MACROS, 2),
        (with_end(PUBLIC, "{% for x in [1] %}{% endfor %}{{ x }}"), "JINJA-2", PUBLIC, 3),
        (
            {"templates/innersource/{{ forg }}.md": ""},
            "JINJA-2",
            "templates/innersource/{{ forg }}.md",
            1,
        ),
        (with_end(INSIDE, "{% if name %}\n"), "JINJA-1", INSIDE, 4),
        (with_end(INSIDE, "{% include 'templates/shared/fot.jinja' %}"), "JINJA-3", INSIDE, 4),
        (with_end(INSIDE, "{{ name | shout }}"), "JINJA-4", INSIDE, 4),
        (with_end(PUBLIC, "{{ organisation.internal.chat }}"), "IN-1", PUBLIC, 3),
        (with_end(PUBLIC, "{{ organisation['internal'].chat }}"), "IN-1", PUBLIC, 3),
        (with_end(PUBLIC, "{{ organisation_file }}"), "IN-1", PUBLIC, 3),
        (with_end(PUBLIC, "{{ team }}"), "IN-1", PUBLIC, 3),
        (with_end(SHARED, "{{ organisation.internal.chat }}"), "IN-1", SHARED, 2),
        (
            {"templates/opensource/{{ organisation.internal.chat }}.md": ""},
            "IN-1",
            "templates/opensource/{{ organisation.internal.chat }}.md",
            0,
        ),
    ],
)
def test_one_flaw_in_a_file_is_found_at_its_line(changed, rule, path, line):
    assert linted(files_of(changed)) == [(rule, path, line)]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("", "_tasks: [make]\n", "ASK-2"),
        ("", "_migrations: [{version: v1}]\n", "ASK-2"),
        ("", "_jinja_extensions: [x.Y]\n", "ASK-2"),
        ("  help: Forge\n", "", "ASK-3"),
        ("{{ team if", "{{ taem if", "JINJA-2"),
        ("{{ visibility == 'innersource' }}", "{{ forge == 'github' }}", "JINJA-2"),
        ("{% if not name %}", "{% if not nmae %}", "JINJA-2"),
        ("organisation.public.licenses[0]", "organisation.internal.licenses[0]", "IN-1"),
        ("else organisation.public.owner", "else organisation.internal.chat", "IN-1"),
        ("[0].internal if visibility == 'innersource' else {}", "[0].internal", "IN-1"),
        ("{% if not name %}say", "{% if not name %}{{ name | shout }}say", "JINJA-4"),
        ("{% if not name %}say", "{% if not name %}{% say", "JINJA-1"),
    ],
)
def test_one_flaw_in_a_question_is_found_in_copier_yml(old, new, rule):
    found = linted(files_of(copier=(old, new)))
    assert {it[0] for it in found} == {rule}
    assert all(path == "copier.yml" and line for _, path, line in found)


def test_a_misspelled_name_is_told_with_the_one_that_was_meant():
    files = files_of(with_end(INSIDE, "{{ nmae }}"))
    (found,) = lint(configure(files), files)
    assert found.message == "'nmae' is no question (did you mean 'name'?)"


def test_a_question_used_before_it_is_asked_is_told_so():
    files = files_of(copier=("{{ visibility == 'innersource' }}", "{{ forge == 'github' }}"))
    assert any("asked later" in found.message for found in lint(configure(files), files))


@pytest.mark.parametrize(
    "text",
    [
        "{% if nothing is defined %}x{% endif %}",
        "{% if name %}{% set a = 1 %}{% else %}{% set a = 2 %}{% endif %}{{ a }}",
        "{% set ns = namespace(a=1) %}{{ ns.a }}{% raw %}{{ nothing }}{% endraw %}",
        "{% for k, v in {'a': 1}.items() %}{{ loop.index }}{{ k }}{{ v }}{% endfor %}",
        "{{ _copier_answers }}{{ _copier_conf.answers_file }}{{ now() }}",
        "{% set inside = visibility == 'innersource' %}{% if inside %}{{ team }}{% endif %}",
        "{{ team if visibility != 'opensource' else 1 }}{{ visibility == 'innersource' and team }}",
        "{% if visibility in ['opensource'] %}x{% else %}{{ organisation.internal.chat }}{% endif %}",
    ],
)
def test_what_is_right_is_not_found(text):
    assert linted(files_of(with_end(PUBLIC, text))) == []


@pytest.mark.parametrize(
    "guard",
    [
        "{% if forge == 'github' %}{{ team }}{% endif %}",
        "{% set inside = visibility == 'opensource' %}{% if inside %}{{ team }}{% endif %}",
        "{% if name %}{% set inside = true %}{% endif %}{% if inside %}{{ team }}{% endif %}",
        "{{ name and team }}",
    ],
)
def test_a_guard_that_does_not_hold_is_none(guard):
    assert [it[0] for it in linted(files_of(with_end(PUBLIC, guard)))] == ["IN-1"]


def test_every_rule_says_what_to_do():
    assert all(rule.cure and rule.title and rule.topic for rule in BY_ID.values())
