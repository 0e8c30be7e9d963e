"""Texts as people really write them: held exactly where they are held, shown literally, or refused."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from markdown_it import MarkdownIt

from judges import acme
from judges.panel import node
from judges.panel.schemas import SCHEMA
from judges.panel.syntax import PARSERS, YAMLLINT

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

    from judges.rendering import Studio

PLAIN = "Invoice renderer"
TEXTS = (
    'Quote "double" and \'single\' end"',
    "colon: space # hash - dash",
    "Ünïcödé ❤ 🚀 “smart” 中文",
    "{{ braces }} {% raw %} {# note #} {{{x}}}",
    "- leading dash",
    "# leading hash",
    "> leading quote",
    "1. leading number",
    "+ plus @mention #12 !34 ~sub~",
    "`backtick` *star* _under_ **bold** ~~gone~~",
    "<script>alert(1)</script> &amp; &lt; & co <b>",
    "[x](javascript:alert(1)) ![i](https://e.example/i.png)",
    "[x]: https://e.example",
    "<https://e.example> [[wiki]] [^1]",
    "back\\slash \\n \\u0041 end\\",
    "null",
    "123",
    "2026-01-01",
    "---",
    "%YAML 1.2",
    "!!python/object:os.system x",
    "*alias &anchor",
    "| pipe | in a table |",
    "ends with a colon:",
    "$(touch x) ${HOME} %PATH% `id`",
    "<!-- comment --> -->",
    "```fence",
    "====",
    "''' triple \"\"\" quotes",
)


def found(studio: Studio, visibility: str, text: str) -> Path:
    """A repository in which every free text is this one."""
    public = acme.PUBLIC | {"legal_name": f"Acme {text}", "short_name": f"Acme {text}"}
    internal = acme.INTERNAL | {"chat": text, "ospo_name": text, "sharing_boundary": text}
    given = acme.ANSWERS | {"title": text, "description": text, "visibility": visibility}
    if visibility == "opensource":
        given |= acme.PUBLIC_ANSWERS | {"copyright_holder": text}
    else:
        given |= acme.INTERNAL_ANSWERS | {"chat_channel": text}
    return studio.render(studio.template(public, internal), given | {"forge": "github"})


def read(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    readers = {".json": json.loads, ".toml": tomllib.loads}
    return readers.get(file.suffix, yaml.safe_load)(text)


def inline(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def structure(tokens: list[Token]) -> list[str]:
    """Blocks in order, and everything inside a line that is not mere text."""
    blocks = [f"{token.type} {token.tag}" for token in tokens]
    inside = [child for child in inline(tokens) if child.type not in ("text", "softbreak")]
    return blocks + [
        f"{child.type} {child.content[:4] if child.markup == '' else ''}" for child in inside
    ]


def parse(file: Path) -> list[Token]:
    return (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(file.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("text", TEXTS)
def test_files_for_machines_hold_the_exact_text(text: str, studio: Studio):
    inner, public = found(studio, "innersource", text), found(studio, "opensource", text)
    for repository in (inner, public):
        metadata = read(repository / "catalog-info.yaml")["metadata"]
        assert (metadata["title"], metadata["description"]) == (text, text)
        answers = read(repository / ".copier-answers.yml")
        assert (answers["title"], answers["description"]) == (text, text)
    portal = read(inner / "innersource.json")
    assert portal["title"] == text
    assert portal["motivation"].startswith(text)
    citation = read(public / "CITATION.cff")
    assert (citation["title"], citation["abstract"]) == (text, text)
    assert read(public / "security-insights.yml")["project"]["name"] == text
    assert text in read(public / "REUSE.toml")["annotations"][0]["SPDX-FileCopyrightText"]


@pytest.mark.parametrize("visibility", ["innersource", "opensource"])
@pytest.mark.parametrize("text", TEXTS)
def test_markdown_shows_the_text_and_nothing_else(visibility: str, text: str, studio: Studio):
    repository, plain = found(studio, visibility, text), found(studio, visibility, PLAIN)
    for file in sorted(plain.rglob("*.md")):
        name = file.relative_to(plain)
        assert structure(parse(repository / name)) == structure(parse(file)), name
    lines = [
        "".join(child.content for child in token.children or ())
        for token in parse(repository / "README.md")
        if token.type == "inline"
    ]
    ends = re.sub(r"[.,;:!]+$", "", text) or text
    assert lines[0] in (text, ends)
    assert text in lines[1:] or any(text in line for line in lines[1:])


@pytest.mark.parametrize("visibility", ["innersource", "opensource"])
def test_judges_of_formats_accept_awkward_texts(visibility: str, studio: Studio):
    repositories = {found(studio, visibility, text): text for text in TEXTS}
    judges = [SCHEMA, PARSERS, YAMLLINT] + ([] if node.why_absent() else [node.BACKSTAGE])
    complaints = {
        f"{judge.name}: {repositories[path]}": said
        for judge in judges
        for path, said in judge.look_at(list(repositories)).items()
        if said
    }
    assert complaints == {}


PEOPLE = (
    "Anne-Marie O'Brien",
    'Ada "Countess" Lovelace',
    "Müller: #1",
    "Łukasz 🚀 [x](javascript:alert(1))",
    "{{ name }} {% x %}",
    "- dash `tick` *star*",
    "null",
    "名前",
)


@pytest.mark.parametrize("person", PEOPLE)
def test_maintainers_keep_their_names(person: str, studio: Studio):
    people = f"{person} @ada <ada@acme.example>, Bob Noyce @bob"
    public = studio.rendered("opensource", public_maintainers=people)
    inner = studio.rendered("innersource", maintainers=people)
    author = read(public / "CITATION.cff")["authors"][0]
    assert (
        " ".join(filter(None, (author.get(key) for key in ("given-names", "family-names", "name"))))
        == person
    )
    assert read(public / "security-insights.yml")["project"]["administrators"][0]["name"] == person
    for file in (public / "MAINTAINERS.md", inner / "README.md"):
        lines = ["".join(child.content for child in token.children or ()) for token in parse(file)]
        assert any(person in line for line in lines), file.name


BAD_NAMES = (
    "",
    ".",
    "..",
    "../x",
    "a/b",
    "a b",
    "-x",
    "x-",
    ".git",
    "a..b",
    "x.git",
    "X.GIT",
    "a\nb",
    "a\n",
    "\na",
    "a\u2028b",
    "ä",
    "a" * 64,
    "a\x00",
    "{{ name }}",
    "$(id)",
    "a;b",
    "--help",
    "CON:",
    "a\\b",
)
BAD_ANSWERS = [
    *(("name", bad) for bad in BAD_NAMES),
    *(("title", bad) for bad in ("", " ", "a\nb", "a\n", "a\tb", "a\x1b[31m", "a\u2028b", "a" * 81)),
    *(("description", bad) for bad in ("", " ", "a\nb", "a\n", "a\x00", "a\u2029b", "a" * 301)),
    *(("team", bad) for bad in ("", "../x", "a b", "a\n", "-x", "@team", "a/b")),
    *(
        ("maintainers", bad)
        for bad in (
            "", "Ada", "@ada", "Ada @", "Ada @ada,", "Ada\nx @ada", "Ada @ada\n- x", "Ada @ada <x>",
            "Ada @ada <a@b> x", "Ada <a@b.example>", "Ada @ada; Bob @bob", "Ada @../x", "Ada @ada\x00",
        )
    ),
    ("chat_channel", "a\nb"), ("chat_channel", "a\n"),
    ("repository_url", "javascript:alert(1)"), ("repository_url", "https://x/a\n"),
    ("topics", "A"), ("topics", "a\n- b"), ("topics", "a, b\n"), ("review_days", "0"), ("review_days", "2\n"),
    ("warranty_days", "-1"), ("copyright_year", "2026\n"),
]  # fmt: skip
BAD_PUBLIC = [
    ("public_maintainers", "Ada @ada"), ("public_maintainers", "Ada @ada, Ada @ADA"),
    ("public_team", "a\n"), ("public_contact", "nobody"), ("public_contact", "a@b.example\n"),
    ("public_repository_url", "http://x/a"), ("public_repository_url", "https://x/a\n"),
    ("copyright_holder", "a\nb"), ("copyright_holder", "a\n"), ("publication_date", "2026-01-01\n"),
    ("cla_url", "javascript:alert(1)"), ("cla_url", "https://x\n"), ("organisation_name", "a\nb"),
    ("organisation_name", "a\n"), ("organisation_name", "🚀"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("visibility", "question", "bad"),
    [
        *(("innersource", question, bad) for question, bad in BAD_ANSWERS),
        *(("opensource", question, bad) for question, bad in BAD_PUBLIC),
    ],
)
def test_what_cannot_be_held_is_refused(visibility: str, question: str, bad: str, studio: Studio):
    answers = {question: bad}
    if question == "cla_url":
        answers["contribution_agreement"] = "cla"
    with pytest.raises(ValueError, match=question):
        studio.rendered(visibility, organisation="empty", **answers)
