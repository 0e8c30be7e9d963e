"""The command that does the same again."""

from __future__ import annotations

import shlex

import pytest

from charter.scaffold.equivalent import equivalent_command, flag_of

READY = {
    "name": "shop",
    "visibility": "opensource",
    "public_team": "web",
    "title": "The Shop",
    "keep_ours": ["a b"],
}


def words(
    *names: str, answers: dict[str, object] = READY, options: tuple[str, ...] = ()
) -> list[str]:
    return shlex.split(equivalent_command(answers, names, options))


def test_each_answer_is_said_by_its_own_flag_or_by_set() -> None:
    assert words("name", "visibility", "public_team", "title") == [
        "charter", "new", "shop", "--visibility", "opensource", "--team", "web", "--set", "title=The Shop",
        "--defaults", "--yes",
    ]  # fmt: skip


def test_only_what_is_worth_saying_is_said() -> None:
    assert words("name") == ["charter", "new", "shop", "--defaults", "--yes"]


def test_what_is_no_text_is_said_as_json() -> None:
    assert 'keep_ours=["a b"]' in words("keep_ours")


@pytest.mark.parametrize(
    "hostile",
    ["it's $(rm -rf ~)", 'a "b"', "-x", "--help", "a\nb", "ünï 🎤", "{{ x }}", "", "`id`"],
)
def test_every_text_comes_through_a_shell_as_it_was(hostile: str) -> None:
    said = words(
        "description", "title", answers={"name": "x", "description": hostile, "title": hostile}
    )
    assert [word for word in said if hostile in word.partition("=")[2] or word == hostile]
    assert said[said.index("--set") + 1] == f"title={hostile}"


def test_options_of_the_call_are_repeated() -> None:
    assert words("name", options=("--into", "my folder"))[3:5] == ["--into", "my folder"]


@pytest.mark.parametrize(
    ("name", "flag"),
    [("name", "NAME"), ("team", "--team"), ("warranty_days", "--set warranty_days=…")],
)
def test_a_missing_answer_is_asked_for_by_this_flag(name: str, flag: str) -> None:
    assert flag_of(name) == flag
