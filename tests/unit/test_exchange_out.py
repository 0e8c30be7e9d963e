"""Entries in the formats of others: valid whatever an entry holds, and nothing in them acts."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import datetime

import pytest
import yaml
from exchanges import AWKWARD, BARE, CANDIDATE, PLAIN, PUBLISHED, SILO, URL, hostile
from hypothesis import given
from hypothesis import strategies as st

from charter.catalog.exchange.backstage import backstage_yaml, component_of
from charter.catalog.exchange.backstage_names import LONGEST, namespace_of, object_name, tag_of
from charter.catalog.exchange.formats import IN, OUT
from charter.catalog.exchange.innersource_json import innersource_json
from charter.catalog.exchange.json_lines import json_lines
from charter.catalog.exchange.publiccode import publiccode_yml
from charter.catalog.exchange.sap_portal import repo_of, repos_json
from charter.catalog.exchange.spreadsheet import COLUMNS, csv_lines, guarded, unguarded
from charter.catalog.words import key
from charter.errors import UnfitError

ALL = (PLAIN, PUBLISHED, CANDIDATE, SILO, BARE, *map(hostile, AWKWARD))
STATUS = ("concept", "development", "beta", "stable", "obsolete")


def test_each_format_is_there():
    assert all(callable(each.load()) for each in (*OUT.values(), *IN.values()))


def test_a_component_says_what_is_known():
    component = component_of(PLAIN)
    metadata = component["metadata"]
    assert (metadata["name"], metadata["namespace"]) == ("invoices", "payments")
    assert metadata["labels"] == {
        "charter.dev/visibility": "innersource",
        "charter.dev/standing": "internal",
        "charter.dev/governance-level": "contributions-welcome",
    }
    assert metadata["annotations"]["backstage.io/source-location"] == f"url:{URL}/"
    assert metadata["annotations"]["gitlab.com/project-slug"] == "payments/invoices"
    assert metadata["tags"] == ["python", "pdf", "billing"]
    assert {link["type"]: link["url"] for link in metadata["links"]} == {
        "docs": "https://docs.acme.example/invoices",
        "issues": f"{URL}/-/issues",
        "contributing": f"{URL}/-/blob/HEAD/CONTRIBUTING.md",
    }
    assert component["spec"] == {
        "type": "project",
        "lifecycle": "production",
        "owner": "group:default/payments",
    }


def test_no_export_tells_an_address_of_a_person():
    pieces = [*backstage_yaml([PUBLISHED]), *repos_json([PLAIN]), *csv_lines([PLAIN])]
    assert "ada@acme.example" not in "".join([*pieces, publiccode_yml(PUBLISHED)])


@pytest.mark.parametrize(
    ("forge", "url", "slug"),
    [
        ("github", "https://github.com/acme/x", "acme/x"),
        ("", "https://github.com/acme/x", "acme/x"),
        ("github", "https://github.com/acme", None),
        ("gitlab", "https://git.acme.example/a/b/c", "a/b/c"),
        ("gitea", "https://git.acme.example/a/b", None),
        ("", "https://git.acme.example/a/b", None),
    ],
)
def test_a_slug_is_said_where_the_forge_has_one(forge, url, slug):
    entry = replace(PLAIN, project=replace(PLAIN.project, forge=forge, url=url))
    told = component_of(entry)["metadata"]["annotations"]
    assert next((told[name] for name in told if name.endswith("/project-slug")), None) == slug


@given(st.text(), st.text())
def test_two_names_never_become_one(one, other):
    assert re.fullmatch(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", object_name(one))
    assert re.fullmatch(r"[a-z0-9]+(?:-+[a-z0-9]+)*", namespace_of(one))
    assert len(object_name(one)) <= LONGEST
    assert len(namespace_of(one)) <= LONGEST
    if key(one) != key(other):
        assert object_name(one).lower() != object_name(other).lower()
        assert namespace_of(one) != namespace_of(other)


@given(st.text())
def test_a_tag_is_one_or_nothing(text):
    assert re.fullmatch(r"([a-z0-9:+#]+(-[a-z0-9:+#]+)*)?", tag_of(text))


def test_backstage_yaml_is_one_document_an_entry():
    pieces = list(backstage_yaml(ALL))
    assert len(pieces) == len(ALL)
    assert list(yaml.safe_load_all("".join(pieces))) == [component_of(entry) for entry in ALL]


def test_repos_json_has_what_the_page_needs():
    entries = [PLAIN, replace(PUBLISHED, id=1), *ALL[2:]]
    entries[2] = replace(CANDIDATE, id=2)
    found = json.loads("".join(repos_json(entries)))
    assert len({repo["id"] for repo in found}) == len(found) > len(AWKWARD) / 2
    for repo in found:
        inner = repo["_InnerSourceMetadata"]
        assert type(repo["id"]) is int
        assert type(inner["score"]) is int
        for address in (repo["html_url"], inner["docs"]):
            assert re.match(r"https?://", address)
        assert repo["full_name"] == f"{repo['owner']['login']}/{repo['name']}"
        for time in ("created_at", "updated_at", "pushed_at"):
            assert datetime.fromisoformat(repo[time])
        assert repo["language"] is None or not set("<>&\"'`") & set(repo["language"])
        assert repo["owner"]["avatar_url"].startswith("./images/default")


def test_repos_json_may_be_empty_and_lists_no_silo():
    assert json.loads("".join(repos_json([]))) == []
    assert json.loads("".join(repos_json([SILO, BARE]))) == []


@pytest.mark.parametrize(
    ("forge", "guide"),
    [
        ("github", "/blob/HEAD/CONTRIBUTING.md"),
        ("gitlab", "/-/blob/HEAD/CONTRIBUTING.md"),
    ],
)
def test_the_button_leads_to_the_guide_of_that_forge(forge, guide):
    entry = replace(PLAIN, project=replace(PLAIN.project, forge=forge))
    assert repo_of(entry, 1)["_InnerSourceMetadata"]["docs"] == URL + guide


def test_weeks_before_the_first_known_one_had_no_commits():
    assert repo_of(PLAIN, 1)["_InnerSourceMetadata"]["participation"] == [0] * 51 + [5]
    assert "participation" not in repo_of(BARE, 1)["_InnerSourceMetadata"]


@pytest.mark.parametrize(
    "published",
    [
        PUBLISHED,
        replace(PUBLISHED, lifecycle="", links=()),
        replace(PUBLISHED, archived="nobody has time"),
        replace(PUBLISHED, project=replace(PUBLISHED.project, description="", title="")),
        replace(PUBLISHED, project=replace(PUBLISHED.project, description="x" * 3000)),
        replace(PUBLISHED, project=replace(PUBLISHED.project, maintainers=(), topics=())),
    ],
)
def test_publiccode_keeps_the_rules_of_the_standard(published):
    """As publiccode-parser-go 5 has them (v0.go)."""
    told = yaml.safe_load(publiccode_yml(published))
    assert told["publiccodeYmlVersion"] == "0"
    assert told["name"]
    assert told["url"] == URL
    assert told["platforms"]
    assert told["developmentStatus"] in STATUS
    assert told["softwareType"] == "standalone/other"
    english = told["description"]["en"]
    assert 1 <= len(english["shortDescription"]) <= 150
    assert 150 <= len(english["longDescription"]) <= 10_000
    assert english["features"]
    assert told["legal"]["license"] == "Apache-2.0"
    maintenance = told["maintenance"]
    assert (maintenance["type"] == "none") == ("contacts" not in maintenance)
    assert told["localisation"] == {"localisationReady": False, "availableLanguages": ["en"]}


@pytest.mark.parametrize("entry", [PLAIN, CANDIDATE, SILO, replace(PUBLISHED, siloed="x")])
def test_publiccode_tells_of_nothing_that_is_not_published(entry):
    with pytest.raises(UnfitError, match="not published"):
        publiccode_yml(entry)


def test_publiccode_needs_a_licence_and_an_address():
    bare = replace(PUBLISHED, project=replace(PUBLISHED.project, license="", url=""))
    with pytest.raises(UnfitError, match="no address and no licence"):
        publiccode_yml(bare)


def test_csv_is_read_back_as_it_was():
    text = "".join(csv_lines(ALL))
    head, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(head) == COLUMNS
    assert len(rows) == len(ALL)
    assert all(len(row) == len(COLUMNS) for row in rows)
    assert text.count("\r\n") == len(ALL) + 1
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t＝＋－＠]", cell)]  # noqa: RUF001


@given(st.text(st.sampled_from("='+-@a1 ＝"), max_size=6))  # noqa: RUF001
def test_a_guard_is_taken_off_again(cell):
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in tuple("=+-@＝")  # noqa: RUF001


def test_json_lines_have_the_keys_of_each_command():
    lines = list(json_lines(ALL))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    assert json.loads(lines[0])["team"] == "payments"
    assert json.loads(lines[3])["visibility"] == "siloed"


def test_innersource_json_says_only_what_is_known():
    assert json.loads(innersource_json(PLAIN)) == {
        "title": "Invoices",
        "motivation": "Renders invoices as PDF.",
        "contributions": ["bug fixes", "translations"],
        "docs": "https://docs.acme.example/invoices",
        "language": "Python",
    }
    assert json.loads(innersource_json(BARE)) == {}
