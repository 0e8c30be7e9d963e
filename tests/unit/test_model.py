"""Maintainers as they are written."""

from __future__ import annotations

import pytest

from charter.model import Maintainer, parse_maintainers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lovelace @ada", [Maintainer("Ada Lovelace", "ada")]),
        ("Ada @ada, Bob Noyce @bob <bob@acme.example>", [Maintainer("Ada", "ada"), Maintainer("Bob Noyce", "bob", "bob@acme.example")]),
        ("  Zoë Ångström  @z.a-b_c ,  李 @li", [Maintainer("Zoë Ångström", "z.a-b_c"), Maintainer("李", "li")]),
        ("@ada", [Maintainer("", "ada")]),
    ],
)  # fmt: skip
def test_people_are_read_with_name_handle_and_address(
    text: str, expected: list[Maintainer]
) -> None:
    assert parse_maintainers(text) == tuple(expected)


@pytest.mark.parametrize("people", ["Ada Lovelace @ada", "Bob Noyce @bob <bob@acme.example>"])
def test_a_maintainer_is_written_as_read(people: str) -> None:
    assert str(parse_maintainers(people)[0]) == people


@pytest.mark.parametrize(
    "text", ["", "Ada", "Ada @ada,", "Ada @a b", "Ada ada@acme.example", "Ada @ada <>", "Ada @ä"]
)
def test_what_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the part itself
        parse_maintainers(text)
