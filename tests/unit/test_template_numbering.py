"""The next version, and the changelog's heading for it."""

from __future__ import annotations

import pytest

from charter.authoring.numbering import next_version, unreleased, with_heading
from charter.errors import UsageError


@pytest.mark.parametrize(
    ("tags", "step", "following"),
    [
        ([], "", "v1.0.0"),
        (["v1.0.0"], "", "v1.1.0"),
        (["v1.0.0", "v1.2.3"], "patch", "v1.2.4"),
        (["1.2.3"], "major", "2.0.0"),
        (["v1.2"], "patch", "v1.2.1"),
        (["v1.0.0", "v1.0.0.post1", "v1.0.0.post2"], "", "v1.0.0.post3"),
        (["v1.0.0.post9", "v1.1.0.post1"], "", "v1.1.0.post2"),
    ],
)
def test_the_next_version_follows_the_newest(tags, step, following):
    assert next_version(tags, step=step) == following


@pytest.mark.parametrize("wanted", ["v1.0.0", "v0.9", "next", "v2.0.0+acme", "--force", "v2 0"])
def test_a_version_that_is_no_next_one_is_refused(wanted):
    with pytest.raises(UsageError):
        next_version(["v1.0.0"], wanted=wanted)


def test_a_step_says_nothing_where_releases_of_another_are_counted():
    with pytest.raises(UsageError, match="counts releases on v1"):
        next_version(["v1.0.0.post1"], step="minor")


TEXT = "# Changes\n\nWords.\n\n## Unreleased\n\n## Unreleased\n\n- a: b\n  c\n\n## v1 - 2026-01-01\n\n- x: y\n"


def test_what_is_unreleased_gets_the_heading_of_the_version():
    assert unreleased(TEXT) == "- a: b\n  c"
    assert with_heading(TEXT, "v2", "2026-02-02") == (
        "# Changes\n\nWords.\n\n## v2 - 2026-02-02\n\n- a: b\n  c\n\n## v1 - 2026-01-01\n\n- x: y\n"
    )


@pytest.mark.parametrize("text", ["", "# C\n", "## Unreleased\n\n## v1\n- x\n", "## v1\n- x\n"])
def test_nothing_is_unreleased(text):
    assert unreleased(text) == ""
