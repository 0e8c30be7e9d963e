"""What stands behind a file is read from renderings and the template's changelog."""

from __future__ import annotations

import pytest

from charter.governance.explain import Past, checks_of, find_past
from charter.model import FileContent, Visibility
from charter.template.changelog import read_changes

LOG = read_changes("""# Changes

## v3 - 2027

- SUPPORT.md, `docs/`: third.
- README.md: not ours.

## v2 - 2026

- All files: second.

## v1

- SUPPORT.md and README.md: first.
""")


def test_a_past_tells_when_it_came_and_changed_last():
    one, two = FileContent(b"1"), FileContent(b"2")
    renderings = [
        ("v0", {}),
        ("v1", {"SUPPORT.md": one}),
        ("v2", {"SUPPORT.md": two}),
        ("v3", {"SUPPORT.md": two}),
    ]
    assert find_past("SUPPORT.md", renderings, LOG) == Past(
        "v1", "v2", (("v3", "third."), ("v2", "second."), ("v1", "first."))
    )
    assert find_past("SUPPORT.md", [*renderings, ("v4", {})], LOG).introduced == "v1"
    assert find_past("none", renderings, LOG) == Past()


@pytest.mark.parametrize(
    ("path", "check"),
    [
        (".github/CODEOWNERS", "OWN-2"),
        (".github/workflows/ci.yml", "SEC-8"),
        (".gitlab/issue_templates/Bug.md", "OWN-3"),
        ("SECURITY.md", "TXT-2"),
        (".charter.toml", "WAI-1"),
    ],
)
def test_the_checks_that_look_at_a_file_are_known(path, check):
    assert check in [it.id for it in checks_of(path, [], Visibility.INNERSOURCE)]


def test_no_check_looks_at_a_file_of_the_team():
    assert checks_of("src/shop.py", [], Visibility.INNERSOURCE) == []
