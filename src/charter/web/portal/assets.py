"""Files beside pages, named by what is in them: they can be kept for ever."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "woff2": "font/woff2",
    "svg": "image/svg+xml",
}
_LETTERS = 12  # of the digest


@dataclass(frozen=True)
class Asset:
    """A file as it is sent; `name` is `portal.3f2a….css`."""

    name: str
    type: str
    content: bytes

    @property
    def is_packed_already(self) -> bool:
        return self.type.startswith("font/")


@cache
def assets() -> dict[str, Asset]:
    """Every file by its plain name; a stylesheet names the others as they are sent."""
    folder = files(__package__) / "static"
    found = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
    made: dict[str, Asset] = {}
    for plain in sorted(found, key=lambda name: name.endswith(".css")):  # stylesheets last
        content = found[plain]
        if plain.endswith(".css"):
            for other in made.values():
                content = content.replace(_plain(other.name).encode(), other.name.encode())
        made[plain] = _asset(plain, content)
    return made


def asset_named(name: str) -> Asset | None:
    """The file that has that name now."""
    return next((each for each in assets().values() if each.name == name), None)


def _asset(plain: str, content: bytes) -> Asset:
    stem, _, kind = plain.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:_LETTERS]
    return Asset(f"{stem}.{digest}.{kind}", _TYPES[kind], content)


def _plain(name: str) -> str:
    stem, _, kind = name.rsplit(".", 2)
    return f"{stem}.{kind}"
