"""Changes the settings file, keeping the comments and the order a person gave it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from charter.errors import UsageError
from charter.plain_text import is_utf8
from charter.settings import LISTS, TABLES, TEXTS, check_setting


def set_setting(file: Path, key: str, value: str) -> None:
    """Set a text, add to a list, or set `table.name`; raises UsageError for an unknown key."""
    if not is_utf8(key + value):
        raise UsageError(f"{key} wants text in UTF-8.")
    document = _read(file)
    table, _, name = key.partition(".")
    if table in TABLES and name:
        document.setdefault(table, {})[name] = value
    elif key in LISTS:
        listed = document.setdefault(key, [])
        if value not in listed:
            listed.append(value)
    elif key in TEXTS:
        # what stands after a table's heading would belong to that table
        document[key] = value
    else:
        _refuse(key)
    for each, found in document.items():
        check_setting(each, found, source=str(file))
    _write(file, document)


def unset_setting(file: Path, key: str) -> bool:
    """Take a setting away; whether it was there. Raises UsageError for an unknown key."""
    document = _read(file)
    table, _, name = key.partition(".")
    if table not in (*TEXTS, *LISTS, *TABLES):
        _refuse(key)
    holder, last = (document.get(table, {}), name) if name else (document, table)
    if last not in holder:
        return False
    del holder[last]
    if name and not holder:
        del document[table]
    _write(file, document)
    return True


def _refuse(key: str) -> None:
    known = ", ".join((*TEXTS, *LISTS, *(f"{table}.NAME" for table in TABLES)))
    raise UsageError(f"there is no setting '{key}'.", hint=f"Known are: {known}.")


def _read(file: Path) -> Any:
    import tomlkit  # noqa: PLC0415
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        return tomlkit.parse(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (TOMLKitError, UnicodeDecodeError, OSError) as wrong:
        raise UsageError(f"{file} cannot be read: {wrong}", hint="Correct or delete it.") from wrong


def _write(file: Path, document: Any) -> None:
    import tomlkit  # noqa: PLC0415

    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=".settings-")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(tomlkit.dumps(document))
        Path(beside).replace(file)
    except OSError as refused:
        raise UsageError(f"{file} cannot be written: {refused.strerror}.") from refused
