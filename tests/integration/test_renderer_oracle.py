"""Copier is the oracle of our renderer: every path, byte, mode and link, for drawn templates."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import copier
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from charter.errors import CharterError
from charter.git import commit_everything, git
from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent, Visibility
from charter.scaffold.folder import write_tree
from charter.template.evaluation import Evaluator
from charter.template.expressions import UnsupportedTemplateError
from charter.template.interview import complete
from charter.template.open import OpenTemplate
from charter.template.questions import parse_configuration
from charter.template.render import Edition
from charter.template.renderer import Renderer
from charter.template.rendering import render_answers
from charter.template.source import Source
from charter.template.tree import open_tree

SLOW = settings(
    max_examples=int(os.environ.get("CHARTER_EXAMPLES", "60")),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
QUESTIONS: dict[str, Any] = {
    "name": {"type": "str", "default": "shop"},
    "flag": {"type": "bool", "default": True},
    "count": {"type": "int", "default": 3},
    "price": {"type": "float", "default": 1.5},
    "words": {"type": "yaml", "default": ["b", "ä", 3]},
    "nested": {"type": "json", "default": '{"k": [1, {"y": "x: #"}], "z": null}'},
    "side": {"type": "str", "choices": ["inner", "outer"], "default": "inner"},
    "many": {"type": "str", "choices": ["one", "two"], "multiselect": True, "default": ["two"]},
    "where": {"type": "path", "default": "deep/er"},
    "empty": {"type": "str", "default": ""},
    "up": {"type": "str", "default": ".."},
    "here": {"type": "str", "default": "."},
    "token": {"type": "str", "default": "t", "secret": True},
    "shout": {"type": "str", "default": "{{ name | upper }}", "when": False},
    "maybe": {"type": "str", "default": "{{ name }}-x", "when": "{{ flag }}"},
}
REFUSED, BEYOND = "refused", "beyond"
Outcome = Mapping[str, FileContent] | str


@dataclass(frozen=True)
class Case:
    """A template as it lies on disk, and what is said to it."""

    files: Mapping[str, FileContent]
    said: Mapping[str, Any]
    is_git: bool = False


def agree(case: Case) -> str:
    """How it went, when ours and copier's are the same; fails where they are not."""
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder, "template")
        mine = opened(template, case) if case.is_git else ours(template, case)
        if mine == BEYOND:
            return BEYOND
        theirs = copiers(template, Path(folder, "made"), case)
    assert mine == theirs, case
    return REFUSED if mine == REFUSED else "same"


def read(folder: Path) -> dict[str, FileContent]:
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = FileContent(os.fsencode(path.readlink()), SYMLINK)
        elif path.is_file():
            mode = EXECUTABLE if path.stat().st_mode & 0o111 else REGULAR
            found[name] = FileContent(path.read_bytes(), mode)
    return found


def ours(template: Path, case: Case) -> Outcome:
    write_tree(case.files, template)
    try:
        text = case.files["copier.yml"].data
        configuration = parse_configuration(text, lambda _: None, lambda _: [])
        answers = complete(Evaluator(configuration), case.said, str, use_defaults=True)
        remembered = {"_src_path": str(template), **answers.stored}
        return Renderer(case.files, configuration).render(answers.values, remembered)
    except UnsupportedTemplateError as beyond:
        event(f"beyond: {' '.join(beyond.message.split()[-4:])}")
        return BEYOND
    except CharterError:
        return REFUSED


def opened(folder: Path, case: Case) -> Outcome:
    write_tree(case.files, folder)
    git("init", "--quiet", "--initial-branch=main", cwd=folder)
    commit_everything(folder, "Begin")
    git("tag", "v1.0.0", cwd=folder)
    return ours_of_git(folder, case)


def ours_of_git(template: Path, case: Case) -> Outcome:
    source = Source(f"file://{template}")
    tree = open_tree(template / ".git", "v1.0.0")
    opened = OpenTemplate(Edition(source, template / ".git", "v1.0.0"), tree)
    assert {**tree.files} == {**case.files}
    try:
        answers = complete(opened.evaluator, case.said, str, use_defaults=True)
        return dict(render_answers(opened, answers, Visibility.INNERSOURCE).files)
    except CharterError:
        return REFUSED


