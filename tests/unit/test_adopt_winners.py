"""Who wins where a repository and its governance both have a file of one kind: a case for each rule."""

from __future__ import annotations

import pytest

from charter.errors import UsageError
from charter.model import SYMLINK, FileContent
from charter.scaffold.adopt.choices import Choices, by_governed_path
from charter.scaffold.adopt.guess_licence import Licence
from charter.scaffold.adopt.settlement import Meeting, Settlement
from charter.scaffold.adopt.winners import settle
from charter.update.plan import Action, Conflict

GOVERNED = {
    path: FileContent(f"governed {path}\n".encode())
    for path in (
        ".editorconfig",
        ".github/ISSUE_TEMPLATE/bug.yml",
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".github/dependabot.yml",
        ".github/workflows/ci.yml",
        ".gitignore",
        "CHANGELOG.md",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "LICENSES/MIT.txt",
        "REUSE.toml",
        "SECURITY.md",
        "SUPPORT.md",
        "catalog-info.yaml",
        "scripts/test",
    )
} | {
    "README.md": FileContent(b"# Shop\n\n> INTERNAL\n\ntext\n"),
    ".github/CODEOWNERS": FileContent(b"* @ada\n"),
}
MIT = {"LICENSE": Licence("LICENSE", ("MIT",))}


def settled(own: dict[str, bytes | FileContent], **more) -> Settlement:
    files = {
        path: it if isinstance(it, FileContent) else FileContent(it) for path, it in own.items()
    }
    return settle(Meeting(files, GOVERNED, "github", **more))


def steps(done: Settlement) -> dict[str, Action]:
    return {step.path: step.action for step in done.steps}


def test_what_is_missing_or_equal_needs_no_rule():
    done = settled({"CONTRIBUTING.md": b"governed CONTRIBUTING.md\r\n", "src/shop.py": b""})
    assert (done.base, done.theirs, done.keep_ours, done.steps, done.open) == (
        {},
        {},
        set(),
        [],
        [],
    )


@pytest.mark.parametrize(
    "path", ["README.md", "Readme.markdown", "README.rst", "README", ".github/README.md"]
)
def test_a_readme_stays_the_teams_with_the_banner(path):
    done = settled({path: b"# Mine\n\ntext\n"})
    assert b"INTERNAL" in done.theirs[path].data
    assert done.base[path].data == b"# Mine\n\ntext\n"
    assert done.keep_ours == {"README.md"}


@pytest.mark.parametrize(
    "path", ["README.md", ".gitignore", "CHANGELOG.md", "scripts/test", "SECURITY.md"]
)
def test_whatever_is_taken_becomes_the_templates(path):
    done = settled({path: b"mine\n"}, choices=Choices(take=frozenset({path})))
    assert done.theirs == {path: GOVERNED[path]}
    assert done.keep_ours == set()


def test_a_choice_may_name_the_teams_own_file_and_must_mean_a_governed_one():
    names = ["CONTRIBUTING.rst", "HISTORY.md", "Readme.rst", "COPYING", "scripts/test"]
    meant = {"CONTRIBUTING.md", "CHANGELOG.md", "README.md", "LICENSE", "scripts/test"}
    assert by_governed_path(names, GOVERNED) == meant
    for wrong in ("SECURTY", "src/shop.py", ".github/ISSUE_TEMPLATE/other.md"):
        with pytest.raises(UsageError):
            by_governed_path([wrong], GOVERNED)


@pytest.mark.parametrize("path", ["README.rst", "README", ".github/README.md"])
def test_a_readme_of_another_name_is_pointed_to(path):
    page = settled({path: b"mine\n"}).theirs["README.md"].data.decode()
    assert page == f"# Read me\n\nThis is in [{path}]({path}).\n"
    for own in ("README.md", "Readme.md"):
        assert set(settled({own: b"mine\n", path: b"mine\n"}).theirs) == {own, path}


def test_of_several_readmes_the_one_in_the_root_is_pointed_to():
    done = settled({"README.rst": b"Mine\n====\n", ".github/README.md": b"# Other\n"})
    assert b"(README.rst)" in done.theirs["README.md"].data


def test_a_readme_that_can_take_no_banner_is_a_conflict():
    done = settled({"README.md": FileContent(b"docs/index.md", SYMLINK)})
    assert steps(done) == {"README.md": Action.CONFLICT}


def test_a_changelog_stays_and_one_of_another_name_is_pointed_to():
    assert steps(settled({"CHANGELOG.md": b"mine\n"})) == {"CHANGELOG.md": Action.KEEP}
    done = settled({"HISTORY.rst": b"mine\n"})
    assert (
        done.theirs["CHANGELOG.md"].data
        == b"# Changelog\n\nThis is in [HISTORY.rst](HISTORY.rst).\n"
    )
    assert done.keep_ours == {"CHANGELOG.md"}


def test_ignore_files_are_united():
    done = settled({".gitignore": b"mine\n"})
    assert done.theirs[".gitignore"].data == b"governed .gitignore\n\nmine\n"
    assert done.keep_ours == set()


@pytest.mark.parametrize(
    "path",
    ["scripts/test", ".github/workflows/ci.yml", ".github/dependabot.yml", "LICENSES/MIT.txt"],
)
def test_how_code_is_built_and_released_is_the_teams(path):
    done = settled({path: b"mine\n"})
    assert steps(done) == {path: Action.KEEP}
    assert done.keep_ours == {path}


def test_another_file_for_the_same_robot_counts_too():
    assert settled({".github/dependabot.yaml": b"mine\n"}).keep_ours == {".github/dependabot.yml"}


