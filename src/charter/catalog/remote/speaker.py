"""Speaks HTTP to a service: one question, one document, each failure in plain words."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from charter.catalog.access.change import ForbiddenError
from charter.catalog.identity import TakenError
from charter.errors import CatalogError, UnfitError
from charter.plain_text import one_line

_CONNECT_SECONDS, _READ_SECONDS = 5.0, 30.0
_LARGEST = 64 * 1024 * 1024
_LONGEST = 500
_NO_FOR_GOOD = {
    403: ForbiddenError,
    409: TakenError,
    412: UnfitError,
    413: UnfitError,
    422: UnfitError,
}
_AWAY = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Reply:
    """A good answer, or that there is no such thing (404)."""

    status: int
    document: Any
    etag: str = ""


class Speaker:
    """Asks one service; its token goes to no other."""

    def __init__(self, address: str, token: str) -> None:
        self.address = address
        self._token = token
        self._pool = _pool_for(address)

    def ask(
        self,
        method: str,
        path: str,
        *,
        question: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """The reply; raises CatalogError where none came, UnfitError where it is no for good."""
        sent = {"accept": "application/json", "user-agent": "charter", **(headers or {})}
        if self._token:
            sent["authorization"] = f"Bearer {self._token}"
        content = None
        if body is not None:
            content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
            sent["content-type"] = "application/json"
        address = f"{self.address}/api/v1{path}{_query(question or {})}"
        status, etag, text = self._send(method, address, content, sent)
        return self._read(status, etag, text)

    def _send(
        self, method: str, address: str, content: bytes | None, headers: Mapping[str, str]
    ) -> tuple[int, str, bytes]:
        import urllib3  # noqa: PLC0415 - who has a file needs none of it

        # what only reads may be asked again at once; what writes waits in the outbox
        retries = urllib3.Retry(
            2,
            redirect=False,
            read=2 if method == "GET" else 0,
            status=2,
            status_forcelist=(502, 503, 504),
            allowed_methods=("GET",),
            backoff_factor=0.2,
            respect_retry_after_header=False,
            raise_on_status=False,
        )
        try:
            reply = self._pool.request(
                method, address, body=content, headers=dict(headers), retries=retries,
                timeout=urllib3.Timeout(connect=_CONNECT_SECONDS, read=_READ_SECONDS),
                preload_content=False,
            )  # fmt: skip
            try:
                text = reply.read(_LARGEST + 1)
            finally:
                reply.drain_conn()
                reply.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as wrong:
            raise self._failure(f"cannot be reached: {_reason(wrong)}", _AGAIN) from wrong
        if len(text) > _LARGEST:
            raise self._failure("answers at endless length", _ADDRESS)
        return reply.status, reply.headers.get("etag", ""), text

    def _read(self, status: int, etag: str, text: bytes) -> Reply:
        if status == 204:  # noqa: PLR2004 - No Content
            return Reply(status, None, etag)
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            document = None
        if 200 <= status < 300 and document is not None:  # noqa: PLR2004 - it was carried out
            return Reply(status, document, etag)
        if status in _AWAY:
            raise self._failure(f"cannot answer now ({status})", _AGAIN)
        if not _is_problem(document):
            raise self._failure(f"does not answer as a catalog does ({status})", _ADDRESS)
        said = one_line(str(document.get("detail", "")))[:_LONGEST]
        hint = one_line(str(document.get("hint", "")))[:_LONGEST]
        if kind := _NO_FOR_GOOD.get(status):
            raise kind(_with_places(said, document), hint=hint)
        if status == 404 and said != "there is nothing here.":  # noqa: PLR2004 - no such entry
            return Reply(status, document)
        if status == 401:  # noqa: PLR2004 - who are you?
            raise self._failure("does not know you", _TOKEN)
        raise self._failure(f"refuses: {said}", hint)

    def _failure(self, what: str, hint: str) -> CatalogError:
        return CatalogError(f"the catalog {self.address} {what}.".replace("..", "."), hint=hint)

    def close(self) -> None:
        self._pool.clear()


_AGAIN = "Is the service running? Try again."
_ADDRESS = "Is its address right? charter settings"
_TOKEN = "Set CHARTER_CATALOG_TOKEN to a token that is valid: its operator makes one."  # noqa: S105


def _is_problem(document: Any) -> bool:
    return isinstance(document, dict) and str(document.get("type")).startswith("urn:charter:")


def _with_places(said: str, document: Mapping[str, Any]) -> str:
    errors = document.get("errors")
    told = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    named = [f"{each.get('at')}: {each.get('problem')}" for each in told]
    return one_line(f"{said} {'; '.join(named)}")[:_LONGEST]


def _query(question: Mapping[str, Any]) -> str:
    from urllib.parse import urlencode  # noqa: PLC0415

    asked = {name: value for name, value in question.items() if value not in ("", None)}
    return f"?{urlencode(asked, errors='replace')}" if asked else ""


def _reason(wrong: Exception) -> str:
    reason = getattr(wrong, "reason", None) or wrong
    text = one_line(str(getattr(reason, "args", [reason])[-1] if reason is not wrong else reason))
    return text.rpartition("): ")[2][:_LONGEST].rstrip(".") or type(wrong).__name__


def _pool_for(address: str) -> Any:
    import urllib3  # noqa: PLC0415

    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return urllib3.PoolManager(maxsize=4)
    from urllib.parse import urlsplit  # noqa: PLC0415
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415

    place = urlsplit(address)
    proxy = getproxies().get(place.scheme, "")
    if not proxy or proxy_bypass(place.hostname or ""):
        return urllib3.PoolManager(maxsize=4)
    return urllib3.ProxyManager(proxy, maxsize=4)
