"""Who wins which path when a code skeleton is laid under governance files."""

from __future__ import annotations

import pytest

from charter.errors import SkeletonError
from charter.model import EXECUTABLE, SYMLINK, FileContent
from charter.scaffold.layout.lay import Layout, Winner, lay_under

GOVERNANCE = {
    path: FileContent(f"governed {path}\n".encode())
    for path in (
        ".copier-answers.yml",
        ".editorconfig",
        ".github/CODEOWNERS",
        ".github/ISSUE_TEMPLATE/bug.yml",
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".github/dependabot.yml",
        ".github/workflows/ci.yml",
        ".gitignore",
        "CHANGELOG.md",
        "CITATION.cff",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "GOVERNANCE.md",
        "LICENSE",
        "MAINTAINERS.md",
        "NOTICE",
        "README.md",
        "REUSE.toml",
        "SECURITY.md",
        "SUPPORT.md",
        "catalog-info.yaml",
        "scripts/test",
    )
}


def lay(*paths: str, spdx: str = "MIT", **texts: bytes) -> Layout:
    code = {path: FileContent(b"code\n") for path in paths}
    code |= {path: FileContent(text) for path, text in texts.items()}
    return lay_under(code, GOVERNANCE, spdx=spdx)


def winners(layout: Layout) -> list[tuple[Winner, str, str]]:
    return [(clash.winner, clash.path, clash.other) for clash in layout.clashes]


@pytest.mark.parametrize(
    "path",
    [
        ".copier-answers.yml",
        "CITATION.cff",
        "CODE_OF_CONDUCT.md",
        "CONTRIBUTING.md",
        "GOVERNANCE.md",
        "LICENSE",
        "MAINTAINERS.md",
        "NOTICE",
        "REUSE.toml",
        "SECURITY.md",
        "SUPPORT.md",
        "catalog-info.yaml",
    ],
)
def test_governance_keeps_its_own_files(path):
    layout = lay(path)
    assert layout.files[path] == GOVERNANCE[path]
    assert winners(layout) == [(Winner.GOVERNANCE, path, path)]
    assert layout.keep_ours == ()


@pytest.mark.parametrize(
    ("path", "ruler"),
    [
        ("LICENSE.txt", "LICENSE"),
        ("LICENCE.md", "LICENSE"),
        ("license", "LICENSE"),
        ("COPYING", "LICENSE"),
        ("COPYING.LESSER", "LICENSE"),
        ("LICENSE-MIT", "LICENSE"),
        ("LICENSE-APACHE.txt", "LICENSE"),
        ("UNLICENSE", "LICENSE"),
        ("CONTRIBUTING.rst", "CONTRIBUTING.md"),
        (".github/CONTRIBUTING.md", "CONTRIBUTING.md"),
        ("docs/CONTRIBUTING.rst", "CONTRIBUTING.md"),
        ("code-of-conduct.md", "CODE_OF_CONDUCT.md"),
        ("CODEOWNERS", ".github/CODEOWNERS"),
        ("docs/CODEOWNERS", ".github/CODEOWNERS"),
        (".github/SECURITY.md", "SECURITY.md"),
        ("catalog-info.yml", "catalog-info.yaml"),
        (".reuse/dep5", "REUSE.toml"),
        (".github/ISSUE_TEMPLATE/feature.md", ".github/ISSUE_TEMPLATE/bug.yml"),
        ("ISSUE_TEMPLATE.md", ".github/ISSUE_TEMPLATE/bug.yml"),
        (".github/pull_request_template.md", ".github/PULL_REQUEST_TEMPLATE.md"),
        ("docs/PULL_REQUEST_TEMPLATE/feature.md", ".github/PULL_REQUEST_TEMPLATE.md"),
    ],
)
def test_a_near_clash_of_a_governed_file_is_removed_and_listed(path, ruler):
    layout = lay(path)
    assert dict(layout.files) == GOVERNANCE
    assert winners(layout) == [(Winner.GOVERNANCE, ruler, path)]


@pytest.mark.parametrize(
    "path",
    [
        "license.py",
        "src/LICENSE_check.py",
        "license-header.txt",
        "vendor/zlib/LICENSE",
        "docs/contributing.rst",
        "docs/security.md",
        "security.py",
        "support/index.md",
        "AUTHORS.md",
        "docs/README.md",
        "src/README.md",
        "codeowners.py",
    ],
)
def test_a_name_that_only_sounds_governed_stays_code(path):
    layout = lay(path)
    assert layout.files[path].data == b"code\n"
    assert layout.clashes == ()


