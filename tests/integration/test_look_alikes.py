"""Before something is founded: what the catalog holds that is near to it."""

from __future__ import annotations

import pytest

from charter.catalog.entry import Entry
from charter.catalog.sqlite import open_catalog_file
from charter.model import Project, Visibility

SHELF = {
    "invoice-renderer": "Renders invoices as PDF for every billing team",
    "receipt-printer": "Prints receipts of shops on paper",
    "ledger": "Books payments for the billing team",
    "mail-gateway": "Sends mail for every team",
    "pdf-merge": "Merges PDF files into one",
    "chart-kit": "Draws charts for dashboards of every team",
    "geo-lookup": "Finds places by their names for every team",
}


@pytest.fixture
def catalog(tmp_path):
    opened = open_catalog_file(tmp_path / "catalog.sqlite3")
    for name, description in SHELF.items():
        opened.register(
            Entry(Project(name, name, description, Visibility.INNERSOURCE, "payments", ()))
        )
    yield opened
    opened.close()


def test_the_nearest_comes_first_with_the_words_that_are_shared(catalog):
    first, *_ = catalog.look_alikes("bill-maker", "Makes a PDF of each invoice for billing")
    assert first.entry.project.name == "invoice-renderer"
    assert first.shared == ("bill", "pdf", "invoice", "billing")


def test_at_most_five_are_shown(catalog):
    assert len(catalog.look_alikes("x", "for each team every team")) == 5


def test_nothing_in_common_is_nothing(catalog):
    assert catalog.look_alikes("quantum", "Simulates qubits") == ()


def test_words_that_stand_everywhere_do_not_make_a_look_alike(catalog):
    assert catalog.look_alikes("for-the", "With and without what is, for them") == ()


def test_the_owner_s_name_is_no_likeness(catalog):
    first, *others = catalog.look_alikes("x", "payments")
    assert first.entry.project.name == "ledger"
    assert [near.shared for near in others if near.shared] == []