def copiers(template: Path, made: Path, case: Case) -> Outcome:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            copier.run_copy(
                f"git+file://{template}" if case.is_git else str(template),
                made,
                dict(case.said),
                vcs_ref="v1.0.0" if case.is_git else None,
                defaults=True,
                overwrite=True,
                quiet=True,
                settings=copier.Settings(),
            )
    except Exception:  # noqa: BLE001 - whatever it says no with, it says no
        return REFUSED
    return read(made)


# ---- what is drawn -------------------------------------------------------------------------

FOLDERS = [
    "docs", ".github", "two words", "in {{ name }}", "{{ where }}", "{{ here }}", "{{ side }}-{{ count }}",
    "{% if flag %}only{% endif %}", "{% if not flag %}never{% endif %}", "{{ empty }}", "ünï.d", "f.jinja",
]  # fmt: skip
NAMES = [
    "README.md", "ünï", "two", "it's", "a.b.c", "~draft", "x.pyc", "{{ name }}.md", "{{ words | first }}.txt",
    "{{ name }}-{{ count }}", "{{ shout }}", "{{ maybe }}", "{% if flag %}if{% endif %}", ".dot",
    "{% if not flag %}never{% endif %}", "{{ empty }}", "{{ absent }}", "{{ where }}.txt", "{# nothing #}said",
    "{{ many | join('+') }}", "a\\b", "-rf", "# x",
]  # fmt: skip
RARE_NAMES = [
    "{{ up }}", "{{ name.nothing.more }}", "{{ 1 % 0 }}", ".copier-answers.yml", "é" * 130, "{{ here }}",
    "{{ _copier_conf.answers_file }}", "{{ 'é' * 200 }}", "docs", "{{ name }}", "{{ 'a' | nonsense }}",
]  # fmt: skip
TEXTS = [
    "", "words", "words\n", "words\n\n", "\r\n", "a\r\nb\r\n", "a\rb", "{{ name }}", "{{ name }}\n", "{{ name }}\r\n",
    "\ufeff{{ shout }}", "{{ absent }}|{{ empty }}|{{ maybe }}|{{ token }}", "{{ price }} {{ count + 1 }} {{ flag }}",
    "{% for word in words %}\n  - {{ word }}\n{% endfor %}\n", "{%- if flag -%}\n yes\n{%- endif %} \n",
    "  {% if flag %}\n  in\n  {% endif %}\n", "{% raw %}{{ name }}{% endraw %}", "{# a comment #}\n\n",
    "{{ nested.k[1].y }} {{ nested.z }}\n", "{{ nested | to_nice_yaml }}{{ words | to_json }}",
    "{{ _copier_answers | to_nice_yaml }}", "{{ _copier_answers | to_json(sort_keys=true) }}", "{{ _copier_conf.answers_file }}",
    "{{ _copier_conf.answers_file.name | to_json }}{{ _copier_conf.answers_file | to_json }}",
    "{{ _src_path | basename }} {{ _commit }}", "{% include 'parts/part.txt' %}!\n", "{% include './parts/part.txt' %}",
    "{% import 'parts/macros' as m %}{{ m.greet(name) }}\n{{ m.greet(shout) }}",
    "{% from 'parts/macros' import greet with context %}{{ greet('x') }}",
    "{% extends 'parts/base' %}{% block body %}mine {{ super() }}{% endblock %}",
    "{{ words.append(name) or words }}", "{% import 'parts/state' as s %}{{ s.add(name) }}{{ s.seen }}",
    "{% set found = words | select('string') | list %}{{ found }}", "{% include 'parts/none' ignore missing %}.",
    "{% include ['parts/none', 'parts/part.txt'] %}", "{{ 'ünï' | md5 }} {{ name | regex_replace('o', '0') }}",
    "{{ '%05d' | format(count) }} {{ words | map('string') | join(',') }}", "{{ name ~ '\r\n' }}|",
]  # fmt: skip
RARE_TEXTS = [
    "{{ 1 % 0 }}", "{{ name.nothing.more }}", "{% include 'parts/none' %}", "{{ ''.__class__.__mro__ }}",
    "{% include 'parts/../parts/part.txt' %}", "{{ words | regex_search('(') }}", "{% if %}", "{{ name | nonsense }}",
    "{{ _folder_name }}", "{% include 'parts/binary' %}",
]  # fmt: skip
BINARY = [b"\x00\xff{{ name }}", b"\x89PNG\r\n\x1a\n", b"latin \xe4 {{ name }}\n"]
PARTS = {
    "parts/part.txt": "part of {{ name }}\n",
    "parts/macros": "{% macro greet(whom) %}Hello {{ whom }}{{ name }}{% endmacro %}",
    "parts/state": "{% set seen = [] %}{% macro add(it) %}{{ seen.append(it) or '' }}{% endmacro %}",
    "parts/base": "<{% block body %}base {{ count }}{% endblock %}>\n",
}
EXCLUDES: list[list[str]] = [
    [], ["*.md"], ["{{ name }}*\ndocs\n!docs/keep.txt"], ["{% if flag %}*.md{% endif %}", "/plain"], ["keep.txt"],
    ["docs/*\r\n!*.txt", "# {{ name }}"], ["{% for word in words %}{{ word }}*\n{% endfor %}"], ["deep/", "**/er"],
    ["ünï"], ["copier.yml", "parts", "!*.md"],
]  # fmt: skip
ENVOPS: list[dict[str, Any]] = [
    {"keep_trailing_newline": False}, {"trim_blocks": True}, {"trim_blocks": True, "lstrip_blocks": True},
    {"undefined": "jinja2.StrictUndefined"}, {"newline_sequence": "\r\n"}, {"line_statement_prefix": "%%"},
]  # fmt: skip
DELIMITERS = {
    "{{": "[[", "}}": "]]", "{%": "[%", "%}": "%]", "{#": "[#", "#}": "#]",
}  # fmt: skip
BRACKETS = {
    "variable_start_string": "[[",
    "variable_end_string": "]]",
    "block_start_string": "[%",
    "block_end_string": "%]",
    "comment_start_string": "[#",
    "comment_end_string": "#]",
}


