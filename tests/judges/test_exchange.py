"""What the catalog exports, looked at by those who read it: the model of Backstage's catalog."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from exchanges import AWKWARD, BARE, CANDIDATE, PLAIN, PUBLISHED, SILO, hostile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from charter.catalog.entry import Link
from charter.catalog.exchange.backstage import backstage_yaml, component_of, groups_yaml
from judges.panel.commands import find
from judges.panel.node import FOLDER, look_at, why_absent

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.judge
HOSTS = ("1.2.3.4", "1.2.3", "256.1.1.1", "1.2.3.4.5", "0x7f.1", "xn--a", "xn--bcher-kva.example",
         "a..b", "[::1]", "a.example:65536", "-a.example", "a_b.example", "host.", "9")  # fmt: skip


@pytest.fixture(autouse=True)
def _installed():
    if why := why_absent():
        pytest.skip(why)


def complaints(folder: Path, text: str) -> list[str]:
    (folder / "catalog-info.yaml").write_text(text, "utf-8")
    return look_at("backstage", [folder])[folder]


def test_backstage_takes_every_standing(tmp_path):
    text = "".join(backstage_yaml([PLAIN, PUBLISHED, CANDIDATE, SILO, BARE]))
    assert complaints(tmp_path, text) == []


def test_backstage_takes_the_teams(tmp_path):
    teams = [replace(PLAIN, project=replace(PLAIN.project, team=team)) for team in AWKWARD]
    text = "".join(groups_yaml([PLAIN, *teams]))
    assert text.count('kind: "Group"') > len(AWKWARD) / 2
    assert complaints(tmp_path, text) == []


def test_backstage_takes_whatever_text_an_entry_holds(tmp_path):
    assert complaints(tmp_path, "".join(backstage_yaml(map(hostile, AWKWARD)))) == []


def test_backstage_takes_whatever_address_an_entry_holds(tmp_path):
    places = [f"https://{host}/{path}" for host, path in product(HOSTS, ("", "a b", "a?b#c", "%"))]
    entries = [replace(PLAIN, links=tuple(Link(place, "x", "docs") for place in places))]
    entries += [replace(PLAIN, project=replace(PLAIN.project, url=place)) for place in places]
    assert complaints(tmp_path, "".join(backstage_yaml(entries))) == []


@given(st.lists(st.text(), min_size=20, max_size=40))
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_backstage_takes_any_text(tmp_path, texts):
    assert complaints(tmp_path, "".join(backstage_yaml(map(hostile, texts)))) == []


def test_a_reader_of_yaml_1_2_reads_the_same(tmp_path):
    entries = list(map(hostile, AWKWARD))
    (tmp_path / "all.yaml").write_text("".join(backstage_yaml(entries)), "utf-8")
    script = (
        "import YAML from 'yaml'; import { readFileSync } from 'node:fs';"
        "const all = YAML.parseAllDocuments(readFileSync(process.argv[1], 'utf8'));"
        "process.stdout.write(JSON.stringify(all.map(each => each.toJS())))"
    )
    said = subprocess.run(
        [find("node"), "--input-type=module", "--eval", script, str(tmp_path / "all.yaml")],
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    assert json.loads(said) == [component_of(entry) for entry in entries]
