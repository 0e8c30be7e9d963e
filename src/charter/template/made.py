"""What came out of a rendering, and what another version of the template may take from it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from charter.model import FileContent
from charter.template.copies import FROZEN
from charter.template.expressions import Expressions


@dataclass(frozen=True)
class Made:
    """The files by path; `texts` are those that were rendered, by their names in the template.

    It is steady where no file changed a list or mapping of the answers: others would see it.
    """

    files: dict[str, FileContent]
    texts: Mapping[str, FileContent]
    known: Mapping[str, Any]
    expressions: Expressions
    is_steady: bool


def taken_from(
    like: Made, known: Mapping[str, Any], expressions: Expressions
) -> dict[str, FileContent]:
    """The `texts` that come out of these expressions as they did there, with what is `known` now.

    They are made of the same texts, and nothing that these refer to means something else.
    """
    if not like.is_steady:
        return {}
    changed = _changed(like.known, known)
    names = _unchanged(expressions, like.expressions, tuple(like.texts), changed)
    return {name: like.texts[name] for name in names}


@lru_cache(maxsize=64)  # most repositories differ from the newest version in the same names
def _unchanged(
    ours: Expressions, theirs: Expressions, texts: tuple[str, ...], changed: frozenset[str]
) -> tuple[str, ...]:
    """Those of the texts that are the same in both, and refer to nothing that has changed."""
    shared = ((name, ours.shared_with(theirs, name)) for name in texts)
    return tuple(name for name, names in shared if names is not None and names.isdisjoint(changed))


def changeable(known: Mapping[str, Any]) -> list[Any]:
    """The lists and mappings that a file can change for those after it.

    The mapping of the answers file itself is fresh for each of them, the values in it are not.
    """
    return [each for each in _values_in(known) if type(each) not in FROZEN]


def _values_in(known: Mapping[str, Any]) -> Iterator[Any]:
    yield from (value for name, value in known.items() if not name.startswith("_copier_"))
    yield from known["_copier_answers"].values()


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> frozenset[str]:
    """The names that mean something else, or nothing, on one of the sides."""
    same = (
        name
        for name in before.keys() & after.keys()
        if before[name] is after[name] or _written(before[name]) == _written(after[name])
    )
    return frozenset((before.keys() | after.keys()).difference(same))


def _written(value: Any) -> Any:
    """What two values have in common that are written in the same way: 1 is not True."""
    return value if type(value) is str else (type(value), repr(value))
