"""What a text means, as far as its words tell: a vector, and the code of its signs.

`scripts/distil-vectors` made the vectors of the pieces, so that their sum points where a sentence
model would: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0).
"""

from __future__ import annotations

import re
from functools import cache
from math import sqrt
from mmap import ACCESS_READ, mmap
from operator import mul
from pathlib import Path

from charter.catalog.coding import CODE_BYTES
from charter.catalog.meaning.wordpiece import split_pieces

DIMENSIONS = CODE_BYTES * 8
Vector = tuple[int, ...]  # DIMENSIONS numbers without a unit: only the direction tells anything

_HERE = Path(__file__).parent
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
# A row of the table: numbers from -7 to 7, each stored as 8 more than it is, two in a byte: the
# first half of the dimensions in the low halves of the bytes, the second half in the high ones.
_ZERO = 8
_ROW_BYTES = DIMENSIONS // 2
_LOW = int.from_bytes(b"\x0f" * _ROW_BYTES)
_AT_ONCE = 17  # rows that can be added up in bytes: 17 * 15 = 255
_MOST = 4 * _AT_ONCE  # pieces; what stands behind them tells little of a project


def text_of(name: str, description: str) -> str:
    """What is compared of a project: the words in its name, and its description."""
    return f"{' '.join(_WORD.findall(_CAMEL.sub(' ', name)))} {description}"


def vector_of(text: str) -> Vector:
    """The sum of the vectors of its pieces; all zeros where no word of it is known."""
    numbers, table = _numbers(), _table()
    starts = [numbers[piece] * _ROW_BYTES for piece in split_pieces(text, numbers)[:_MOST]]
    rows = [int.from_bytes(table[start : start + _ROW_BYTES]) for start in starts]
    parts = [_sum(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE)]
    if not parts:
        return _NOTHING
    too_much = _ZERO * len(rows)
    columns = parts[0] if len(parts) == 1 else map(sum, zip(*parts, strict=True))
    return tuple([column - too_much for column in columns])


def code_of(vector: Vector) -> bytes:
    """The signs of its numbers, a bit each; zeros where the text said nothing.

    The last bit is always 0, so that the distance of two codes fits into a byte.
    """
    bits = "".join(["1" if number > 0 else "0" for number in vector[:-1]])
    return int(bits + "0", 2).to_bytes(CODE_BYTES)


def likeness(one: Vector, other: Vector) -> float:
    """The cosine: 1 for the same direction, about 0 for two texts that have nothing in common."""
    lengths = sqrt(sum(map(mul, one, one)) * sum(map(mul, other, other)))
    return sum(map(mul, one, other)) / lengths if lengths else 0.0


_NOTHING = (0,) * DIMENSIONS


def _sum(rows: list[int]) -> bytes:
    """A byte for each dimension, all of them added at once as one long number."""
    first = sum([row & _LOW for row in rows])
    second = sum([row >> 4 & _LOW for row in rows])
    return first.to_bytes(_ROW_BYTES) + second.to_bytes(_ROW_BYTES)


@cache
def _numbers() -> dict[str, int]:
    """Each known piece and the number of its row."""
    pieces = (_HERE / "pieces.txt").read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(pieces)}


@cache
def _table() -> mmap:
    """Mapped, so that only the rows that are looked at are read."""
    with (_HERE / "vectors.bin").open("rb") as file:
        return mmap(file.fileno(), 0, access=ACCESS_READ)
