"""What counts as one address."""

from __future__ import annotations

import pytest

from charter.web.rates import home_of


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
