"""What counts as one address."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from limits import parse

from charter.web.rates import Rate, home_of


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_what_one_connection_can_call_itself_is_one(address: str, home: str):
    assert home_of(address) == home


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_asks_too_often_waits_until_enough_is_over():
    clock = Clock()
    rate = Rate(parse("4/minute"), clock)
    assert [rate.hit("ada") for _ in range(5)] == [0, 0, 0, 0, 60]
    assert rate.hit("bob") == 0  # others go on
    clock.now = 59.5
    assert rate.hit("ada") == 1  # the seconds that are told are never none
    clock.now = 74.9  # of the last minute three quarters count, and a little: three
    assert [rate.hit("ada"), rate.hit("ada")] == [0, pytest.approx(0.1, abs=1)]
    clock.now = 90  # a half of it, and the one of this minute
    assert [bool(rate.hit("ada")) for _ in range(2)] == [False, True]
    clock.now = 1000
    assert [bool(rate.hit("ada")) for _ in range(5)] == [False] * 4 + [True]


def test_nothing_is_kept_of_who_has_not_come_for_two_windows():
    clock = Clock()
    rate = Rate(parse("4/minute"), clock)
    for number in range(100):
        clock.now = number * 30.0
        rate.hit(str(number))
    assert len(rate._now) + len(rate._before) <= 4