def mostly(usual: list[Any], rare: list[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 29).flatmap(lambda die: st.sampled_from(rare if die == 17 else usual))


@st.composite
def settings_of_a_template(draw: Any) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    subdirectory = draw(
        st.sampled_from(["", "", ".", "template", "template", "{{ side }}", "by/{{ side }}"])
    )
    if subdirectory or draw(st.booleans()):
        chosen["_subdirectory"] = subdirectory
    if draw(st.integers(0, 2)) == 0:
        chosen["_exclude"] = [".git", *draw(st.sampled_from(EXCLUDES))]
    if draw(st.integers(0, 2)) == 0:
        chosen["_templates_suffix"] = draw(st.sampled_from([".jinja", ".tmpl", "", None]))
    if draw(st.integers(0, 3)) == 0:
        chosen["_envops"] = draw(st.sampled_from([*ENVOPS, BRACKETS, BRACKETS, BRACKETS]))
    if draw(st.integers(0, 3)) == 0:
        names = ["answers.yml", "./.charter/answers.yml", "{{ name }}.yml", "docs/{{ side }}.yml"]
        chosen["_answers_file"] = draw(st.sampled_from(names))
    if draw(st.integers(0, 2)) == 0:
        chosen["_preserve_symlinks"] = True
    if draw(st.integers(0, 4)) == 0:
        chosen["_skip_if_exists"] = ["{{ name }}.md"]
    return chosen


@st.composite
def a_file(draw: Any, suffix: str) -> tuple[str, FileContent]:
    folders = draw(st.lists(mostly(FOLDERS, RARE_NAMES), max_size=2))
    name = "/".join([*folders, draw(mostly(NAMES, RARE_NAMES))])
    mode = draw(st.sampled_from([REGULAR, REGULAR, EXECUTABLE]))
    if draw(st.integers(0, 5)) == 0:
        data = draw(st.sampled_from(BINARY))
        name += draw(mostly([""], [suffix]))
    else:
        data = draw(mostly(TEXTS, RARE_TEXTS)).encode()
        name += draw(st.sampled_from(["", suffix, suffix, suffix]))
    return name, FileContent(data, mode)


@st.composite
def some_links(draw: Any, suffix: str) -> dict[str, FileContent]:
    """Up to two links, or one that may lead in a circle: copier walks every way through circles."""
    aims = [
        "plain",
        "docs",
        "sub/keep.txt",
        "./plain",
        "sub/../plain",
        "docs/",
        "sub/up",
        "nowhere",
    ]
    circles = [
        *aims,
        "sub",
        ".",
        "self",
        "sub/..",
        "../..",
        "../../outside",
        "/etc/hostname",
        "plain/.",
    ]
    found = {"sub/up": "../plain"}
    for aim in draw(st.one_of(some(aims, 2), some(circles, 1))):
        name = draw(st.sampled_from(["link", "l.{{ name }}", "ünk", "self"])) + draw(
            st.sampled_from(["", suffix])
        )
        inside = draw(st.booleans())
        found[f"sub/{name}" if inside else name] = f"../{aim}" if inside and aim[0] != "/" else aim
    return {name: FileContent(aim.encode(), SYMLINK) for name, aim in found.items()}


def some(aims: list[str], most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(aims), min_size=1, max_size=most)


@st.composite
def a_case(draw: Any) -> Case:
    chosen = draw(settings_of_a_template())
    suffix = chosen.get("_templates_suffix")
    suffix = ".jinja" if suffix is None else suffix
    root = chosen.get("_subdirectory", "").replace("{{ side }}", "inner").strip(".")
    drawn = dict(draw(a_file(suffix)) for _ in range(draw(st.integers(1, 6))))
    drawn |= {
        "plain": FileContent(b"plain {{ name }}\n"),
        "sub/keep.txt": FileContent(b"kept", EXECUTABLE),
        "docs/one.md": FileContent(b"1"),
    }
    if draw(st.booleans()):  # a file beside its template
        drawn |= {"beside": FileContent(b"never"), f"beside{suffix}": FileContent(b"{{ name }}")}
    if draw(st.integers(0, 2)) == 0:
        drawn |= draw(some_links(suffix))
    if draw(st.booleans()):
        text = draw(
            st.sampled_from(
                [
                    "{{ _copier_answers | to_nice_yaml }}",
                    "{{ _copier_answers | to_json(sort_keys=true) }}",
                ]
            )
        )
        drawn["{{ _copier_conf.answers_file }}" + suffix] = FileContent(text.encode())
    files = {name: FileContent(text.encode()) for name, text in PARTS.items()}
    files |= {f"{root}/{name}" if root else name: content for name, content in drawn.items()}
    if draw(st.integers(0, 9)) == 0:  # copier looks for templates beside what is rendered here too
        files |= {f"plain{suffix}": FileContent(b"at the root")}
    is_git = draw(st.integers(0, 4)) == 0
    configuration = {**chosen, **QUESTIONS}
    if chosen.get("_envops") == BRACKETS:
        files = {with_brackets(name): replaced(content) for name, content in files.items()}
        configuration = yaml.safe_load(
            with_brackets(yaml.safe_dump(configuration, sort_keys=False, width=1000))
        )
        configuration["_envops"] = BRACKETS
    if not is_git and has_links(files):  # there copier takes the mode of what a link leads to
        files = {name: without_mode(content) for name, content in files.items()}
    text = yaml.safe_dump(configuration, sort_keys=False, allow_unicode=True, width=1000)
    files["copier.yml"] = FileContent(text.encode())
    return Case(without_clash(files), draw(some_answers()), is_git)


def without_mode(content: FileContent) -> FileContent:
    return content if content.mode == SYMLINK else FileContent(content.data)


def some_answers() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(
                ["shop", "", "ünï cöde", "a/b", "{{ count }}", 'say "hi": #', "é" * 100]
            ),
            "flag": st.booleans(),
            "count": st.integers(-3, 99),
            "words": st.sampled_from([["x"], [], [1, None, {"k": "v"}], ["*.md", "docs"]]),
            "empty": st.sampled_from(["", "filled"]),
            "side": st.just("inner"),
        },
    )


