"""Whether a message is from the forge that has our secret. Pure, and constant in time."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

_TOLERANCE_SECONDS = 5 * 60
_STANDARD = "whsec_"  # a key as standardwebhooks.com writes it, and GitLab takes it


@dataclass(frozen=True)
class Signed:
    """The headers of GitLab's signature: it is over the number, the time and the body."""

    number: str
    seconds: str  # since 1970
    signatures: str  # one or several, apart by spaces


def is_from_github(secret: str, signature: str, body: bytes) -> bool:
    """By `X-Hub-Signature-256`."""
    return _is(f"sha256={_hex(secret, body)}", signature)


def is_from_gitea(secret: str, signature: str, body: bytes) -> bool:
    """By `X-Gitea-Signature`, or Forgejo's of the same form."""
    return _is(_hex(secret, body), signature)


def is_from_gitlab(secret: str, signed: Signed, body: bytes, now: float) -> bool:
    """By `webhook-signature`, at most five minutes old at `now` (seconds since 1970)."""
    if not signed.seconds.isascii() or not signed.seconds.isdigit() or len(signed.seconds) > 12:  # noqa: PLR2004
        return False
    if abs(now - int(signed.seconds)) > _TOLERANCE_SECONDS:
        return False
    message = f"{signed.number}.{signed.seconds}.".encode("utf-8", "replace") + body
    digest = hmac.new(_key(secret), message, hashlib.sha256).digest()
    expected = f"v1,{base64.b64encode(digest).decode()}"
    return any(_is(expected, each) for each in signed.signatures.split())


def has_gitlab_token(secret: str, token: str) -> bool:
    """By `X-Gitlab-Token`, the secret itself: where no key for signatures is set."""
    return not secret.startswith(_STANDARD) and _is(secret, token)


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(_STANDARD), validate=True)
    except (binascii.Error, ValueError):
        return secret.encode()


def _hex(secret: str, body: bytes) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _is(expected: str, told: str) -> bool:
    return hmac.compare_digest(expected.encode(), told.encode("utf-8", "replace"))
