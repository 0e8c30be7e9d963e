"""The few pages on the way in and out: they need nothing but themselves."""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">{more}
<title>{title}</title></head>
<body><main><h1>{title}</h1>
<p>{text}</p>
<p><a href="{link}">{name}</a></p></main></body>
</html>
"""


def told(title: str, text: str, *, link: str, name: str, status: int = 200) -> HTMLResponse:
    """A page with one way on; every text is escaped."""
    return HTMLResponse(_page(title, text, link, name), status)


def leading(title: str, text: str, *, link: str, name: str) -> HTMLResponse:
    """A page that goes on by itself.

    Not a redirect: what answers a form may only lead to where the page's policy lets forms go.
    """
    return HTMLResponse(
        _page(
            title,
            text,
            link,
            name,
            f'\n<meta http-equiv="refresh" content="0; url={escape(link)}">',
        )
    )


def _page(title: str, text: str, link: str, name: str, more: str = "") -> str:
    shown = {"title": title, "text": text, "link": link, "name": name}
    return _PAGE.format(more=more, **{each: escape(value) for each, value in shown.items()})
