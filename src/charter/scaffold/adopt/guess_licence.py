"""A licence text → the licences it may be, by the texts that the template itself ships. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from charter.plain_text import one_line
from charter.scaffold.skeleton.licence_names import allows_later, spdx_of

LARGEST = 256 * 1024
_NEAR = 0.9  # of the pairs of words: what tells the nearest of the shipped texts from another one
_WORD = re.compile(r"[a-z0-9]+")
_JINJA = re.compile(r"\{\{.*?\}\}")
_NOTICE = re.compile(
    r"^[\W_]*(?:copyright|©|\(c\))(?=\s*(?:\(c\)|©|\d{4}|[<\[{]|$)).*$|^\W*all rights reserved\W*$",
    re.MULTILINE | re.IGNORECASE,
)
_AFTER = re.compile(r"end of (?:the )?terms and conditions.*", re.DOTALL | re.IGNORECASE)
_HOLDER = re.compile(
    r"^[\W_]*(?:copyright\s*)?(?:\(c\)|©)?\s*(?P<year>[12]\d{3})(?:\s*[-\u2013,]\s*(?:[12]\d{3}|present))*"
    r"[,\s]+(?:by\s+)?(?P<holder>[^\n<\[{]+?)\W*?(?:<[^>\n]*>)?\W*?(?:all rights reserved\W*)?$",
    re.MULTILINE | re.IGNORECASE,
)
# REUSE-IgnoreStart
_SPDX = re.compile(r"SPDX-License-Identifier:\s*([A-Za-z0-9.+-]+)")
# REUSE-IgnoreEnd
_SAYS_ID_ONLY = 60  # words: a file this short cannot be the text
# Words that turn a licence into another one: one more or less of them, and it is not recognised.
_TURNING = frozenset(
    """not non no nor except unless without solely only prohibited forbidden must may commercial
    noncommercial evil military ethical competing fee royalty""".split()  # noqa: SIM905 - readable
)


@dataclass(frozen=True)
class Licence:
    """A licence file: the ids it may be (none: an unknown text), and whose copyright it names."""

    path: str
    ids: tuple[str, ...] = ()
    year: str = ""
    holder: str = ""

    @property
    def spoken(self) -> str:
        return " or ".join(self.ids)


@dataclass(frozen=True)
class KnownText:
    """A licence text, ready to be compared."""

    words: Counter[str]
    pairs: Counter[tuple[str, str]]


def known_texts(texts: Mapping[str, bytes]) -> dict[str, KnownText]:
    """SPDX id → its text, from `…/ID.txt` → bytes."""
    named = ((path.rpartition("/")[2].removesuffix(".txt"), data) for path, data in texts.items())
    return {name: _prepared(data.decode("utf-8", errors="replace")) for name, data in named}


def recognise(path: str, data: bytes, known: Mapping[str, KnownText]) -> Licence:
    """What the file grants; ids are none where it is not surely one of the known texts."""
    if len(data) > LARGEST or b"\0" in data:
        return Licence(path)
    text = data.decode("utf-8", errors="replace")
    notice = _HOLDER.search(text)
    holder = _holder(notice["holder"]) if notice else ""
    own = _prepared(text.replace(holder, "") if holder else text)  # some texts repeat the name
    ids = _nearest(own, known)
    if not ids and own.words.total() < _SAYS_ID_ONLY and (match := _SPDX.search(text)):
        ids = (match[1],) if match[1] in known else ()
    return Licence(path, ids, notice["year"] if notice and ids else "", holder if ids else "")


def _holder(text: str) -> str:
    named = re.sub(r"^\((?:c|C)\)\s*", "", text).partition("(")[0]
    return one_line(named).strip(" .,;")


def _nearest(own: KnownText, known: Mapping[str, KnownText]) -> tuple[str, ...]:
    scored = {name: _likeness(own, text) for name, text in known.items()}
    best = max(scored.values(), default=0.0)
    if best < _NEAR:
        return ()
    near = [name for name, score in scored.items() if score == best]
    return tuple(name for name in near if not _turns(own.words, known[name].words))


def _likeness(one: KnownText, other: KnownText) -> float:
    """Dice's coefficient of the pairs of neighbouring words."""
    sizes = one.pairs.total(), other.pairs.total()
    total = sum(sizes)
    if 2 * min(sizes) < _NEAR * total:  # more than they can have in common
        return 0.0
    return 2 * (one.pairs & other.pairs).total() / total if total else 0.0


def _turns(one: Counter[str], other: Counter[str]) -> bool:
    return any(one[word] != other[word] for word in _TURNING)


@lru_cache(maxsize=256)
def _prepared(text: str) -> KnownText:
    text = _NOTICE.sub("", _JINJA.sub("", _AFTER.sub("", text.lower())))
    words = _WORD.findall(text.replace("licence", "license"))
    return KnownText(Counter(words), Counter(pairwise(words)))


def choose_id(ids: Iterable[str], *, named: Iterable[str] = ()) -> str:
    """One of the ids that share a text: what the package names, else the one that grants less."""
    listed, said = tuple(ids), tuple(named)
    same = [name for name in said if name in listed]
    if not same and any(allows_later(name) and spdx_of(name) for name in said):
        same = [name for name in listed if name.endswith("-or-later")]
    fewer = [name for name in listed if not name.endswith("-or-later")]
    return next(iter((*same, *fewer, *listed)), "")
