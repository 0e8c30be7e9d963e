"""Many repositories are checked in processes of their own, and one that kills its process is named."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from charter.governance.many import _MOST, Bench, Row, _shares, check_many
from charter.template.editions import Editions


class Deadly(Bench):
    """Dies over two of the repositories, as a broken library or a lack of memory would have it."""

    def check(self, path: Path) -> list[Row]:
        if path.name in {"r40", "r77"}:
            os._exit(9)
        return [Row(str(path), name=str(os.getpid()))]


def test_a_repository_that_kills_its_process_stops_no_other(tmp_path):
    bench = Deadly(Editions({}, tmp_path), lambda team, name: "", date(2026, 11, 24))
    paths = [Path(f"r{number:02}") for number in range(100)]
    rows = [row for each in check_many(paths, bench, processes=2) for row in each]
    assert [row.place for row in rows] == [str(path) for path in paths]
    assert [row.place for row in rows if row.error] == ["r40", "r77"]
    assert rows[0].name == str(os.getpid())
    assert len({row.name for row in rows}) > 2


@pytest.mark.parametrize("number", [1, 31, 100, 998, 10_000])
@pytest.mark.parametrize("processes", [2, 16])
def test_each_is_checked_once_and_the_last_ones_in_small_shares(number, processes):
    shares = list(_shares(number, processes))
    assert [it for share in shares for it in share] == list(range(number))
    assert max(map(len, shares)) <= _MOST
    assert len(shares[-1]) == 1


def test_few_are_checked_without_another_process(tmp_path):
    bench = Deadly(Editions({}, tmp_path), lambda team, name: "", date(2026, 11, 24))
    rows = [row for each in check_many([Path("a"), Path("b")], bench) for row in each]
    assert {row.name for row in rows} == {str(os.getpid())}
    assert list(check_many([], bench)) == []
