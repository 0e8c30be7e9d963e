"""What a catalog promises, held by each kind of database."""

from __future__ import annotations

from catalogs import open_again

from charter.catalog.entry import END, MARK, Entry, Filters, Outcome
from charter.catalog.store import Catalog
from charter.model import Project, Visibility


def entry(name: str, description: str = "", team: str = "payments", **facts) -> Entry:
    project = {
        "title": name,
        "visibility": Visibility.INNERSOURCE,
        "maintainers": (),
        "url": f"https://git.acme.example/{team}/{name}",
    }
    said = {key: facts.pop(key) for key in list(facts) if key in Project.__dataclass_fields__}
    return Entry(Project(name=name, description=description, team=team, **project | said), **facts)


def names(found) -> list[str]:
    return [getattr(one, "entry", one).project.name for one in found]


def test_what_was_registered_is_found_by_its_words(catalog: Catalog):
    assert catalog.register(entry("invoice-renderer", "Renders invoices")) is Outcome.CREATED
    assert catalog.register(entry("ledger", "Books payments")) is Outcome.CREATED
    (hit,) = catalog.search(["invoices"], Filters(team="PAYMENTS"))
    assert hit.name == f"{MARK}invoice{END}-renderer"
    assert names(catalog.look_alikes("x", "An invoice")) == ["invoice-renderer"]


def test_another_door_shows_the_same(catalog: Catalog, catalog_address: str):
    catalog.register(entry("ledger"))
    other = open_again(catalog_address)
    assert names(other.list_entries()) == ["ledger"]
    other.close()
