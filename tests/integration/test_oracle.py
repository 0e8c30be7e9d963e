"""Copier is the oracle: what it writes into the answers file is what our evaluation must store."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import copier
import pytest
import yaml
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from jinja2 import Environment, pass_environment
from jinja2.sandbox import SandboxedEnvironment

from charter.errors import CharterError
from charter.template.evaluation import Evaluator
from charter.template.filters import FILTERS
from charter.template.interview import complete
from charter.template.questions import parse_configuration

SLOW = settings(
    max_examples=int(os.environ.get("CHARTER_EXAMPLES", "60")),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
ANSWERS_FILE = "{{ _copier_conf.answers_file }}.jinja"
REFUSED = "refused"


@dataclass(frozen=True)
class Case:
    """One template, and what is said to it."""

    questions: Mapping[str, Any]
    said: Mapping[str, Any]

    @property
    def text(self) -> str:
        return yaml.safe_dump(dict(self.questions), sort_keys=False, allow_unicode=True)


def ours(case: Case) -> Any:
    try:
        configuration = parse_configuration(case.text.encode(), lambda _: None, lambda _: [])
        return complete(Evaluator(configuration), case.said, str, use_defaults=True)
    except CharterError as refused:
        return (REFUSED, refused.message)


def copiers(case: Case) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        template, made = Path(folder, "template"), Path(folder, "made")
        template.mkdir()
        (template / "copier.yml").write_text(case.text, encoding="utf-8")
        (template / ANSWERS_FILE).write_text("{{ _copier_answers | to_json }}", encoding="utf-8")
        try:
            copier.run_copy(
                str(template),
                made,
                dict(case.said),
                defaults=True,
                quiet=True,
                settings=copier.Settings(),
            )
        except Exception as refused:  # noqa: BLE001 - whatever it says no with, it says no
            return (REFUSED, str(refused))
        stored = json.loads((made / ".copier-answers.yml").read_text("utf-8"))
    return {key: value for key, value in stored.items() if not key.startswith("_")}


def agree(case: Case) -> None:
    mine, theirs = ours(case), copiers(case)
    if is_refused(mine) or is_refused(theirs):
        event("refused")
        assert is_refused(mine) == is_refused(theirs), f"{case.text}\n{mine}\n{theirs}"
        return
    event(f"stored {len(theirs)}")
    assert canonical(mine.stored) == canonical(theirs), case.text
    again = copiers(Case(case.questions, mine.said))
    assert canonical(again) == canonical(theirs), f"said again:\n{case.text}\n{mine.said}"


def canonical(stored: Any) -> str:
    """Text that tells 1 from 1.0 and from "1", and nan from nothing else."""
    return json.dumps(stored, sort_keys=True)


def is_refused(outcome: Any) -> bool:
    return isinstance(outcome, tuple)


# ---- what is drawn -------------------------------------------------------------------------

TEXTS = [
    "", "a", "b", "no", "Yes", "~", "null", "0", "1", "-3", "1.50", "1e3", "nan", " x ", "a: b", "#c", "- d",
    "[a, b]", '["a", 1]', "{k: v}", '{"k": [1, null]}', "ä ö 🎤", "it's", 'say "hi"', "line\nline", "2024-01-31",
    "on", "off", "../up", "{% raw %}{{ x }}{% endraw %}", "@at", "'q'",
]  # fmt: skip
NATIVE: dict[str, list[Any]] = {
    "bool": [True, False, "yes", "no", "", "maybe", 0, 2],
    "int": [0, 7, -1, "12", " 3 ", "x", 1.9, True],
    "float": [0.5, 3, "2.50", "inf", "x"],
    "str": ["", "words", "ünï", 5, 1.5, True, "null", "a\nb"],
    "json": ['{"a": 1}', "[1, 2]", "null", '"text"', "{bad", [1, 2], {"k": "v"}, 3],
    "yaml": ["a: 1", "[1, 2]", "~", "text", "2024-01-31", "{bad", [1, 2], {"k": "v"}, True, "yes"],
    "path": ["", "a/b", "../x", "/etc"],
}
TYPES = sorted(NATIVE)


def reference(names: list[str]) -> st.SearchStrategy[str]:
    forms = [
        "{{ %s }}",
        "x{{ %s }}",
        "{{ %s | to_json }}",
        "{{ (%s | string) | lower }}",
        "{{ %s or 'else' }}",
    ]
    return st.builds(
        lambda form, name: form % name, st.sampled_from(forms), st.sampled_from([*names, "absent"])
    )


def condition(names: list[str]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.sampled_from([True, True, True, False, "yes", "off", "{{ 1 > 2 }}", "{{ '' }}", "none"]),
        st.sampled_from([*names, "absent"]).map(lambda name: f"{{{{ {name} }}}}"),
    )


@st.composite
def a_choice_list(draw: Any, type_: str, before: list[str]) -> Any:
    values = draw(st.lists(st.sampled_from([v for v in NATIVE[type_] if not isinstance(v, (list, dict))]),
                           min_size=1, max_size=4, unique_by=repr))  # fmt: skip
    shape = draw(st.sampled_from(["list", "dict", "pairs", "text", "text-dict", "validated"]))
    labels = [f"Label {number}" for number in range(len(values))]
    if shape == "list":
        return values
    if shape == "dict":
        return dict(zip(labels, values, strict=True))
    if shape == "pairs":
        return [list(pair) for pair in zip(labels, values, strict=True)]
    if shape == "text":
        return "{% set all = " + repr(values) + " %}{{ all | to_json }}"
    if shape == "text-dict":
        return "{{ " + repr(dict(zip(labels, values, strict=True))) + " | to_json }}"
    refusals = st.sampled_from(
        ["", "never", *(f"{{% if {name} %}}not with {name}{{% endif %}}" for name in before)]
    )
    return {
        label: {"value": value, "validator": draw(refusals)}
        for label, value in zip(labels, values, strict=True)
    }


def flat(choices: Any) -> list[Any]:
    """The values that a drawn list of choices offers, as far as they can be told from outside."""
    if isinstance(choices, dict):
        return [value["value"] if isinstance(value, dict) else value for value in choices.values()]
    if isinstance(choices, str):
        return []
    return [choice[1] if isinstance(choice, list) else choice for choice in choices]


def a_text_for_a_person() -> st.SearchStrategy[dict[str, Any]]:
    """Nobody is asked, so nobody reads it: it may be wrong."""
    names = st.sampled_from(["help", "placeholder", "multiline"])
    return st.dictionaries(names, st.just("{{ 1 % 0 }}"), max_size=1)


@st.composite
def a_question(
    draw: Any, name: str, before: list[str]
) -> tuple[dict[str, Any], st.SearchStrategy[Any]]:
    type_ = draw(st.sampled_from([*TYPES, ""]))
    pool = NATIVE[type_ or "yaml"]
    question: dict[str, Any] = {"type": type_} if type_ else {}
    answers = st.sampled_from([*pool, *TEXTS])
    if type_ and draw(st.integers(0, 3)) == 0:
        question["choices"] = draw(a_choice_list(type_, before))
        offered = flat(question["choices"]) or pool
        answers = st.one_of(st.sampled_from(offered), st.sampled_from(pool))
        if draw(st.booleans()):
            question["multiselect"] = True
            answers = st.one_of(
                st.lists(st.sampled_from(offered), max_size=3),
                st.lists(st.sampled_from(offered), max_size=3).map(lambda found: yaml.safe_dump(found, default_flow_style=True)),
                st.sampled_from(["[a, b]", "['1', \"yes\"]", "[1.50, no]", "a", ""]),
            )  # fmt: skip
    kind = draw(st.integers(0, 9))
    if kind < 6:
        question["default"] = draw(answers)
    elif kind < 8:
        question["default"] = draw(reference(before))
    elif kind == 8:
        question["default"] = "{{ UNSET }}"
    if draw(st.integers(0, 3)) == 0:
        question["when"] = draw(condition(before))
    if draw(st.integers(0, 4)) == 0:
        question["ask"] = draw(condition(before))
    if draw(st.integers(0, 3)) == 0:
        question["validator"] = draw(
            st.sampled_from([
                "", "  \n ", "no{{ absent }}",
                f"{{% if {name} == 'a' %}}not a{{% endif %}}",
                f"{{% if not ({name} | string | regex_search('^[a-z0-9]*$')) %}}letters only{{% endif %}}",
                f"{{% if {name} | length > 4 %}}too long{{% endif %}}",
                f"{{% if {name} < 5 %}}too small{{% endif %}}",
                f"{{{{ {name}.nothing.more }}}}",
            ])
        )  # fmt: skip
    if draw(st.integers(0, 7)) == 0:
        question["secret"] = True
    return question | draw(a_text_for_a_person()), answers


@st.composite
def a_case(draw: Any) -> Case:
    questions: dict[str, Any] = {}
    said: dict[str, Any] = {}
    for number in range(draw(st.integers(1, 5))):
        name = f"q{number}"
        questions[name], answers = draw(a_question(name, list(questions)))
        if questions[name].get("when") is not False and draw(st.integers(0, 2)) == 0:
            said[name] = draw(answers)
    return Case(questions, said)


def without_hidden(case: Case) -> Case:
    """We refuse an answer to a hidden question, copier takes it; all else must be the same."""
    while is_refused(outcome := ours(case)) and "is not a question here" in outcome[1]:
        name = outcome[1].split("'")[1]
        case = Case(case.questions, {key: value for key, value in case.said.items() if key != name})
    return case


def test_what_a_text_changes_stays_changed_for_the_questions_after_it() -> None:
    seen = " }}{{ words | to_json }}"
    questions = {
        "words": {"type": "yaml", "default": {"k": [1]}},
        "many": {"choices": [["A", [1]]], "multiselect": True, "default": [[1]]},
        "more": {"type": "str", "default": "{{ words.k.append(2) or many[0].append(3)" + seen},
        "last": {"type": "str", "default": "{{ words" + seen},
    }
    case = Case(questions, {})
    assert canonical(ours(case).stored) == canonical(copiers(case))


@SLOW
@given(a_case())
def test_whatever_is_asked_and_said_we_store_what_copier_stores(case: Case) -> None:
    agree(without_hidden(case))


def recopied(case: Case) -> Any:
    """What copier stores for a file that says this, without asking."""
    with tempfile.TemporaryDirectory() as folder:
        template, made = Path(folder, "template"), Path(folder, "made")
        template.mkdir()
        made.mkdir()
        (template / "copier.yml").write_text(case.text, encoding="utf-8")
        (template / ANSWERS_FILE).write_text("{{ _copier_answers | to_json }}", encoding="utf-8")
        written = yaml.safe_dump({"_src_path": str(template), **case.said}, allow_unicode=True)
        (made / ".copier-answers.yml").write_text(written, encoding="utf-8")
        try:
            copier.run_recopy(
                made, defaults=True, overwrite=True, quiet=True, settings=copier.Settings()
            )
        except Exception:  # noqa: BLE001 - whatever it says no with, it says no
            return REFUSED
        stored = json.loads((made / ".copier-answers.yml").read_text("utf-8"))
    return {key: value for key, value in stored.items() if not key.startswith("_")}


def recorded(case: Case) -> Any:
    try:
        configuration = parse_configuration(case.text.encode(), lambda _: None, lambda _: [])
        said = {"use_defaults": True, "recorded": case.said}
        return complete(Evaluator(configuration), {}, str, **said).stored
    except CharterError:
        return REFUSED


@SLOW
@given(a_case())
@pytest.mark.filterwarnings("ignore::copier.errors.DirtyLocalWarning")
def test_what_a_file_says_is_taken_over_as_copier_takes_it_over(case: Case) -> None:
    """But for JSON and YAML, which copier reads once more, and secrets, which no file holds."""
    left_out = {
        name
        for name, question in case.questions.items()
        if question.get("type", "") in ("json", "yaml", "") or question.get("secret")
    }
    mine = {key: value for key, value in case.said.items() if key not in left_out}
    ours, theirs = (take(Case(case.questions, mine)) for take in (recorded, recopied))
    event(f"{'refused' if theirs == REFUSED else 'same'}, said {len(mine)}")
    assert canonical(ours) == canonical(theirs), f"{case.text}\n{mine}"


# ---- filters -------------------------------------------------------------------------------

VALUES: dict[str, Any] = {
    "text": 'it\'s "ü" 🎤: [a], {b} & <c>\t\\d',
    "lines": "one\n\n  two\nthree\n",
    "empty": "",
    "blank": "  ",
    "number": 42,
    "real": 1.5,
    "yes": True,
    "no": False,
    "nothing": None,
    "day": dt.date(2024, 2, 29),
    "words": ["b", "a", "ä", 3, None, True, ""],
    "nested": {
        "z": [1, {"y": "x: #"}],
        "a": None,
        "long": "w " * 60,
        "é": "0o7",
        "t": "2024-01-31",
    },
    "path": "/a/b.c/d.tar.gz",
    "windows": "C:\\a\\b.txt",
    "json": '{"b": [1, 2.0, null], "a": "ü"}',
    "yaml": "b: [1, ~]\na: yes\n",
    "truth": "Yes",
    "encoded": base64.b64encode("ü ok".encode()).decode(),
}
NAMED: dict[str, tuple[str, ...]] = {
    "to_json": ("", "indent=2", "sort_keys=true", "ensure_ascii=false"),
    "to_nice_json": ("", "2", "indent=1", "sort_keys=false"),
    "from_json": ("",),
    "to_yaml": ("", "indent=2", "default_flow_style=true", "sort_keys=false", "width=20"),
    "to_nice_yaml": ("", "2", "indent=2, sort_keys=false", "width=20"),
    "from_yaml": ("",),
    "bool": ("",),
    "strftime": ("0", "'86400'", "1.9"),
    "regex_replace": ("", "'[a-z]+', '<\\\\g<0>>'", "'B', 'x', ignorecase=true", "'^', '> '", "'(', ''"),
    "regex_search": (
        "'[a-z]+'", "'^(.)(.)', '\\\\2', '\\\\1'", "'(?P<first>.)', '\\\\g<first>'", "'zzz'", "'B', ignorecase=true",
        "'^two', multiline=true", "'(.)', 'x'", "'(.)', '\\\\7'",
    ),
    "regex_findall": ("'[a-z]'", "'(.)(.)'", "'^.', multiline=true", "'A', ignorecase=true", "'zzz'"),
    "regex_escape": ("",),
    "ternary": ("'on', 'off'", "'on', 'off', 'none'"),
    "mandatory": ("", "'say it'"),
    "hash": ("", "'sha256'", "'md5'", "'nonsense'"),
    "md5": ("",),
    "sha1": ("",),
    "checksum": ("",),
    "quote": ("",),
    "b64encode": ("",),
    "b64decode": ("",),
    "basename": ("",),
    "dirname": ("",),
    "splitext": ("",),
    "win_basename": ("",),
    "win_dirname": ("",),
}  # fmt: skip


@pytest.fixture(scope="module")
def copiers_environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The Jinja environment of copier itself, caught by a template that calls what it was handed."""
    folder, caught = tmp_path_factory.mktemp("filters"), []
    (folder / "template").mkdir()
    (folder / "template" / "x.jinja").write_text("{{ catch() }}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COPIER_SETTINGS_PATH", os.devnull)
        copier.run_copy(
            str(folder / "template"),
            folder / "made",
            {"catch": pass_environment(lambda environment: caught.append(environment) or "")},
            quiet=True,
            settings=copier.Settings(),
        )
    return caught[0]


def rendered(environment: Environment, expression: str) -> str:
    try:
        return environment.from_string("{{ " + expression + " }}").render(VALUES)
    except Exception:  # noqa: BLE001 - whatever it says no with, it says no
        return REFUSED


@pytest.mark.parametrize("name", NAMED)
def test_a_filter_gives_what_it_gives_in_copier(
    name: str, copiers_environment: Environment
) -> None:
    environment = SandboxedEnvironment(keep_trailing_newline=True)
    environment.filters.update(FILTERS)
    expressions = [
        f"{value} | {name}({said})" for said in NAMED[name] for value in [*VALUES, "absent"]
    ]
    ours = {expression: rendered(environment, expression) for expression in expressions}
    theirs = {expression: rendered(copiers_environment, expression) for expression in expressions}
    assert {**ours} == {**theirs}
    assert set(theirs.values()) != {REFUSED}


def test_every_filter_is_compared() -> None:
    assert NAMED.keys() == FILTERS.keys()