@pytest.mark.parametrize(
    "path", ["CONTRIBUTING.md", "SECURITY.md", "REUSE.toml", ".github/ISSUE_TEMPLATE/bug.yml"]
)
def test_a_text_of_the_same_name_is_left_to_the_merge(path):
    done = settled({path: b"mine\n"})
    assert [(it.path, it.other) for it in done.open] == [(path, path)]
    assert (done.base, done.theirs, done.steps) == ({}, {}, [])


@pytest.mark.parametrize(
    ("path", "governed"),
    [
        ("CONTRIBUTING.rst", "CONTRIBUTING.md"),
        ("docs/CONTRIBUTING.md", "CONTRIBUTING.md"),
        (".github/SUPPORT.md", "SUPPORT.md"),
        ("SECURITY.txt", "SECURITY.md"),
        ("CODE-OF-CONDUCT.md", "CODE_OF_CONDUCT.md"),
        ("COPYING", "LICENSE"),
        (".reuse/dep5", "REUSE.toml"),
        ("catalog-info.yml", "catalog-info.yaml"),
        (".github/pull_request_template.md", ".github/PULL_REQUEST_TEMPLATE.md"),
    ],
)
def test_a_text_of_another_name_is_a_conflict_too(path, governed):
    done = settled({path: b"mine\n"})
    assert [(it.path, it.other) for it in done.open] == [(governed, path)]
    (step,) = done.steps
    assert (step.path, step.conflict, step.result) == (path, Conflict.EDITED_DROPPED, step.ours)


def test_issue_templates_stand_side_by_side():
    assert settled({".github/ISSUE_TEMPLATE/wish.md": b"mine\n"}).open == []


def test_kept_for_good_a_text_is_not_governed_and_is_pointed_to():
    done = settled(
        {"CONTRIBUTING.rst": b"mine\n"}, choices=Choices(keep=frozenset({"CONTRIBUTING.md"}))
    )
    assert done.keep_ours == {"CONTRIBUTING.md"}
    assert b"(CONTRIBUTING.rst)" in done.theirs["CONTRIBUTING.md"].data
    assert done.open == []


def test_all_kept_leaves_nothing_open_and_still_unites():
    own = {"SECURITY.md": b"mine\n", "COPYING": b"mine\n", "CODEOWNERS": b"/docs/ @bob\n"}
    done = settled(own, choices=Choices(keeps_all=True))
    assert done.keep_ours == {"SECURITY.md", "LICENSE"}
    assert done.theirs[".github/CODEOWNERS"].data == b"* @ada\n\n/docs/ @bob\n"
    assert done.open == []


def test_taken_the_templates_text_comes_in_place_of_all_of_that_kind():
    own = {"CONTRIBUTING.md": b"mine\n", "docs/CONTRIBUTING.md": b"mine\n"}
    done = settled(own, choices=Choices(take=frozenset({"CONTRIBUTING.md"})))
    assert done.theirs == {"CONTRIBUTING.md": GOVERNED["CONTRIBUTING.md"]}
    assert done.base.keys() == own.keys()


@pytest.mark.parametrize(
    ("own", "license_id", "is_open"),
    [
        ("LICENSE", "MIT", False),
        ("LICENSE", "Apache-2.0", True),
        ("LICENSE", "", True),
        ("LICENSE.txt", "MIT", True),  # not recognised under that name here
    ],
)
def test_a_licence_stays_only_where_it_is_the_answers(own, license_id, is_open):
    done = settled({own: b"text\n"}, license_id=license_id, licences=MIT)
    assert bool(done.open) is is_open
    assert done.keep_ours == (set() if is_open else {"LICENSE"})


def test_of_two_licences_one_may_be_the_answers():
    both = {
        path: Licence(path, (spdx,))
        for path, spdx in (("LICENSE-MIT", "MIT"), ("LICENSE-APACHE", "Apache-2.0"))
    }
    done = settled({"LICENSE-MIT": b"a", "LICENSE-APACHE": b"b"}, license_id="MIT", licences=both)
    assert done.open == []
    assert done.keep_ours == {"LICENSE"}


def test_code_owners_move_to_where_the_forge_looks_first():
    done = settled({"CODEOWNERS": b"/docs/ @bob\n"})
    assert done.theirs == {".github/CODEOWNERS": FileContent(b"* @ada\n\n/docs/ @bob\n")}
    assert done.base.keys() == {"CODEOWNERS"}  # it goes away


def test_code_owners_in_three_places_the_dead_ones_are_left_to_a_person():
    own = {
        ".github/CODEOWNERS": b"/a @bob\n",
        "CODEOWNERS": b"/b @bob\n",
        "docs/CODEOWNERS": b"/c @bob\n",
    }
    done = settled(own)
    assert done.theirs == {".github/CODEOWNERS": FileContent(b"* @ada\n\n/a @bob\n")}
    assert steps(done) == {"CODEOWNERS": Action.CONFLICT, "docs/CODEOWNERS": Action.CONFLICT}


def test_on_gitlab_the_one_in_the_root_is_the_live_one():
    governed = GOVERNED | {".gitlab/CODEOWNERS": FileContent(b"* @ada\n")}
    del governed[".github/CODEOWNERS"]
    own = {"CODEOWNERS": FileContent(b"/a @bob\n")}
    done = settle(Meeting(own, governed, "gitlab"))
    assert done.theirs[".gitlab/CODEOWNERS"].data == b"* @ada\n\n/a @bob\n"
    # one that was never read stands where the governed one goes: nothing of it is lost unseen
    own[".gitlab/CODEOWNERS"] = FileContent(b"/b @eve\n")
    done = settle(Meeting(own, governed, "gitlab"))
    assert done.theirs == {}
    assert {it.path for it in done.open} == {".gitlab/CODEOWNERS"}
    assert steps(done) == {"CODEOWNERS": Action.CONFLICT}
