"""What of copier is not rendered here: found by reading a template, and named. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from types import NoneType
from typing import Any

from packaging.version import InvalidVersion, Version

from charter.model import EXECUTABLE, REGULAR, SYMLINK, FileContent

MODELLED = Version("9.19.1")  # the copier whose ways these are
_FEATURES = ("tasks", "migrations", "jinja_extensions", "external_data")
_PATTERNS = ("exclude", "skip_if_exists")
_KINDS: dict[str, tuple[type, ...]] = {
    "subdirectory": (str,),
    "templates_suffix": (str, NoneType),
    "answers_file": (str,),
    **dict.fromkeys(_PATTERNS, (list,)),
    "envops": (dict,),
}
_CONFIGURATION = re.compile(r"copier\.ya?ml", re.IGNORECASE)
# `eol=lf` changes no byte on the way out: git only ever adds returns there
_CHECKOUT = re.compile(
    rb"(?<![\w-])(eol(?!=lf\b)|ident|filter|working-tree-encoding|export-subst)\b"
)
_SUFFIX = re.compile(r"(\.[^./]+)?")


def find_beyond(settings: Mapping[str, Any], files: Mapping[str, FileContent]) -> str:
    """Why copier itself must render a template with these settings and files; empty where not."""
    return next(chain(_in_settings(settings), _in_files(files)), "")


def _in_settings(settings: Mapping[str, Any]) -> Iterator[str]:
    for key in _FEATURES:
        if settings.get(key):
            yield f"the template uses _{key}"
    yield from _of_wrong_kind(settings)
    if not _SUFFIX.fullmatch(str(settings.get("templates_suffix") or "")):
        yield f"_templates_suffix is {settings['templates_suffix']!r}"
    if not settings.get("answers_file", "a") or str(settings.get("answers_file")).startswith("/"):
        yield f"_answers_file is {settings['answers_file']!r}"
    try:
        if Version(str(settings.get("min_copier_version", "0"))) > MODELLED:
            yield f"_min_copier_version is {settings['min_copier_version']}"
    except InvalidVersion:
        yield f"_min_copier_version is {settings['min_copier_version']!r}"


def _of_wrong_kind(settings: Mapping[str, Any]) -> Iterator[str]:
    for key, kinds in _KINDS.items():
        if key in settings and not isinstance(settings[key], kinds):
            yield f"_{key} is {settings[key]!r}"
    for key in _PATTERNS:
        if any(not isinstance(text, str) for text in settings.get(key) or ()):
            yield f"_{key} is {settings[key]!r}"


def _in_files(files: Mapping[str, FileContent]) -> Iterator[str]:
    if len(found := [name for name in files if _CONFIGURATION.fullmatch(name)]) > 1:
        yield f"the template has both {' and '.join(sorted(found))}"
    for name, content in files.items():
        if content.mode not in (REGULAR, EXECUTABLE, SYMLINK):
            yield f"{name} is a submodule"
        elif "\ufffd" in name:
            yield f"the name {name} is not UTF-8"
        elif posixpath.basename(name) == ".gitattributes" and _CHECKOUT.search(content.data):
            yield f"{name} changes bytes at checkout"
