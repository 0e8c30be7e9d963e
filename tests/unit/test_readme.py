"""The code's README inside the governed one."""

from __future__ import annotations

import pytest

from charter.scaffold.layout.readme import point_to, put_inside

GOVERNED = b"# Invoices\n\n> INTERNAL\n\n## Getting help\n\nAsk.\n"


def inside(own: str) -> str:
    text = put_inside(GOVERNED, own.encode()).decode()
    assert text.startswith(GOVERNED.decode())
    return text.partition("own text. -->\n\n")[2]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("# Engine\n\nText.\n\n## Use\n", "## Engine\n\nText.\n\n### Use\n"),
        ("Engine\n======\n\nUse\n---\n\nText.\n", "## Engine\n\n### Use\n\nText.\n"),
        ("Text only.\n", "## About the code\n\nText only.\n"),
        ("# Invoices\n\nText.\n", "## About the code\n\nText.\n"),
        ("# Getting help\n\nText.\n", "## About the code\n\nText.\n"),
        ("[badge]\n\n# Engine\n\nText.\n", "## Engine\n\n[badge]\n\n\nText.\n"),
        ("# Engine #\n\n###### Deep\n", "## Engine\n\n###### Deep\n"),
        ("# A\n\n# B\n", "## A\n\n## B\n"),
        ("# A\n\n```sh\n# a comment\n```\n", "## A\n\n```sh\n# a comment\n```\n"),
        ("# A\n\n~~~\n```\n# x\n~~~\n\n## B\n", "## A\n\n~~~\n```\n# x\n~~~\n\n### B\n"),
        ("# A\n\ntext\n\n---\n\nmore\n", "## A\n\ntext\n\n---\n\nmore\n"),
        ("# A\n\n| x |\n---\n", "## A\n\n| x |\n---\n"),
        ('# A\n\n<h1 align="center">B</h1>\n', '## A\n\n<h2 align="center">B</h2>\n'),
        ("# A\r\n\r\n## B\r\n", "## A\n\n### B\n"),
        ("# A\n\n#hashtag\n", "## A\n\n#hashtag\n"),
    ],
)
def test_headings_go_down_one_level_and_nothing_else_changes(own, expected):
    assert inside(own) == expected


def test_bytes_that_are_no_text_do_not_stop_it():
    assert b"\xef\xbf\xbd" in put_inside(GOVERNED, b"# A\n\n\xff\n")


def test_two_other_readmes_share_one_heading():
    text = point_to(point_to(GOVERNED, "README.rst"), "README.txt")
    assert text.count(b"## About the code") == 1
    assert text.endswith(
        b"(README.rst).\n\nThe code describes itself in [README.txt](README.txt).\n"
    )
