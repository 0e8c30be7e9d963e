"""A real Backstage catalog registers our whole catalog by one location, and shows each entry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from exchanges import AWKWARD, PLAIN, PUBLISHED, SILO, hostile
from real_backstage import running, serving, why_absent

from charter.catalog.exchange.backstage import backstage_yaml, component_of, groups_yaml

TEAMS, EACH = 7, 20


@pytest.fixture(scope="module")
def entries():
    several = [
        replace(PLAIN, project=replace(PLAIN.project, name=f"p{number}", team=f"Team {team}"))
        for number in range(EACH)
        for team in range(TEAMS)
    ]
    known = [*several, PUBLISHED, replace(SILO, project=replace(SILO.project, team=""))]
    return [*known, *map(hostile, AWKWARD)]


@pytest.fixture(scope="module")
def shown(postgres, entries, tmp_path_factory):
    if why := why_absent():
        pytest.skip(why)
    pages = {
        "/backstage.yaml": "".join(backstage_yaml(entries)),
        "/groups.yaml": "".join(groups_yaml(entries)),
    }
    folder = tmp_path_factory.mktemp("backstage")
    with serving(pages) as host, running(folder, postgres.folder, host) as backstage:
        for page in pages:
            backstage.register(f"http://{host}{page}")
        backstage.entities("component", len({reference(component_of(it)) for it in entries}))
        backstage.entities("group", TEAMS)
        yield backstage


def reference(entity):
    metadata = entity["metadata"]
    return (metadata.get("namespace", "default").lower(), metadata["name"].lower())


def test_every_entry_is_there_with_what_it_says(shown, entries):
    wanted = {reference(component_of(entry)): component_of(entry) for entry in entries}
    found = {reference(entity): entity for entity in shown.entities("component", len(wanted))}
    assert found.keys() == wanted.keys()
    for name, component in wanted.items():
        metadata = found[name]["metadata"]
        for key in ("title", "description", "labels", "tags", "links"):
            assert metadata.get(key) == component["metadata"].get(key), (name, key)
        assert (
            component["metadata"].get("annotations", {}).items() <= metadata["annotations"].items()
        )
        assert found[name]["spec"] == component["spec"]


def test_a_team_is_a_group_that_owns_its_projects(shown):
    groups = {each["metadata"].get("title"): each for each in shown.entities("group", TEAMS)}
    relations = shown.ask(f"/entities/by-name/group/default/{groups['Team 3']['metadata']['name']}")
    owned = {it["targetRef"] for it in relations["relations"] if it["type"] == "ownerOf"}
    assert len(owned) == EACH
    assert {ref.rpartition("/")[2] for ref in owned} == {f"p{number}" for number in range(EACH)}


def test_it_knows_where_each_entry_is_from(shown):
    entity = shown.ask("/entities/by-name/component/payments/invoices")
    origin = entity["metadata"]["annotations"]["backstage.io/managed-by-origin-location"]
    assert origin.endswith("/backstage.yaml")
