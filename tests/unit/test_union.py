"""Ignore files, attribute files and editor settings of both sides in one."""

from __future__ import annotations

import pytest

from charter.scaffold.layout.union import unite


@pytest.mark.parametrize(
    ("governed", "own", "expected"),
    [
        ("a\n", "b\n", "a\n\nb\n"),
        ("a\nb\n", "b\na\n", "a\nb\n"),
        ("a\n", "# known\na\n\n# new\nb\n", "a\n\n# new\nb\n"),
        ("*.log\n", "*.log\n!keep.log\n", "*.log\n\n!keep.log\n"),
        ("!x\n", "x\n!x\n", "!x\n\nx\n!x\n"),
        ("a", "b", "a\n\nb\n"),
        ("", "b\n", "b\n"),
        ("a\n", "", "a\n"),
        ("a\n", "b\r\na\r\n", "a\n\nb\n"),
    ],
)
def test_rules_of_both_are_there_once_and_in_order(governed, own, expected):
    assert unite(".gitignore", governed.encode(), own.encode()).decode() == expected


def test_bytes_that_are_no_utf8_survive():
    assert unite(".gitignore", b"a\n", b"\xff.txt\n") == b"a\n\n\xff.txt\n"


GOVERNED = """root = true

[*]
charset = utf-8
indent_size = 4

[*.md]
trim_trailing_whitespace = false
"""


def united(own: str) -> str:
    return unite(".editorconfig", GOVERNED.encode(), own.encode()).decode()


def test_the_codes_value_wins_inside_its_section():
    assert united("[*]\nindent_size = 2\n") == GOVERNED.replace(
        "indent_size = 4", "indent_size = 2"
    )


def test_a_key_that_governance_lacks_joins_its_section():
    text = united("root = true\n\n[*]\nmax_line_length = 100\n")
    assert text == GOVERNED.replace("indent_size = 4\n", "indent_size = 4\nmax_line_length = 100\n")


def test_a_section_that_governance_lacks_comes_last():
    assert united("[*.go]\nindent_style = tab\n") == GOVERNED + "\n[*.go]\nindent_style = tab\n"


def test_uniting_again_changes_nothing():
    once = united("[*]\nindent_size = 2\n\n[*.go]\nindent_style = tab\n")
    assert (
        unite(".editorconfig", once.encode(), GOVERNED.replace("indent_size = 4\n", "").encode())
        == once.encode()
    )