def test_a_community_file_that_governance_lacks_stays():
    layout = lay_under({"SUPPORT.md": FileContent(b"ask us\n")}, {"LICENSE": FileContent(b"x")})
    assert layout.files["SUPPORT.md"].data == b"ask us\n"


@pytest.mark.parametrize(
    "path", [".github/workflows/ci.yml", ".github/dependabot.yml", "CHANGELOG.md", "scripts/test"]
)
def test_code_keeps_how_it_is_built_and_released(path):
    layout = lay(path)
    assert layout.files[path].data == b"code\n"
    assert winners(layout) == [(Winner.CODE, path, path)]
    assert layout.keep_ours == (path,)


def test_a_winning_script_brings_its_executable_bit():
    layout = lay_under({"scripts/test": FileContent(b"#!/bin/sh\n", EXECUTABLE)}, GOVERNANCE)
    assert layout.files["scripts/test"].mode == EXECUTABLE


def test_a_name_that_differs_only_in_case_replaces_the_governed_one():
    governance = {"Makefile": FileContent(b"all:\n")}
    layout = lay_under({"makefile": FileContent(b"test:\n")}, governance)
    assert list(layout.files) == ["makefile"]
    assert layout.keep_ours == ("Makefile",)


@pytest.mark.parametrize("path", ["HISTORY.md", "CHANGES.rst", "CHANGELOG.rst", "NEWS"])
def test_a_changelog_of_another_name_stands_and_the_governed_one_points_to_it(path):
    layout = lay(path)
    assert layout.files[path].data == b"code\n"
    assert f"]({path})".encode() in layout.files["CHANGELOG.md"].data
    assert layout.keep_ours == ("CHANGELOG.md",)


def test_two_changelogs_of_the_code_both_stand():
    layout = lay("CHANGELOG.md", "HISTORY.md")
    assert layout.files["CHANGELOG.md"].data == b"code\n"
    assert layout.files["HISTORY.md"].data == b"code\n"


def test_a_dependabot_file_with_the_other_ending_replaces_the_governed_one():
    layout = lay(".github/dependabot.yaml")
    assert ".github/dependabot.yml" not in layout.files
    assert layout.keep_ours == (".github/dependabot.yml",)


def test_identical_files_do_not_clash():
    layout = lay_under({"LICENSE": GOVERNANCE["LICENSE"]}, GOVERNANCE)
    assert layout == Layout(GOVERNANCE)


def test_files_of_one_side_only_are_all_there():
    layout = lay("src/app.py", "pyproject.toml")
    assert set(layout.files) == {*GOVERNANCE, "src/app.py", "pyproject.toml"}
    assert layout.clashes == ()


def test_ignore_files_are_united():
    layout = lay(**{".gitignore": b"*.pyc\n"})
    assert layout.files[".gitignore"].data == b"governed .gitignore\n\n*.pyc\n"
    assert winners(layout) == [(Winner.UNION, ".gitignore", ".gitignore")]
    assert layout.keep_ours == ()


@pytest.mark.parametrize("path", ["README.md", "readme.md", ".github/README.md", "Readme.markdown"])
def test_the_codes_readme_stands_inside_the_governed_one(path):
    layout = lay(**{path: b"# Invoices\n\nText.\n"})
    text = layout.files["README.md"].data
    assert text.startswith(b"governed README.md\n")
    assert text.endswith(b"## Invoices\n\nText.\n")
    assert [name for name in layout.files if "readme" in name.lower()] == ["README.md"]
    assert winners(layout) == [(Winner.BOTH, "README.md", path)]


@pytest.mark.parametrize("path", ["README.rst", "README.txt", "README"])
def test_a_readme_in_another_format_stays_and_is_linked(path):
    layout = lay(path)
    assert layout.files[path].data == b"code\n"
    assert f"[{path}]({path})".encode() in layout.files["README.md"].data
    assert winners(layout) == [(Winner.BOTH, "README.md", path)]


