"""Tags as versions."""

from __future__ import annotations

import pytest

from charter.template.versions import newest, parse_version


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["v1.9.0", "v1.10.0", "v1.2.0"], "v1.10.0"),
        (["v1.0.0", "v1.0.0.post1", "v1.0.0.post10", "v1.0.0.post9"], "v1.0.0.post10"),
        (["v1.0.0.post3", "v1.0.1"], "v1.0.1"),
        (["v1.0.0", "v2.0.0rc1", "v2.0.0.dev1"], "v1.0.0"),
        (["tool-0.3.0", "latest", "v0.0.0"], "v0.0.0"),
        (["latest"], ""),
        ([], ""),
    ],
)
def test_the_newest_is_the_highest_final_release_by_pep_440(tags: list[str], expected: str) -> None:
    assert newest(tags) == expected
    assert newest(reversed(tags)) == expected


def test_pre_releases_count_where_they_are_wanted() -> None:
    assert newest(["v1.0.0", "v2.0.0rc1"], prereleases=True) == "v2.0.0rc1"


def test_a_tag_that_is_no_version_is_none() -> None:
    assert parse_version("tool-0.3.0") is None
