"""READMEs of strangers: what they say is shown, what they could do is not."""

from __future__ import annotations

import re

import pytest

from charter.web.portal.markdown import LONGEST, readme_markup, safe_address

HOME = "https://github.com/acme/shop"
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action=//evil.example><button>x</button></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<style>@import '//evil.example/x.css'</style>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/x)",
    "[x](\\\\evil.example)",
    "[x](file:///etc/passwd)",
    '[x](https://ok.example/"onmouseover="alert(1))',
    "[x](<javascript:alert(1)>)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '![" onerror="alert(1)](x.png)',
    "[![x](javascript:alert(1))](javascript:alert(2))",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "# <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n| --- |\n| <img src=x onerror=alert(1)> |",
    "[x](mailto:a@b.c?subject=<script>)",
    "<!-- --!><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    '```"><script>alert(1)</script>\nx\n```',
)
_TAG = re.compile(r"<\s*/?\s*([a-zA-Z0-9!]+)([^>]*)>")
_KNOWN = frozenset(
    "a blockquote br code del em h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr ul".split()  # noqa: SIM905 - one can read it
)


@pytest.mark.parametrize("text", ATTACKS)
def test_no_attack_leaves_a_tag_an_attribute_or_an_address_that_can_act(text):
    markup = readme_markup(text, home=HOME, forge="github")
    for tag, attributes in _TAG.findall(markup):
        assert tag in _KNOWN
        rest = re.sub(
            r' (href="(https?://|mailto:)[^"]*"|rel="[a-z ]*"|tabindex="0")', "", attributes
        )
        assert rest.strip() in ("", "/"), markup


def test_a_link_carries_no_name_and_password():
    assert 'href="https://docs.example/"' in readme_markup("[x](https://user:secret@docs.example/)")


def test_a_readme_looks_like_one():
    markup = readme_markup("# Shop\n\nSells **things**.\n\n| a |\n|---|\n| b |\n\n```sh\nls\n```\n")
    assert "<h3>Shop</h3>" in markup  # below the page's own headings
    assert "<strong>things</strong>" in markup
    assert "<td>b</td>" in markup
    assert '<pre tabindex="0"><code>ls\n</code></pre>' in markup


def test_a_picture_becomes_a_link_and_within_a_link_its_words():
    markup = readme_markup(
        "![the build](https://ci.example/b.svg) [![docs](d.svg)](https://docs.example)"
    )
    assert ">the build</a>" in markup
    assert ">docs</a>" in markup
    assert "<img" not in markup


def test_what_is_said_to_machines_in_comments_is_not_shown():
    assert readme_markup("<!-- charter: begin -->\nWords\n<!--\nmore\n-->\n") == "<p>Words</p>\n"


def test_a_very_long_readme_is_cut():
    assert len(readme_markup("x" * (LONGEST * 2))) < LONGEST + 20


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://docs.example/x", "https://docs.example/x"),
        ("docs/first.md", f"{HOME}/blob/HEAD/docs/first.md"),
        ("./CONTRIBUTING.md", f"{HOME}/blob/HEAD/CONTRIBUTING.md"),
        ("mailto:ada@acme.example", "mailto:ada@acme.example"),
        ("../../../other/secrets", ""),
        ("docs/%2e%2e/%2e%2e/x", ""),
        ("/etc/passwd", ""),
        ("#install", ""),
        ("javascript:alert(1)", ""),
        ("mailto:<script>@x", ""),
    ],
)
def test_an_address_is_whole_and_safe_or_none(url, expected):
    assert safe_address(url, f"{HOME}/blob/HEAD/") == expected


def test_a_file_of_an_unknown_forge_is_words_and_no_link():
    assert readme_markup("[guide](docs/a.md)", home="https://code.example/a/b") == (
        '<p><a rel="nofollow noopener noreferrer">guide</a></p>\n'
    )


def test_the_title_of_the_page_is_not_said_twice():
    assert (
        readme_markup("<!-- x -->\n# Invoice renderer\n\nx", title="invoice-renderer")
        == "<p>x</p>\n"
    )
    assert "<h3>b" in readme_markup("# Invoice renderer\n\n## b", title="invoice-renderer")
    assert "<h3>" in readme_markup("# Invoices\n\nx", title="invoice-renderer")
