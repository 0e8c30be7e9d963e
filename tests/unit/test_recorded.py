"""An answers file comes with a repository: nobody has vouched for it."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.errors import AnswerError
from charter.template import recorded
from charter.template.recorded import LARGEST, parse_recorded

FILE = ".copier-answers.yml"
READY = b"_commit: v1.0.0\n_src_path: git+charter::builtin\n"
BOMB = b"a: &a [x, x]\n" + b"".join(
    b"%c: &%c [*%c, *%c]\n" % (name, name, name - 1, name - 1) for name in range(98, 123)
)


def parse(text: bytes) -> recorded.Recorded:
    return parse_recorded(FILE, text)


def test_what_is_recorded_is_the_template_its_version_and_the_answers() -> None:
    found = parse(READY + b"_of_copier: 1\nname: shop\nwords: [a, 1, null]\n")
    assert (found.file, found.source, found.version) == (FILE, "git+charter::builtin", "v1.0.0")
    assert found.answers == {"name": "shop", "words": ["a", 1, None]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (READY + b"a: &a [1]\nb: *a\n", "uses YAML aliases"),
        (READY + BOMB, "uses YAML aliases"),
        (READY + b"a: &a {<<: *a}\n", "uses YAML aliases"),
        (READY + b"a: " + b"[" * 21 + b"]" * 21, "nested deeper than 20 levels"),
        (READY + b"a: " + b"[" * 200_000, "nested deeper than 20 levels"),
        (READY + b"a: " + b"{a: " * 21 + b"1" + b"}" * 21, "nested deeper than 20 levels"),
        (READY + b"a: " + b"[a: " * 11 + b"1" + b"]" * 11, "nested deeper than 20 levels"),
        (READY + b"a:\n" + b"- " * 21 + b"1\n", "nested deeper than 20 levels"),
        (READY + b"".join(b" " * n + b"a:\n" for n in range(21)), "nested deeper than 20 levels"),
        (READY + b"? " * 21 + b"a\n", "nested deeper than 20 levels"),
        (READY + b"a: " + b"x" * LARGEST, "larger than 256 KiB"),
        (b"", "not a mapping"),
        (b"- a\n", "not a mapping"),
        (b"text", "not a mapping"),
        (READY + b"1: a\n", "not a mapping"),
        (READY + b"null: a\n", "not a mapping"),
        (READY + b"[a, b]: c\n", "not valid YAML"),
        (READY + b"? {a: b}\n: c\n", "not valid YAML"),
        (READY + b"---\na: b\n", "not valid YAML"),
        (READY + b"<<<<<<< HEAD\nname: a\n=======\nname: b\n>>>>>>> x\n", "not valid YAML .line 4."),
        (READY + b"a: \x00\n", "not valid YAML"),
        (READY + b"a: \xff\n", "not valid YAML"),
        (READY + b"a: !!python/object/apply:os.system [ls]\n", "not valid YAML .line 3."),
        (READY + b"day: 2024-13-45\n", "not valid YAML"),
        (READY + b"a: !!timestamp x\n", "not valid YAML"),
        (READY + b"a: !!int x\n", "not valid YAML"),
        (READY + b"a: !!int ''\n", "not valid YAML"),
        (READY + b"a: !!bool x\n", "not valid YAML"),
        (READY + b"a: !!float ''\n", "not valid YAML"),
        (READY + b"a: " + b"9" * 5000 + b"\n", "not valid YAML"),
        (b"_commit: v1\nname: a\n", "_src_path is missing or not text"),
        (b"_src_path: ''\n_commit: v1\n", "_src_path is missing or not text"),
        (b"_src_path: gh:a/b\n", "_commit is missing or not text"),
        (b"_src_path: gh:a/b\n_commit: 1.0\n", "_commit is missing or not text"),
        (b"_src_path: gh:a/b\n_commit: [v1]\n", "_commit is missing or not text"),
        (b'_src_path: gh:a/b\n_commit: "v1\\0"\n', "_commit is missing or not text"),
        (b'_src_path: "https://a\\0b"\n_commit: v1\n', "_src_path is missing or not text"),
        (b'_src_path: "gh:a/b\\ud800"\n_commit: v1\n', "not valid YAML"),
        (b"_src_path: gh:a/b\n_commit: ' '\n", "_commit is missing or not text"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_trusted_or_read_is_refused_by_name(text: bytes, said: str) -> None:
    start = time.process_time()
    with pytest.raises(AnswerError, match=said) as refused:
        parse(text)
    assert refused.value.message.startswith(FILE)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        (READY + b"<<<<<<< HEAD\n", f"git checkout COMMIT~1 -- {FILE}"),
        (b"_src_path: gh:a/b\n", "commit it: _commit: VERSION"),
        (b"_commit: v1\n", f"begin anew: git rm {FILE}, commit, charter adopt"),
    ],
)
def test_what_is_refused_says_a_way_out_that_leads_out(text: bytes, cure: str) -> None:
    with pytest.raises(AnswerError) as refused:
        parse(text)
    assert refused.value.hint.endswith(cure)


@pytest.mark.parametrize(
    "answer",
    [
        b"'{{ 1 // 0 }}{% raw %}'",
        b"'<script>' # and a remark",
        b"|\n  several\n  lines",
        "'Umbrella & Söhne: 100 * 2 [sic]!'".encode(),
        b"!!str 1",
        b"\n- a:\n    - b: [{c: d}]",
    ],
)
def test_an_answer_is_what_yaml_says_and_nothing_is_rendered(answer: bytes) -> None:
    text = READY + b"a: " + answer + b"\n"
    assert parse(text).answers == {"a": yaml.safe_load(text)["a"]}


def depth(text: bytes) -> int:
    now = most = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        now += isinstance(event, yaml.CollectionStartEvent)
        now -= isinstance(event, yaml.CollectionEndEvent)
        most = max(most, now)
    return most


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "- ",
                "? ",
                ": ",
                "a: ",
                "a:\n",
                "a\n",
                "\n",
                " ",
                "  ",
                "    ",
                "[",
                "{",
                "]",
                "}",
                ",",
            ),
            *(
                "[a: ",
                "x",
                "--- ",
                "\t",
                "'",
                '"',
                "|\n",
                ">-\n",
                "#",
                "-\n",
                "? a: ",
                "- - ",
                "b:\n",
            ),
        ]
    ),
    max_size=14,
).map("".join)
NESTED = st.recursive(
    st.sampled_from(["x", 1, None, "two words " * 12, ""]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2),
        st.dictionaries(st.sampled_from(["a", "b", (1, "x")]), inner, min_size=1, max_size=2),
    ),
    max_leaves=24,
)
DUMPED = st.builds(
    lambda value, indent, flow: yaml.dump(value, indent=indent, default_flow_style=flow),
    NESTED,
    st.integers(2, 5),
    st.sampled_from([None, True, False]),
)


def test_what_is_not_looked_at_closer_is_never_deeper_than_allowed() -> None:
    seen: Counter[Any] = Counter()

    @settings(max_examples=1000, derandomize=True, database=None, deadline=None)
    @given(st.one_of(PIECES, DUMPED, DUMPED.map(lambda text: text.replace("    ", " "))))
    def look(written: str) -> None:
        text = written.encode()
        try:
            levels = depth(text)
        except yaml.YAMLError:
            seen["no YAML"] += 1
            return
        columns = 1 + max(map(len, recorded._BEFORE_A_KEY.findall(text)), default=0)
        seen[levels] += 1
        assert levels <= 2 * (columns + text.count(b"[") + text.count(b"{"))

    look()
    assert sum(seen[levels] for levels in range(3, 15)) > 50, seen


def test_a_usual_answers_file_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "_refuse_traps", lambda *_: pytest.fail("looked closer"))
    parse(
        READY
        + """\
description: Renders invoices (PDF) for "every" team, ünd
    goes on, in a second line
keep_ours: []
maintainers: Ada Lovelace @ada <ada@acme.example>, Bob Noyce @bob
nested:
-   a: 1
    b:
    - 2
""".encode()
    )


_PLAIN = st.text("ab1-.:'\" #~=<\n", max_size=8)


@given(st.lists(st.tuples(st.text("ab1~<=", min_size=1, max_size=3), _PLAIN), max_size=6))
def test_one_value_a_line_is_read_as_any_other_yaml(lines: list[tuple[str, str]]) -> None:
    text = "".join(f"{name}: {value}\n" for name, value in lines).encode() + READY
    try:
        said = yaml.safe_load(text)
    except yaml.YAMLError:
        with pytest.raises(AnswerError):
            parse(text)
        return
    if all(isinstance(key, str) for key in said):
        answers = {key: value for key, value in said.items() if not key.startswith("_")}
        assert repr(parse(text).answers) == repr(answers)
