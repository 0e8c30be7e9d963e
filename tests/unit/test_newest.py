"""Reading backwards part by part finds what reading all at once finds, and reads less."""

from __future__ import annotations

import pytest

from charter.catalog.newest import read_newest

LAST = 1_000_000


class Rows:
    """Numbers of rows that match; counts those that a database would have to read."""

    def __init__(self, matching: list[int]) -> None:
        self.matching = sorted(matching, reverse=True)
        self.read_ones = 0

    def read(self, limit: int, *, above: int = 0, to: int = 0) -> list[int]:
        those = [it for it in self.matching if it > above and (not to or it <= to)]
        self.read_ones += len(those)
        return those[:limit]


@pytest.mark.parametrize(
    "matching",
    [
        list(range(1, LAST + 1, 3)),
        list(range(1, LAST + 1, 20)),
        list(range(1, LAST + 1, 200)),
        list(range(1, 60_000)),  # only the oldest
        list(range(LAST - 30_000, LAST + 500, 50)),  # only the newest, some since `last` was read
        [*range(1, 200_000), *range(LAST - 3000, LAST, 30)],
        [1, LAST],
        [],
    ],
)
def test_the_last_rows_are_the_same_as_those_of_all(matching):
    rows = Rows(matching)
    assert read_newest(rows.read, LAST, 1001) == rows.matching[:1001]


@pytest.mark.parametrize("every", [2, 10, 50, 100])
def test_of_a_common_word_few_rows_are_read(every):
    rows = Rows(list(range(1, LAST + 1, every)))
    read_newest(rows.read, LAST, 1001)
    assert rows.read_ones < 3000


def test_a_small_catalog_is_read_at_once():
    asked = []

    def read(limit, *, above=0, to=0):
        asked.append((limit, above, to))
        return []

    read_newest(read, 1000, 20)
    assert asked == [(20, 0, 0)]