def with_brackets(text: str) -> str:
    for old, new in DELIMITERS.items():
        text = text.replace(old, new)
    return text


def replaced(content: FileContent) -> FileContent:
    try:
        return FileContent(with_brackets(content.data.decode()).encode(), content.mode)
    except UnicodeDecodeError:
        return content


def has_links(files: Mapping[str, FileContent]) -> bool:
    return any(content.mode == SYMLINK for content in files.values())


def without_clash(files: Mapping[str, FileContent]) -> dict[str, FileContent]:
    """What a disk can hold: no file where a folder is, and no name that is too long."""
    folders = {str(folder) for name in files for folder in Path(name).parents}
    return {
        name: content
        for name, content in files.items()
        if name not in folders and all(len(part.encode()) < 256 for part in name.split("/"))
    }


def test_whatever_a_template_holds_we_render_what_copier_renders() -> None:
    seen: Counter[str] = Counter()

    @SLOW
    @given(a_case())
    def look(case: Case) -> None:
        outcome = agree(case)
        event(outcome)
        seen[outcome] += 1

    look()
    print(dict(seen))
    assert seen["same"] > seen.total() / 2, seen
    assert seen[BEYOND] < seen.total() / 8, seen


# ---- what a newer version takes over ---


@st.composite
def two_versions(draw: Any) -> tuple[Case, Case]:
    """A template, and the same one with some files changed, added and gone, answered anew."""
    old, other = draw(a_case()), draw(a_case())
    kept = {name: content for name, content in old.files.items() if draw(st.integers(0, 9))}
    new = {name: content for name, content in other.files.items() if not draw(st.integers(0, 4))}
    files = without_clash({**kept, **new, "copier.yml": old.files["copier.yml"]})
    said = old.said if draw(st.booleans()) else {**old.said, **other.said}
    return old, Case(files, said)


