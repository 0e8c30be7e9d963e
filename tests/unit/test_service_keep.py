"""What reads a whole table is found out seldom where that is slow, and anew where it is quick."""

from __future__ import annotations

import time
from typing import Any

import pytest

from charter.web.service import Service

SLOW = 0.02  # seconds


@pytest.fixture
def service() -> Service:
    nothing: Any = None
    return Service(nothing, nothing, nothing, nothing, nothing)


def slowly(answers: list[str]) -> str:
    time.sleep(SLOW)
    return answers.pop(0)


def test_what_was_dear_is_kept_and_found_anew_when_its_time_is_over(service: Service):
    answers = ["first", "second"]
    assert [service.keep("x", lambda: slowly(answers)) for _ in range(5)] == ["first"] * 5
    until, known = service.kept["x"]
    assert 100 * SLOW < until - time.monotonic() < 600
    service.kept["x"] = (0.0, known)
    assert service.keep("x", lambda: slowly(answers)) == "second"


def test_what_is_cheap_is_soon_found_anew(service: Service):
    assert service.keep("x", lambda: "first") == "first"
    time.sleep(SLOW)
    assert service.keep("x", lambda: "second") == "second"


def test_others_are_given_the_old_one_meanwhile(service: Service):
    service.kept["x"] = (0.0, "old")

    def find() -> str:
        assert service.keep("x", lambda: "never asked") == "old"
        return "new"

    assert service.keep("x", find) == "new"


def test_a_failure_keeps_nothing(service: Service):
    def fail() -> str:
        raise ZeroDivisionError

    service.kept["x"] = (0.0, "old")
    with pytest.raises(ZeroDivisionError):
        service.keep("x", fail)
    assert service.keep("x", lambda: "new") == "new"
    with pytest.raises(ZeroDivisionError):
        service.keep("y", fail)
    assert service.keep("y", lambda: "new") == "new"
