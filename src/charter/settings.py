"""The environment and one TOML file, read once into a frozen Settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from charter.errors import UsageError

BUILTIN = "builtin"
LISTS = ("trusted", "skeletons")
TEXTS = ("template", "catalog")
TABLES = ("templates", "answers", "service")
# of a database's address; a name in percent signs may spell the same
_SECRETS = re.compile(r"(?i)(^|&)([^=&]*passw[^=&]*|[^=&]*%[^=&]*|passfile)=[^&]*")


@dataclass(frozen=True)
class Folders:
    """Where the user's files lie, by the custom of the operating system (XDG on Linux)."""

    config: Path
    cache: Path
    data: Path
    state: Path

    @classmethod
    def of_user(cls) -> Folders:
        dirs = platformdirs.PlatformDirs("charter", appauthor=False)
        return cls(
            dirs.user_config_path, dirs.user_cache_path, dirs.user_data_path, dirs.user_state_path
        )


@dataclass(frozen=True)
class Settings:
    """What the user and the surroundings chose.

    `template`: an alias, `gh:`/`gl:` short form or URL. `templates`: aliases, name → URL or path.
    `answers`: what this person answers unless they say otherwise, question → answer.
    `trusted`: templates whose own hooks may run. `skeletons`: cookiecutter templates that run
    without asking; an entry that ends in `/` allows all below it. `catalog`: a file or a URL.
    `service`: how the catalog is served from here, option → value; `web/options.py` reads it.
    `origins` tells for each key where its value came from.
    """

    folders: Folders
    template: str = BUILTIN
    templates: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    trusted: tuple[str, ...] = ()
    skeletons: tuple[str, ...] = ()
    catalog: str = ""
    service: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """Where these settings are kept."""
        return self.folders.config / "settings.toml"


def read_settings() -> Settings:
    """File, then `CHARTER_*` variables over it; raises UsageError naming the key that is wrong."""
    folders = Folders.of_user()
    file = folders.config / "settings.toml"
    chosen = _from_file(file)
    origins = dict.fromkeys(chosen, str(file))
    for key in (*TEXTS, *LISTS):
        variable = f"CHARTER_{key.upper()}"
        if (text := os.environ.get(variable, "").strip()) != "":
            chosen[key] = (
                text if key in TEXTS else tuple(filter(None, map(str.strip, text.split(","))))
            )
            origins[key] = variable
    if not chosen.get("catalog"):
        chosen["catalog"] = str(folders.data / "catalog.sqlite3")
    if "://" not in chosen["catalog"] and not Path(chosen["catalog"]).expanduser().is_absolute():
        raise UsageError(
            f"the catalog '{chosen['catalog']}' ({origins['catalog']}) must be a full path: "
            "commands are called from everywhere.",
            hint="charter settings set catalog PATH makes it one.",
        )
    return Settings(folders=folders, origins=origins, **chosen)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (UnicodeDecodeError, OSError) as wrong:
        raise _unreadable(file, wrong) from wrong
    import tomllib  # noqa: PLC0415 - most have no settings file, and every command passes here

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise _unreadable(file, wrong) from wrong
    return {key: check_setting(key, value, source=str(file)) for key, value in found.items()}


def _unreadable(file: Path, why: Exception) -> UsageError:
    return UsageError(f"{file} cannot be read: {why}.", hint="Correct or delete it.")


def check_setting(key: str, value: Any, *, source: str) -> Any:
    """The value in the form Settings holds it; raises UsageError where key or type are unknown."""
    if key in TEXTS and isinstance(value, str):
        return value
    if key in LISTS and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if key in TABLES and isinstance(value, dict) and all(map(_is_text, value.values())):
        return dict(value)
    known = ", ".join((*TEXTS, *LISTS, *TABLES))
    if key not in (*TEXTS, *LISTS, *TABLES):
        raise UsageError(f"{source} holds an unknown setting '{key}'.", hint=f"Known are: {known}.")
    kind = "text" if key in TEXTS else "a list of texts" if key in LISTS else "a table of texts"
    raise UsageError(f"{source}: setting '{key}' must be {kind}.")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def without_password(address: str) -> str:
    """The address of a database or service as it may be shown; a path is left as it is."""
    scheme, mark, rest = address.partition("://")
    if not mark:
        return address
    before, at, place = rest.rpartition("@")
    if at and ":" in before:  # whatever the password is made of ends with the last @
        rest = f"{before.partition(':')[0]}@{place}"
    place, mark, query = rest.partition("?")
    query = _SECRETS.sub("", query).lstrip("&")
    return f"{scheme}://{place}{'?' if query else ''}{query}"