def made(case: Case, version: str) -> tuple[Renderer, Mapping[str, Any], Mapping[str, Any]]:
    configuration = parse_configuration(case.files["copier.yml"].data, lambda _: None, lambda _: [])
    answers = complete(Evaluator(configuration), case.said, str, use_defaults=True)
    remembered = {"_src_path": "somewhere", "_commit": version, **answers.stored}
    return Renderer(case.files, configuration), answers.values, remembered


def test_what_a_newer_version_takes_over_is_what_it_would_render() -> None:
    seen: Counter[str] = Counter()

    @SLOW
    @given(two_versions())
    def look(versions: tuple[Case, Case]) -> None:
        try:
            old, *before = made(versions[0], "v1")
            new, *after = made(versions[1], "v2")
            whole = new.render(*after)
            like = old.make(*before)
        except CharterError:
            return
        taken = new.make(*after, like=like)
        assert dict(taken.files) == whole, versions
        reached = {id(content) for content in like.texts.values()}
        reached &= {id(content) for content in taken.texts.values()}
        seen["taken" if reached else "rendered"] += 1
        seen["unsteady"] += not like.is_steady

    look()
    print(dict(seen))
    assert seen["taken"] > seen["rendered"] / 4, seen
    assert seen["unsteady"], seen


# ---- what stays as it is ------------------------------------------------------------------------

MINE = FileContent(b"mine: 1\n")  # an answers file too
KEPT = [
    "*.md", "/README.md", "docs", "docs/", "docs/*", "!docs/one.md", "**/one.md", "{{ name }}.txt", "{{ empty }}", "",
    "{{ words | join('\n') }}", "{% if flag %}*{% endif %}", "# docs", "ünï", "u\u0308n*", "a b", "a\\ b", "*.md\n", "  *.txt  ",
    "d?cs", "[a-m]*", ".dot", "!*", "docs/**\r\n*.txt", "{{ absent }}x", "\\#x", "one.md/", "*.md #", ".copier-answers.yml",
]  # fmt: skip
PATHS = [
    "README.md", "docs/one.md", "docs/two.txt", "deep/docs/one.md", "{{ name }}.txt", "ünï", "a b", "#x", ".dot", "shop",
]  # fmt: skip


