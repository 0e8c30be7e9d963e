"""Reports, SARIF, annotations and badges say what was found, and let no text break out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click import unstyle

from charter.cli.check_report import tell_many
from charter.governance.annotations import as_annotations
from charter.governance.badge import as_badge
from charter.governance.check import Severity
from charter.governance.many import Row
from charter.governance.report import as_json, summary
from charter.governance.sarif import as_sarif
from charter.governance.verdict import Finding, Verdict
from charter.governance.waivers import Waiver

WAIVER = Waiver("DOC-12", "told elsewhere", "@ada", date(2027, 1, 31))
BAD = Finding("OWN-2", Severity.ERROR, "100%\n::error::x\x1b[31m", "a,b:c.md", 3)
EXCUSED = Finding("DOC-12", Severity.WARNING, "there is no CHANGELOG.md", waiver=WAIVER)
FINE = Row(".", "", "shop", "innersource", "v1", "v1", "abc", Verdict((), 47))
FAILING = Row(".", "apps", "shop", "innersource", "v1", "v2", "abc", Verdict((BAD, EXCUSED), 47))
BROKEN = Row("x", error="it is\nbroken", hint="mend it")
SILOED = Row("y", name="y", verdict=Verdict((Finding("DR-1", Severity.ERROR, "no"),), 1))


def test_the_summary_counts_each_project_once():
    counts = summary([FINE, FAILING, BROKEN, SILOED])
    assert counts == {
        "projects": 4,
        "fine": 1,
        "failing": 2,
        "unreadable": 1,
        "ungoverned": 1,
        "errors": 2,
        "warnings": 0,
        "notes": 0,
        "waived": 1,
    }


def test_a_project_has_the_same_keys_however_it_fares():
    projects = as_json([FINE, FAILING, BROKEN])["projects"]
    assert len({tuple(project) for project in projects}) == 1
    assert [project["fine"] for project in projects] == [True, False, False]
    assert projects[1]["findings"][1]["waiver"] == {
        "reason": "told elsewhere",
        "owner": "@ada",
        "expires": "2027-01-31",
    }


def test_annotations_are_one_line_each_and_escaped():
    line, excused = as_annotations([FAILING])
    assert line.startswith("::error title=OWN-2 Names")
    assert "file=apps/a%2Cb%3Ac.md,line=3::100%25 ::error::x. " in line
    assert excused.startswith("::notice title=DOC-12")
    assert excused.endswith("Waived until 2027-01-31 by @ada: told elsewhere")
    assert list(as_annotations([BROKEN])) == ["::error title=charter::it is broken"]


def test_a_reason_that_does_not_fit_has_lines_of_its_own(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    above = Path("/srv/mirrors/of/all/repositories")
    name = "a-department/a-rather-long-name-of-a-repository"
    error = "no template can be fetched from https://git.acme.example/templates/governance.git"
    broken = Row(str(above / name), error=error, hint="Is the network there?")
    near = Row(str(above / "shop"), "", "shop", "innersource", "v1", "v1", "abc", Verdict((), 47))
    tell_many([broken, near], above, strict=False)
    told = unstyle(capsys.readouterr().out)
    lines = told.splitlines()
    assert max(map(len, lines)) <= 80
    assert str(above) not in told
    assert f"?  {name}\n" in told
    reason = " ".join(told.partition(name)[2].split())
    assert reason.startswith(f"- - - {error} → Is the network there?")
    assert lines[-1].split() == ["✓", "shop", "innersource", "v1", "47/47"]


def test_sarif_suppresses_what_is_waived_and_tells_what_was_not_checked():
    failing, broken = as_sarif([FAILING, BROKEN], version="1")["runs"]
    bad, excused = failing["results"]
    place = bad["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "apps/a%2Cb%3Ac.md"
    assert place["region"] == {"startLine": 3}
    assert excused["suppressions"][0]["justification"] == "told elsewhere (@ada, until 2027-01-31)"
    assert broken["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (FINE, "governance: innersource, 47/47"),
        (FAILING, "governance: innersource, 45/47"),
        (SILOED, "governance: siloed"),
        (BROKEN, "governance: unknown"),
        (
            Row("", "", "x", '"><script>&', "v1", verdict=Verdict((), 1)),
            'governance: "><script>&, 1/1',
        ),
    ],
)
def test_a_badge_says_its_standing_and_nothing_else(row, told):
    root = ET.fromstring(as_badge(row))
    assert root.get("aria-label") == told
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == told


def test_a_badge_has_the_colour_of_its_standing():
    assert "#2e7d32" in as_badge(FINE)
    assert "#b3261e" in as_badge(FAILING)
    assert "#5f6368" in as_badge(SILOED)