def test_a_readme_that_is_a_link_does_not_hide_the_governed_one():
    layout = lay_under({"README.md": FileContent(b"docs/index.md", SYMLINK)}, GOVERNANCE)
    assert layout.files["README.md"] == GOVERNANCE["README.md"]
    assert winners(layout) == [(Winner.GOVERNANCE, "README.md", "README.md")]


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("scripts", "scripts/test"),
        ("SCRIPTS", "scripts/test"),
        ("NOTICE.d/x", ""),
        ("scripts/test/x.py", "scripts/test"),
    ],
)
def test_a_file_where_the_other_side_has_a_folder_is_refused_naming_both(path, named):
    if not named:
        assert lay(path).clashes == ()
        return
    with pytest.raises(SkeletonError) as refused:
        lay(path)
    assert path in refused.value.message
    assert named in refused.value.message


@pytest.mark.parametrize(
    ("path", "text", "named"),
    [
        ("pyproject.toml", b'[project]\nlicense = "MIT"\n', "MIT"),
        ("pyproject.toml", b'[project]\nlicense = {text = "BSD-3-Clause"}\n', "BSD-3-Clause"),
        ("pyproject.toml", b'[tool.poetry]\nlicense = "MIT"\n', "MIT"),
        (
            "pyproject.toml",
            b'[project]\nclassifiers = ["License :: OSI Approved :: MIT License"]\n',
            "MIT License",
        ),
        ("package.json", b'{"license": "ISC"}', "ISC"),
        ("setup.cfg", b"[metadata]\nlicense = MIT\n", "MIT"),
        ("setup.py", b"setup(license='MIT')\n", "MIT"),
        ("Cargo.toml", b'[package]\nlicense = "MPL-2.0"\n', "MPL-2.0"),
        ("lib/package.json", b'{"license": "ISC"}', "ISC"),
        ("README.md", b"# A\n\n* Free software: MIT license\n", "MIT license"),
    ],
)
@pytest.mark.parametrize(("spdx", "says"), [("Apache-2.0", "Apache-2.0"), ("", "not open source")])
def test_a_package_that_names_another_licence_is_noted(path, text, named, spdx, says):
    notes = [
        clash for clash in lay(spdx=spdx, **{path: text}).clashes if clash.winner is Winner.NOTE
    ]
    assert [(note.path, named in note.why, says in note.why) for note in notes] == [
        (path, True, True)
    ]


@pytest.mark.parametrize(
    ("text", "spdx"),
    [
        (b'[project]\nlicense = "Apache-2.0"\n', "Apache-2.0"),
        (b'[project]\nlicense = "Apache Software License 2.0"\n', "Apache-2.0"),
        (b'[project]\nlicense = "GPL-3.0-or-later"\n', "GPL-3.0"),
        (b'[project]\nlicense = {file = "LICENSE"}\n', "MIT"),
        (b'[project]\nlicense = "Proprietary"\n', ""),
        (b'[project]\nname = "x"\n', "MIT"),
        (b"not = [toml", "MIT"),
    ],
)
def test_a_package_that_names_the_same_licence_or_none_is_not_noted(text, spdx):
    assert lay(spdx=spdx, **{"pyproject.toml": text}).clashes == ()


def test_a_file_that_speaks_of_a_removed_one_is_noted():
    layout = lay(
        "CONTRIBUTING.rst",
        **{
            "MANIFEST.in": b"include CONTRIBUTING.rst\n",
            "other.in": b"include MY-CONTRIBUTING.rst.bak\n",
        },
    )
    assert (Winner.NOTE, "MANIFEST.in", "CONTRIBUTING.rst") in winners(layout)
    assert "other.in" not in [clash.path for clash in layout.clashes]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (b"  uses: pypa/gh-action-pypi-publish@v1\n", "gh-action-pypi-publish"),
        (b"run: npm publish\n", "npm publish"),
        (b"release:\n\tuv publish\n", "uv publish"),
    ],
)
def test_a_file_that_publishes_is_noted_inside_the_organisation_only(text, command):
    inside = lay(spdx="", **{".github/workflows/release.yml": text})
    assert winners(inside) == [(Winner.NOTE, ".github/workflows/release.yml", "")]
    assert command in inside.clashes[0].why
    assert lay(spdx="MIT", **{".github/workflows/release.yml": text}).clashes == ()
