"""Which versions of a template projects are on, in each kind of database."""

from __future__ import annotations

from demo import PROVIDER, signed_in
from services import served

from charter.catalog.entry import Entry
from charter.catalog.overview import Overview
from charter.catalog.store import Catalog
from charter.model import Project, Visibility

BUILTIN = "git+charter::builtin"
ODD = "v1'; -- ☂"


def register(catalog: Catalog, name: str, template: str, version: str, siloed: str = "") -> None:
    project = Project(name, "", "", Visibility.INNERSOURCE, "payments", ())
    catalog.register(Entry(project, template=template, version=version, siloed=siloed))


def test_each_version_of_a_template_is_told_once(catalog: Catalog):
    overview = Overview(catalog.database)
    assert overview.versions_of(BUILTIN) == ()
    for number, version in enumerate(("v1.0.0", "v1.10.0", "v1.9.0", "v1.9.0", "", ODD)):
        register(catalog, f"of-{number}", BUILTIN, version)
    register(catalog, "other", "git+https://git.acme.example/own", "v7.0.0")
    register(catalog, "silo", BUILTIN, "v8.0.0", siloed="no charter")
    assert sorted(overview.versions_of(BUILTIN)) == [ODD, "v1.0.0", "v1.10.0", "v1.9.0"]
    assert overview.versions_of("") == ()


def test_an_entry_page_knows_a_newer_version_as_soon_as_a_project_is_on_it(catalog: Catalog):
    register(catalog, "ledger", BUILTIN, "v1.9.0")
    reader = signed_in(served(catalog, **PROVIDER), "payments")
    assert "Template v1.9.0, the newest." in reader.get("/entries/payments/ledger").text
    register(catalog, "till", BUILTIN, "v1.10.0")
    told = reader.get("/entries/payments/ledger").text
    assert "Template v1.9.0, the newest is <b>v1.10.0</b>." in told
