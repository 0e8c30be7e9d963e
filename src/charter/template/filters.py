"""The Jinja filters that copier promises to templates, made anew from Ansible's documentation.

The package that copier uses for them is GPL-3 and is never imported here; copier itself is the
oracle in the tests. A template that uses a filter missing here is asked and rendered by copier.
Documentation: https://docs.ansible.com/ansible/latest/playbook_guide/playbooks_filters.html
"""

from __future__ import annotations

import base64
import hashlib
import json
import ntpath
import os.path
import re
import shlex
import time
from collections.abc import Callable
from datetime import date
from pathlib import PurePath
from typing import Any

import yaml
from jinja2 import Undefined

from charter.template.nice_yaml import dump_mapping

_FLAGS = {"ignorecase": re.IGNORECASE, "multiline": re.MULTILINE}


def to_json(value: Any, **options: Any) -> str:
    return json.dumps(value, default=_plain, **options)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, PurePath):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return list(value)
    if isinstance(value, bytes):
        return value.decode()
    raise TypeError(f"{value!r} has no form in JSON")


def to_nice_json(value: Any, indent: int = 4, *, sort_keys: bool = True, **options: Any) -> str:
    return json.dumps(value, indent=indent, sort_keys=sort_keys, separators=(",", ": "), **options)


def to_yaml(value: Any, **options: Any) -> str:
    style = {"default_flow_style": None, **options}  # the innermost collections on one line
    return str(yaml.dump(value, allow_unicode=True, **style))


def to_nice_yaml(value: Any, indent: int = 4, **options: Any) -> str:
    if type(value) is dict and type(indent) is int and not options:
        simple = dump_mapping(value, indent)
        if simple is not None:
            return simple
    return str(
        yaml.dump(value, indent=indent, allow_unicode=True, default_flow_style=False, **options)
    )


def from_yaml(value: Any) -> Any:
    return yaml.safe_load(value) if isinstance(value, str) else value


def to_bool(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    text = value.lower() if isinstance(value, str) else value
    return text in ("yes", "on", "1", "true", 1)


def strftime(format_: str, seconds: Any = None) -> str:
    return time.strftime(format_, time.localtime(None if seconds is None else float(seconds)))


def regex_replace(value: Any = "", pattern: str = "", replacement: str = "", **flags: Any) -> str:
    return re.sub(pattern, replacement, str(value), flags=_regex_flags(flags) if flags else 0)


def regex_search(value: str, pattern: str, *groups: str, **flags: Any) -> Any:
    r"""The match, or the groups asked for by `\g<name>` or `\1`; None where nothing matches."""
    wanted = [_group(group) for group in groups]
    match = re.search(pattern, value, _regex_flags(flags))
    if match is None or not wanted:
        return match.group() if match else None
    return [match.group(group) for group in wanted]


def _group(text: str) -> str | int:
    if name := re.match(r"\\g<(\S+)>", text):
        return name[1]
    if number := re.match(r"\\(\d+)", text):
        return int(number[1])
    raise ValueError(f"unknown argument {text!r} of regex_search")


def regex_findall(value: str, pattern: str, **flags: Any) -> list[Any]:
    return re.findall(pattern, value, _regex_flags(flags))


def _regex_flags(flags: dict[str, Any]) -> re.RegexFlag:
    chosen = re.RegexFlag(0)
    for name, flag in _FLAGS.items():
        if flags.get(name):
            chosen |= flag
    return chosen


def ternary(value: Any, if_true: Any, if_false: Any, if_none: Any = None) -> Any:
    if value is None and if_none is not None:
        return if_none
    return if_true if bool(value) else if_false


def mandatory(value: Any, message: str = "Mandatory variable not defined.") -> Any:
    if isinstance(value, Undefined):
        raise TypeError(message)
    return value


def digest(value: Any, name: str = "sha1") -> str | None:
    try:
        return hashlib.new(name, str(value).encode(), usedforsecurity=False).hexdigest()
    except ValueError:  # no such algorithm
        return None


def b64decode(value: Any) -> str:
    return base64.b64decode(str(value)).decode(errors="surrogateescape")


FILTERS: dict[str, Callable[..., Any]] = {
    "to_json": to_json,
    "to_nice_json": to_nice_json,
    "from_json": json.loads,
    "to_yaml": to_yaml,
    "to_nice_yaml": to_nice_yaml,
    "from_yaml": from_yaml,
    "bool": to_bool,
    "strftime": strftime,
    "regex_replace": regex_replace,
    "regex_search": regex_search,
    "regex_findall": regex_findall,
    "regex_escape": re.escape,
    "ternary": ternary,
    "mandatory": mandatory,
    "hash": digest,
    "md5": lambda value: digest(value, "md5"),
    "sha1": digest,
    "checksum": digest,
    "quote": lambda value: shlex.quote(str(value)),
    "b64encode": lambda value: base64.b64encode(str(value).encode()).decode(),
    "b64decode": b64decode,
    "basename": os.path.basename,
    "dirname": os.path.dirname,
    "splitext": os.path.splitext,
    "win_basename": ntpath.basename,
    "win_dirname": ntpath.dirname,
}
