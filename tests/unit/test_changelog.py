"""The template's changelog explains the files of an update."""

from __future__ import annotations

from charter.template.changelog import Change, changes_between, read_changes

TEXT = """# Changes

## Unreleased

- README.md: not yet.

## v1.2.0 - 2026-12-01

- README.md, `docs/*.md` and SECURITY.md: say who answers,
  and by when.
- A note without files.

## [v1.1.0] - 2026-11-30

- All files: a new year.

## v1.0.0
- CODEOWNERS: first.
"""


def test_lines_know_their_version_their_files_and_why():
    found = read_changes(TEXT)
    assert found[1] == Change(
        "v1.2.0", ("README.md", "docs/*.md", "SECURITY.md"), "say who answers, and by when."
    )
    assert found[2] == Change("v1.2.0", (), "A note without files.")


def test_only_versions_after_the_old_one_up_to_the_new_one_count():
    versions = [
        change.version for change in changes_between(read_changes(TEXT), "v1.0.0", "v1.1.0")
    ]
    assert versions == ["v1.1.0"]
    assert changes_between(read_changes(TEXT), "abc1234", "v1.2.0") == ()


def test_a_line_tells_of_a_path_by_name_by_last_part_by_glob_or_as_all():
    owners, notes, every = (
        Change("v1", files, "") for files in (("CODEOWNERS",), ("docs/*.md",), ("All files",))
    )
    assert owners.tells_of(".github/CODEOWNERS")
    assert notes.tells_of("docs/a.md")
    assert not notes.tells_of("a.md")
    assert every.tells_of("anything")
    assert not Change("v1", (), "").tells_of("anything")
