"""Ask the OpenID provider something: https only, no redirects, limits in time and size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

from charter.errors import CharterError

_LARGEST = 1024 * 1024
_TIMEOUT = urllib3.Timeout(connect=4, read=8)
_LOCAL = ("localhost", "127.0.0.1", "::1")
_pool = urllib3.PoolManager(retries=False, timeout=_TIMEOUT, maxsize=4)


class ProviderAwayError(CharterError):
    """The provider does not answer, or not as a provider does: nobody can sign in now."""


def fetch_json(
    url: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object that it answers; posted where there is a `form`."""
    check_address(url)
    told = {"accept": "application/json", **(headers or {})}
    body = None
    if form is not None:
        told["content-type"] = "application/x-www-form-urlencoded"
        body = urlencode(form)
    host = urlsplit(url).hostname
    try:
        answer = _pool.request(
            "POST" if form is not None else "GET",
            url,
            body=body,
            headers=told,
            preload_content=False,
            redirect=False,
        )
        try:
            content = answer.read(_LARGEST + 1)
        finally:
            answer.release_conn()
    except (urllib3.exceptions.HTTPError, OSError) as away:
        raise ProviderAwayError(f"{host} does not answer ({type(away).__name__}).") from away
    try:
        found = json.loads(content) if len(content) <= _LARGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ProviderAwayError(f"{host} answered {answer.status} with what is no JSON object.")
    return answer.status, found


def check_address(url: object) -> str:
    """The address where it may be asked and led to; raises ProviderAwayError."""
    text = url if isinstance(url, str) else ""
    try:
        place = urlsplit(text)
    except ValueError:
        place = urlsplit("")
    is_local = place.scheme == "http" and place.hostname in _LOCAL
    printable = text.isascii() and text.isprintable() and " " not in text
    if not printable or not place.hostname or not (place.scheme == "https" or is_local):
        raise ProviderAwayError("the provider names an address that does not begin with https://.")
    return text
