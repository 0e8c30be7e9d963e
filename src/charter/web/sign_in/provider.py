"""The OpenID provider: discovered by its issuer; codes exchanged, ID tokens verified."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from charter.errors import CharterError
from charter.web.sign_in.fetch import ProviderAwayError, check_address, fetch_json

ALGORITHMS = ("RS256", "ES256")
_LEEWAY_SECONDS = 60  # how far the clocks of two machines may be apart
_KEPT_SECONDS = 3600.0
_AGAIN_SECONDS = 30.0  # keys are asked for at most that often: anybody can name an unknown one
_OK = 200


class RefusedError(CharterError):
    """What came back from the provider proves nobody's identity."""


@dataclass(frozen=True)
class Client:
    """How this service is known at the provider."""

    issuer: str
    id: str
    secret: str = field(repr=False)
    callback: str
    scope: str = "openid profile email"


@dataclass(frozen=True)
class Proof:
    """Verified claims of somebody, and the ID token they came in."""

    claims: Mapping[str, Any]
    id_token: str
    access_token: str = field(repr=False)


class Provider:
    """One provider; what it says of itself is kept for an hour. Used by many threads."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._lock = threading.Lock()
        self._told: dict[str, Any] = {}
        self._told_at = 0.0
        self._keys: KeySet | None = None
        self._keys_at = 0.0

    def authorization_url(
        self, *, state: str, nonce: str, verifier: str, is_silent: bool = False
    ) -> str:
        """Where a browser is sent to sign in, or to be told who is; raises ProviderAwayError."""
        asked = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": self.client.callback,
            "scope": self.client.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": create_s256_code_challenge(verifier),
            "code_challenge_method": "S256",
            **({"prompt": "none"} if is_silent else {}),
        }
        return _with_query(check_address(self._metadata().get("authorization_endpoint")), asked)

    def sign_out_url(self, *, id_token: str, back: str) -> str:
        """Where somebody signs out at the provider as well; empty where it has no such place."""
        try:
            place = self._metadata().get("end_session_endpoint")
            if not place:
                return ""
            told = {"client_id": self.client.id, "post_logout_redirect_uri": back}
            if id_token:
                told["id_token_hint"] = id_token
            return _with_query(check_address(place), told)
        except ProviderAwayError:
            return ""

    def exchange(self, code: str, *, nonce: str, verifier: str) -> Proof:
        """Whom the code is for; raises RefusedError or ProviderAwayError."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.client.callback,
            "code_verifier": verifier,
        }
        status, told = fetch_json(
            check_address(self._metadata().get("token_endpoint")), **self._proving(form)
        )
        if status != _OK:
            raise RefusedError("the provider does not take the code: it was used, or is too old.")
        id_token, access_token = told.get("id_token"), told.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access_token, str):
            raise RefusedError("the provider sent no ID token.")
        claims = self._verified(id_token, access_token, nonce)
        return Proof(claims, id_token, access_token)

    def user_claims(self, proof: Proof) -> dict[str, Any]:
        """What else the provider says of the same person; nothing where it has no such place."""
        place = self._metadata().get("userinfo_endpoint")
        if not place:
            return {}
        headers = {"authorization": f"Bearer {proof.access_token}"}
        status, told = fetch_json(check_address(place), headers=headers)
        if status != _OK or told.get("sub") != proof.claims["sub"]:
            raise RefusedError("the provider tells of somebody else than it vouched for.")
        return told

    def _proving(self, form: dict[str, str]) -> dict[str, Any]:
        """The form with what proves that this client sends it, as the provider wants it."""
        if not self.client.secret:
            return {"form": {**form, "client_id": self.client.id}}
        methods = self._metadata().get("token_endpoint_auth_methods_supported")
        if isinstance(methods, list) and "client_secret_basic" not in methods:
            return {
                "form": {**form, "client_id": self.client.id, "client_secret": self.client.secret}
            }
        pair = f"{quote(self.client.id, safe='')}:{quote(self.client.secret, safe='')}"
        basic = base64.b64encode(pair.encode()).decode()
        return {"form": form, "headers": {"authorization": f"Basic {basic}"}}

    def _verified(self, id_token: str, access_token: str, nonce: str) -> dict[str, Any]:
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        options: Any = {
            "iss": {"essential": True, "value": self.client.issuer},
            "aud": {"essential": True, "value": self.client.id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "iat": {"essential": True},
            "nonce": {"essential": True, "value": nonce},
        }
        expected = {"nonce": nonce, "client_id": self.client.id, "access_token": access_token}
        try:
            try:
                token = jwt.decode(id_token, self._key_set(), registry=registry)
            except (JoseError, ValueError):  # signed, perhaps, with a key that came since
                token = jwt.decode(id_token, self._key_set(again=True), registry=registry)
            claims = CodeIDToken(token.claims, token.header, options, expected)
            claims.validate(leeway=_LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as wrong:
            raise RefusedError(f"the ID token is not valid ({type(wrong).__name__}).") from wrong
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise RefusedError("the ID token names nobody.")
        return dict(claims)

    def _metadata(self) -> dict[str, Any]:
        with self._lock:
            if self._told and time.monotonic() - self._told_at < _KEPT_SECONDS:
                return self._told
            place = f"{self.client.issuer.rstrip('/')}/.well-known/openid-configuration"
            status, told = fetch_json(place)
            if status != _OK or told.get("issuer") != self.client.issuer:
                raise ProviderAwayError(
                    f"{place} answered {status}, or names another issuer than the settings."
                )
            self._told, self._told_at = told, time.monotonic()
            return told

    def _key_set(self, *, again: bool = False) -> KeySet:
        place = check_address(self._metadata().get("jwks_uri"))
        with self._lock:
            age = time.monotonic() - self._keys_at
            if self._keys is not None and age < (_AGAIN_SECONDS if again else _KEPT_SECONDS):
                return self._keys
            status, told = fetch_json(place)
            if status != _OK:
                raise ProviderAwayError(f"{place} answered {status}.")
            try:
                # what is symmetric is nothing that a provider publishes
                listed = [each for each in told["keys"] if each.get("kty") in ("RSA", "EC")]
                self._keys = KeySet.import_key_set({"keys": listed})
            except (JoseError, ValueError, TypeError, KeyError, AttributeError) as wrong:
                raise ProviderAwayError(f"{place} holds no keys.") from wrong
            self._keys_at = time.monotonic()
            return self._keys


def _with_query(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
