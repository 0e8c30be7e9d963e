"""A real OpenID provider (npm's oidc-provider), and a person who fills in its pages."""

from __future__ import annotations

import html
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx

FOLDER = Path(__file__).parents[1] / "provider"


def find_node() -> str | None:
    """Where node is; None where it or the provider is not installed."""
    if not (FOLDER / "node_modules" / "oidc-provider").is_dir():
        return None
    return shutil.which("node", path=f"{Path(sys.executable).parent}") or shutil.which("node")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(site: str) -> Iterator[str]:
    """The provider, which knows the catalog at `site`; gives its issuer."""
    node, port = find_node(), free_port()
    assert node, "the provider is not installed"
    process = subprocess.Popen(
        [node, "provider.js", str(port), f"{site}/sign-in/callback", f"{site}/signed-out"],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # `node` may be a program that starts node
    )
    try:
        assert process.stdout
        assert "listening" in process.stdout.readline()
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
        process.stdout.close()


def through(
    browser: httpx.Client, answer: httpx.Response, login: str, *, until: str
) -> httpx.Response:
    """Follow redirects and fill in the provider's forms until somebody is at `until`; not further."""
    for _ in range(20):
        if answer.is_redirect:
            place = urljoin(str(answer.url), answer.headers["location"])
            if place.startswith(until):
                return answer
            answer = browser.get(place)
            continue
        form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        assert form, answer.text
        fields = dict(re.findall(r'name="(prompt|xsrf)" value="([^"]*)"', answer.text))
        fields |= {"login": login, "password": "x", "logout": "yes"}
        answer = browser.post(html.unescape(form[1]), data=fields)
    raise AssertionError("nobody came back")
