"""An answers file: which template, at which version, with which answers. Pure.

Nobody has vouched for an answers file: it comes with a repository.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import yaml

from charter.errors import AnswerError
from charter.template.questions import Loader

LARGEST = 256 * 1024
_DEEPEST = 20
# aliases and what goes with them; tags; line breaks other than \n; bytes of other encodings
_RARE = re.compile(rb"[*&!\r\x00-\x08\x0b-\x1f\xfe\xff]|\xc2\x85|\xe2\x80[\xa8\xa9]|\xef\xbb\xbf")
_MAP, _TEXT = "tag:yaml.org,2002:map", "tag:yaml.org,2002:str"
_BEFORE_A_KEY = re.compile(rb"^[ \t?:-]+", re.MULTILINE)


class _Loader(Loader):  # type: ignore[misc]
    """As the safe one, quicker for what most answers files are: a name and one value a line."""

    def construct_document(self, node: yaml.Node) -> Any:
        if type(node) is not yaml.MappingNode or node.tag != _MAP:
            return super().construct_document(node)
        kinds = {(type(key), key.tag, type(value)) for key, value in node.value}
        if kinds != {(yaml.ScalarNode, _TEXT, yaml.ScalarNode)}:
            return super().construct_document(node)
        return {
            key.value: value.value if value.tag == _TEXT else self.construct_object(value)
            for key, value in node.value
        }


@dataclass(frozen=True)
class Recorded:
    """An answers file: the template's name as it stands there, its version, and the answers."""

    file: str
    source: str
    version: str
    answers: Mapping[str, Any]


class NoVersionError(AnswerError):
    """An answers file that names a template, and no version of it."""

    def __init__(self, file: str, source: str) -> None:
        super().__init__(
            f"{file} does not say its template: _commit is missing or not text.",
            hint=self.hint_of("VERSION"),
        )
        self.source = source

    def hint_of(self, version: str) -> str:
        """What to write: the version that the files are of, for instance the newest one."""
        return f"Write the version that the files here are of, and commit it: _commit: {version}"


def parse_recorded(file: str, text: bytes) -> Recorded:
    """Read an answers file; raises AnswerError naming the file and what is wrong with it.

    YAML aliases are refused, for a few lines of them stand for gigabytes; so are deep nests.
    """
    if len(text) > LARGEST:
        raise AnswerError(f"{file} is larger than {LARGEST // 1024} KiB.")
    try:
        if _may_hold_traps(text):
            _refuse_traps(file, text)
        found = yaml.load(text, _Loader)  # noqa: S506 - a safe one
    except AnswerError:
        raise
    except Exception as wrong:  # PyYAML raises whatever a tag such as `!!int x` leads to
        mark = getattr(wrong, "problem_mark", None)
        place = f" (line {mark.line + 1})" if mark else ""
        raise AnswerError(
            f"{file} is not valid YAML{place}: {getattr(wrong, 'problem', None) or wrong}.",
            hint="Mend it, or take it from before the commit that broke it: "
            f"git log --oneline -- {file}, then git checkout COMMIT~1 -- {file}",
        ) from wrong
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise AnswerError(f"{file} is not a mapping of questions to answers.")
    source, version = (found.get(key) for key in ("_src_path", "_commit"))
    if not _is_name(source):
        raise AnswerError(
            f"{file} does not say its template: _src_path is missing or not text.",
            hint="Write both into it and commit, such as _src_path: git+charter::builtin and "
            f"_commit: VERSION. Or begin anew: git rm {file}, commit, charter adopt",
        )
    if not _is_name(version):
        raise NoVersionError(file, source)
    answers = {key: value for key, value in found.items() if not key.startswith("_")}
    return Recorded(file, source, version, answers)


def _is_name(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _may_hold_traps(text: bytes) -> bool:
    """Whether to look closer, which takes as long as reading the file.

    What is inside something else stands further right, but a list may stand right below its key:
    two levels for a column. On one line it is in brackets, and `[a: b]` is two levels as well.
    """
    if _RARE.search(text):
        return True
    columns = 1 + max(map(len, _BEFORE_A_KEY.findall(text)), default=0)
    brackets = text.count(b"[") + text.count(b"{")
    return 2 * (columns + brackets) > _DEEPEST


def _refuse_traps(file: str, text: bytes) -> None:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            raise AnswerError(f"{file} uses YAML aliases, which are not read here.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise AnswerError(f"{file} is nested deeper than {_DEEPEST} levels.")
