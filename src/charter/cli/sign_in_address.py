"""The address that signs a browser in: printed, or opened with nobody else seeing it."""

from __future__ import annotations

import html
import os
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_PAGE = '<!doctype html><meta http-equiv="refresh" content="0; url={}"><title>Charter</title>'


@contextmanager
def announcing(folder: Path, *, opens: bool) -> Iterator[Callable[[str], None]]:
    """Gives what shows an address; the first is also opened, where `opens` says so.

    Arguments of programs are seen by everybody on a machine. So the browser is given the path of
    a file in `folder` that its owner alone reads, and that leads on; in the end it is gone.
    """
    page = folder / f"sign-in-{os.getpid()}.html"
    waiting = [opens]

    def announce(address: str) -> None:
        click.echo(f"charter: this signs you in, once, within an hour: {address}")
        if waiting.pop() if waiting else False:
            folder.mkdir(parents=True, exist_ok=True)
            page.unlink(missing_ok=True)
            page.touch(mode=0o600, exist_ok=False)
            page.write_text(_PAGE.format(html.escape(address)), encoding="utf-8")
            # a browser of the terminal would keep the service waiting
            threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()

    try:
        yield announce
    finally:
        page.unlink(missing_ok=True)
