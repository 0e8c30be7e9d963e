"""What is wrong with a rendering is found; and no internal fact changes a public byte."""

from __future__ import annotations

import pytest

from charter.authoring.interference import find_interference
from charter.authoring.judging import Judging
from charter.model import FileContent, Visibility
from unit.authoring import Files, files_of, rendered
from unit.test_template_lint import PUBLIC, SHARED, with_end

RECORDED = {"team": "secret-team", "name": "shop"}


def judged(path: str, text: str) -> list[tuple[str, str, int]]:
    case, files = rendered(files_of())[0]
    found = Judging(frozenset({"name", "team"}), ".jinja").look_at(
        case, {**files, path: FileContent(text.encode())}
    )
    return [(it.rule, it.path, it.line) for it in found if it.rule != "GIVE-5"]


@pytest.mark.parametrize(
    ("path", "text", "rule", "line"),
    [
        ("a.yml", "a: [1\n", "GIVE-3", 2),
        ("a.json", '{"a": }', "GIVE-3", 1),
        ("a.toml", "a = \n", "GIVE-3", 0),
        ("a.py", "def f(:\n", "GIVE-3", 1),
        ("a.md", "Hello\n{{ name }}\n", "GIVE-4", 2),
        ("a.md", "{% if x %}\n", "GIVE-4", 1),
        ("a.md.jinja", "x\n", "GIVE-4", 0),
    ],
)
def test_one_flaw_of_a_rendering_is_found(path, text, rule, line):
    assert judged(path, text) == [(rule, path, line)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yml", "run: ${{ github.ref }}\nb: !reference [a, b]\n"),
        ("renovate.json", '{"prTitle": "{{depName}}"}'),
        ("a.bin", "\0{{ name }}"),
    ],
)
def test_what_belongs_there_is_not_found(path, text):
    assert judged(path, text) == []


def test_a_rendering_without_an_answers_file_is_found():
    case, files = rendered(files_of())[0]
    files = {path: it for path, it in files.items() if path != ".copier-answers.yml"}
    found = Judging(frozenset(), ".jinja").look_at(case, files)
    assert "GIVE-2" in {it.rule for it in found}


def test_our_own_checks_look_at_each_rendering():
    case, files = rendered(files_of())[0]
    found = list(Judging(frozenset(), ".jinja").look_at(case, files))
    assert {it.message.partition(":")[0] for it in found if it.rule == "GIVE-5"} >= {
        "DOC-1",
        "DOC-14",
    }


def proven(files: Files) -> list[tuple[str, str]]:
    public = [it for it in rendered(files) if it[0].side is Visibility.OPENSOURCE]
    return sorted({(it.path, it.message) for it in find_interference(files, public, RECORDED)})


def test_no_internal_fact_changes_the_public_side():
    assert proven(files_of()) == []


@pytest.mark.parametrize(
    ("changed", "copier", "path", "fact"),
    [
        (
            with_end(PUBLIC, "{{ organisation_file[0].internal.days }}"),
            ("", ""),
            "README.md",
            "days",
        ),
        (
            with_end(SHARED, "{{ organisation_file[0].internal.chat }}"),
            ("", ""),
            "README.md",
            "chat",
        ),
        (
            with_end(PUBLIC, "{{ 'a' if organisation_file[0].internal.strict else 'b' }}"),
            ("", ""),
            "README.md",
            "strict",
        ),
        (
            {},
            (
                "",
                'hint: {type: str, help: H, default: "{{ organisation_file[0].internal.chat }}"}\n',
            ),
            ".copier-answers.yml",
            "chat",
        ),
    ],
)
def test_an_internal_fact_that_reaches_the_public_side_is_named(changed, copier, path, fact):
    assert proven(files_of(changed, copier=copier)) == [(path, f"it changes with internal.{fact}")]
