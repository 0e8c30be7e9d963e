"""A README of somebody unknown becomes markup that can do no harm. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from charter.catalog.address import web_address

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 200_000  # characters of a README that are shown
_DEEPER = 2  # a README's first heading stands below the page's own two
_TAGS = frozenset(
    """a blockquote br code del em h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr
    ul""".split()  # noqa: SIM905 - one can read it
)
_COMMENT = re.compile(r"^ {0,3}<!--.*?-->[ \t]*$", re.MULTILINE | re.DOTALL)  # said to machines
_FILES = {"github": "/blob/HEAD/", "gitlab": "/-/blob/HEAD/", "gitea": "/src/"}


def readme_markup(text: str, *, home: str = "", forge: str = "", title: str = "") -> str:
    """HTML of a closed set of tags, with links to http, https and mailto only.

    A first heading that only says the `title` of the page again is left out.
    `home` is the repository's address: links to its files lead there, where the `forge`'s paths
    are known, and are plain words otherwise. Pictures become links: no page asks a stranger's host.
    """
    import nh3  # noqa: PLC0415 - only who shows a README needs it

    told = _COMMENT.sub("", text[:LONGEST]).lstrip()
    first, _, rest = told.partition("\n")
    repeats = bool(title) and first.startswith("# ") and letters_of(first) == letters_of(title)
    told, deeper = (rest, _DEEPER - 1) if repeats else (told, _DEEPER)
    html = _parser().render(told, {"files": _files_of(home, forge), "deeper": deeper})
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes={"a": {"href"}, "ol": {"start"}},
        set_tag_attribute_values={"pre": {"tabindex": "0"}},  # scrolled by keyboard, too
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )


def letters_of(text: str) -> str:
    """What two titles have in common that differ in case, spaces and signs only."""
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def safe_address(url: str, files: str = "") -> str:
    """The address if it may be a link; that of a file in the repository made whole; else empty."""
    url = url.strip()
    if url.lower().startswith("mailto:"):
        return (
            url if "@" in url and url.isprintable() and not any(m in url for m in " <>\"'") else ""
        )
    if web_address(url):
        return web_address(url)
    if not files or ":" in url.partition("/")[0] or url.startswith(("/", "\\", "#", "?")):
        return ""
    joined = web_address(urljoin(files, url))
    is_inside = joined.startswith(files) and ".." not in unquote(urlsplit(joined).path).split("/")
    return joined if is_inside else ""


def _files_of(home: str, forge: str) -> str:
    path = _FILES.get(forge, "")
    return f"{home.rstrip('/')}{path}" if web_address(home) and path else ""


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only who shows a README needs it

    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    for name, rule in (
        ("heading_open", _heading),
        ("heading_close", _heading),
        ("link_open", _link_open),
        ("image", _image),
    ):
        parser.add_render_rule(name, rule)
    # addresses are judged when they are drawn; refused here, a link would show its source
    parser.validateLink = _accept  # type: ignore[method-assign]
    return parser


def _accept(url: str) -> bool:  # noqa: ARG001 - as it is called
    return True


def _heading(
    _self: Any, tokens: Sequence[Token], at: int, _options: Any, env: Mapping[str, Any]
) -> str:
    level = min(int(tokens[at].tag[1]) + env.get("deeper", _DEEPER), 6)
    return f"<h{level}>" if tokens[at].nesting == 1 else f"</h{level}>\n"


def _link_open(
    _self: Any, tokens: Sequence[Token], at: int, _options: Any, env: Mapping[str, Any]
) -> str:
    from markupsafe import escape  # noqa: PLC0415 - comes with jinja2

    address = safe_address(str(tokens[at].attrGet("href") or ""), env.get("files", ""))
    return f'<a href="{escape(address)}">' if address else "<a>"


def _image(
    _self: Any, tokens: Sequence[Token], at: int, _options: Any, env: Mapping[str, Any]
) -> str:
    from markupsafe import escape  # noqa: PLC0415

    token = tokens[at]
    words = escape(token.content.strip() or "picture")
    address = safe_address(str(token.attrGet("src") or ""), env.get("files", ""))
    is_in_link = any(one.type == "link_open" for one in tokens[:at]) and not any(
        one.type == "link_close" for one in tokens[_last_link(tokens, at) : at]
    )
    if is_in_link or not address:
        return str(words)
    return f'<a href="{escape(address)}">{words}</a>'


def _last_link(tokens: Sequence[Token], at: int) -> int:
    return max(place for place in range(at) if tokens[place].type == "link_open")
