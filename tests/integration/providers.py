"""A small OpenID provider that lies as a test tells it to; the real one is in tests/provider."""

from __future__ import annotations

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT = "catalog"
CLIENT_SECRET = "only the provider and the catalog know it"
ADA = {"sub": "1", "name": "Ada", "groups": ["payments"]}


@dataclass
class Lying:
    """What the provider says; a test changes it before somebody comes."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: dict(ADA))
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k"}))
    published: list[Any] = field(default_factory=list)  # keys; its own where none is said
    algorithm: str = "RS256"
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] | None = None
    spoil: Callable[[str], str] = str  # what becomes of the ID token
    token_status: int = 200
    nonce: str = ""
    forms: list[dict[str, list[str]]] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        told = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            **({"userinfo_endpoint": f"{self.issuer}/me"} if self.userinfo is not None else {}),
        }
        return {**told, **self.metadata}

    def keys(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.published or [self.key]]}

    def tokens(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": self.nonce,
            **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k"}
        id_token = jwt.encode(header, claims, self.key, algorithms=[self.algorithm])
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.spoil(id_token)}


@contextmanager
def lying() -> Iterator[Lying]:
    """The provider, listening on this machine."""
    provider = Lying()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlsplit(self.path).path
            if place.endswith("/openid-configuration"):
                self.answer(provider.discovery())
            elif place == "/keys":
                self.answer(provider.keys())
            else:
                self.answer(provider.userinfo or {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            provider.forms.append(parse_qs(body))
            self.answer(provider.tokens(), provider.token_status)

        def answer(self, document: Any, status: int = 200) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def unsigned(id_token: str) -> str:
    """The same claims, with the algorithm none."""
    header = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{header}.{id_token.split('.')[1]}."


def signed_with(secret: bytes, id_token: str) -> str:
    """The same claims, with HS256 and that secret."""
    header = urlsafe_b64encode(b'{"alg":"HS256","kid":"k"}').decode().rstrip("=")
    signed = f"{header}.{id_token.split('.')[1]}"
    digest = hmac.digest(secret, signed.encode(), "sha256")
    return f"{signed}.{urlsafe_b64encode(digest).decode().rstrip('=')}"


def elliptic() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "k"})