@SLOW
@given(st.lists(st.sampled_from(KEPT), max_size=4), some_answers())
def test_what_is_skipped_where_it_exists_is_what_copier_skips(
    patterns: list[str], said: dict[str, Any]
) -> None:
    configuration = {"_skip_if_exists": patterns, **QUESTIONS}
    files = {path: FileContent(b"new") for path in PATHS} | {
        ".copier-answers.yml.jinja": FileContent(b"{{ _copier_answers | to_nice_yaml }}"),
        "copier.yml": FileContent(yaml.safe_dump(configuration, sort_keys=False).encode()),
    }
    case = Case(files, {**said, "name": "shop"})
    with tempfile.TemporaryDirectory() as folder:
        template, made = Path(folder, "template"), Path(folder, "made")
        parsed = parse_configuration(files["copier.yml"].data, lambda _: None, lambda _: [])
        answers = complete(Evaluator(parsed), case.said, str, use_defaults=True)
        renderer = Renderer(files, parsed)
        paths = renderer.render(answers.values, answers.stored).keys()
        skips = renderer.skips(answers.values, answers.stored)
        write_tree(files, template)
        write_tree(dict.fromkeys(paths, MINE), made)
        theirs = copiers(template, made, case)
    kept = {path for path in paths if theirs[path] == MINE}
    event(f"kept {len(kept)}")
    assert {path for path in paths if skips(path)} == kept


# ---- where copier renders for us, and where we differ on purpose ------------------------------


def small(said: Mapping[str, Any], **files: str) -> Case:
    """A template in git with `name` as its only question; `files` by name without the suffix."""
    texts = {f"{name}.jinja": FileContent(text.encode()) for name, text in files.items()}
    return Case(texts | {"copier.yml": FileContent(b"name: shop\n")}, said, is_git=True)


def test_what_is_beyond_us_is_what_copier_renders(tmp_path):
    case = small({"name": "x"}, a="{{ 'ü' | to_uuid }} {{ _folder_name }}", b="{{ name }}")
    mine = opened(tmp_path / "t", case)
    assert mine == copiers(tmp_path / "t", tmp_path / "x", case)
    assert mine["a"].data.endswith(b" x")


def test_a_name_that_is_a_path_never_leads_copier_out_of_its_folder(tmp_path):
    case = small({"name": f"../{tmp_path}/out"}, a="{{ _folder_name }}")
    assert opened(tmp_path / "t", case) == {"a": FileContent(b"rendering")}
    assert [path.name for path in tmp_path.iterdir()] == ["t"]


def test_a_template_that_forgets_to_exclude_gits_folder_does_not_hand_it_out(tmp_path):
    for number, text in enumerate(("{{ name }}", "{{ _copier_phase }}")):
        case = small({}, a=text)
        configuration = FileContent(b"_exclude: [copier.yml]\nname: shop\n")
        mine = opened(
            tmp_path / f"{number}", replace(case, files={**case.files, "copier.yml": configuration})
        )
        assert [*mine] == ["a"]
    theirs = copiers(tmp_path / "0", tmp_path / "made", case)
    assert ".git" in theirs  # which names a path of this machine


def test_what_several_documents_exclude_adds_up_as_in_copier(tmp_path):
    text = b"_exclude: ['*.yml']\nname: shop\n---\n_exclude: [b]\n_templates_suffix: ''\n"
    files = {name: FileContent(b"{{ name }}") for name in ("a", "b", "c.yml")}
    case = Case({**files, "copier.yml": FileContent(text)}, {})
    mine = ours(tmp_path / "t", case)
    assert mine == copiers(tmp_path / "t", tmp_path / "made", case) == {"a": FileContent(b"shop")}


def test_whatever_copier_raises_for_us_is_the_templates_error(tmp_path):
    files = {"in/{{ name }}.jinja": FileContent(b""), "in/sh{{ 'op' }}/b": FileContent(b"")}
    case = small({}, a="")
    assert opened(tmp_path / "t", replace(case, files={**case.files, **files})) == REFUSED
