"""The banner in the team's own README: below its title, once, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.scaffold.adopt.banner import BEGIN, END, find_banner, put_banner

GOVERNED = b"# Shop\n\n> [!CAUTION]\n> **INTERNAL: closed outside.**\n> See [LICENSE](LICENSE).\n\nText\n\n## More\n\n> no banner\n"
BANNER = find_banner(GOVERNED)


def put(own: str, path: str = "README.md", guide: str = "CONTRIBUTING.md") -> str:
    return put_banner(own.encode(), BANNER, path, guide=guide).decode()


def test_the_banner_is_the_quote_above_the_first_section():
    assert BANNER == (
        "> [!CAUTION]",
        "> **INTERNAL: closed outside.**",
        "> See [LICENSE](LICENSE).",
    )


@pytest.mark.parametrize(
    ("own", "before"),
    [
        ("# Mine\n\ntext\n", "# Mine\n\n"),
        ("\n\n# Mine\ntext\n", "\n\n# Mine\n\n"),
        ("Mine\n====\n\ntext\n", "Mine\n====\n\n"),
        ("Mine\n----\n\ntext\n", "Mine\n----\n\n"),
        ("[![ci](a)](b)\n# Mine\n\ntext\n", "[![ci](a)](b)\n# Mine\n\n"),
        ("---\ntitle: x\n---\n# Mine\ntext\n", "---\ntitle: x\n---\n# Mine\n\n"),
        ("<p align=center><img src=x></p>\n\n# Mine\n", ""),
        ("text without a title\n", ""),
        ("## Only a section\n", ""),
        ("```\n# no title\n```\n", ""),
        ("", ""),
    ],
)
def test_it_stands_below_the_title_or_on_top_where_there_is_none(own, before):
    made = put(own)
    assert made.startswith(f"{before}<!-- {BEGIN} -->\n\n> [!CAUTION]\n")
    assert "How to take part: [CONTRIBUTING.md](CONTRIBUTING.md)" in made


@pytest.mark.parametrize("path", ["README.md", "README", "README.rst", "README.txt", "README.adoc"])
def test_again_changes_nothing_and_a_newer_banner_takes_its_place(path):
    once = put("Mine\n====\n\ntext\n", path)
    assert put(once, path) == once
    newer = put_banner(once.encode(), ("> other",), path).decode()
    assert "INTERNAL" not in newer
    assert newer.count(BEGIN) == newer.count(END) == 1


def test_a_guide_that_is_linked_already_is_not_linked_again():
    assert put("# Mine\n\nsee [how](CONTRIBUTING.md)\n").count("CONTRIBUTING.md") == 1


def test_other_formats_get_it_in_their_own_words():
    rst = put("====\nMine\n====\n\ntext\n", "README.rst")
    assert rst.startswith("====\nMine\n====\n\n.. charter")
    assert "\n.. caution::\n\n   **INTERNAL: closed outside.**\n   See LICENSE.\n" in rst
    assert "   How to take part: `CONTRIBUTING.md <CONTRIBUTING.md>`__\n" in rst
    assert "[CAUTION]\n====\nINTERNAL: closed outside." in put("= Mine\n", "README.adoc")
    assert "INTERNAL: closed outside." in put("Mine\n", "README.txt")


def test_line_ends_and_a_byte_order_mark_stay():
    made = put("\ufeff# Mine\r\n\r\ntext\r\n")
    assert made.startswith("\ufeff# Mine\r\n\r\n<!--")
    assert "\n" not in made.replace("\r\n", "")


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_every_line_of_the_team_is_still_there_in_its_order(own):
    if BEGIN.encode() in own:
        return
    made = put_banner(own, BANNER, "README.md", guide="CONTRIBUTING.md")
    left = iter(made.replace(b"\r\n", b"\n").split(b"\n"))
    for line in own.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").split(b"\n"):
        assert not line.strip() or any(
            line == there.removeprefix(b"\xef\xbb\xbf") for there in left
        )
