"""What opens something: made at random, shown once, and known again by its hash alone."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """32 random bytes, as 43 characters that an address or a cookie can hold."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of it; random in 256 bits, it needs no slow hash: nobody can try them all."""
    return hashlib.sha256(secret.encode()).hexdigest()
