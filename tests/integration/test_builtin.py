"""The built-in template: the bundle in the package, and git's helper that finds it by name."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path

import copier
import pytest
import yaml

from charter.errors import TemplateError
from charter.git import commit_everything
from charter.settings import read_settings
from charter.template.editions import Editions
from charter.template.mirror import open_mirror
from charter.template.open import open_template
from charter.template.source import resolve_source

ROOT = Path(__file__).parents[2]
CHANGELOG = (ROOT / "templates/CHANGELOG.md").read_text("utf-8")
SCRIPTS = Path(sys.executable).parent
ANSWERS = {
    "name": "shop",
    "description": "x",
    "team": "web",
    "maintainers": "Ada @ada",
    "organisation_name": "Acme",
}


def git(*arguments: str, cwd: Path, code: int = 0, **env: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=cwd, capture_output=True, text=True, check=False,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0", **env},
    )  # fmt: skip
    assert (done.returncode == 0) == (code == 0), done.stderr
    return (done.stdout if code == 0 else done.stderr).strip()


@pytest.fixture
def mirror() -> Path:
    return open_mirror(resolve_source("builtin", {}), read_settings().folders.cache)


@pytest.fixture
def only_the_helper(tmp_path: Path) -> str:
    """A PATH with git and the helper, and nothing else of this environment."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "git-remote-charter").symlink_to(SCRIPTS / "git-remote-charter")
    return f"{programs}:/usr/local/bin:/usr/bin:/bin"


# ---- what the bundle holds ---------------------------------------------------------------------


def test_every_version_of_the_changelog_is_a_tag_and_every_tag_is_in_the_changelog(
    mirror: Path,
) -> None:
    headings = re.findall(r"^## (v\S+) - ", CHANGELOG, re.MULTILINE)
    assert set(git("tag", cwd=mirror).split()) == set(headings)
    assert "v0.0.0" in headings


def test_the_tree_is_the_newest_version_or_the_changelog_says_what_is_unreleased(
    mirror: Path,
) -> None:
    script = ROOT / "scripts/release-template"
    spec = importlib.util.spec_from_loader("release", SourceFileLoader("release", str(script)))
    release = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        spec.loader.exec_module(release)
    finally:
        sys.dont_write_bytecode = before
    newest = open_template("builtin", {}, mirror.parents[1]).tree
    names = git("ls-tree", "-r", "--name-only", "-z", newest.version, cwd=mirror).split("\0")
    here = {name: (ROOT / name).read_bytes() for name in release.template_files()}
    shipped = {name: newest.read(name) for name in names if name}
    changed = sorted(name for name in {*here, *shipped} if here.get(name) != shipped.get(name))
    note = re.search(r"^## Unreleased\n(.*?)^## ", CHANGELOG, re.MULTILINE | re.DOTALL)
    assert not [name for name in changed if name != "templates/CHANGELOG.md"] or (
        note and note[1].strip()
    ), (
        f"{changed} differ from {newest.version}: say why below '## Unreleased' in templates/CHANGELOG.md, "
        "or release them with scripts/release-template"
    )


def test_the_first_version_renders_nothing_but_the_answers(mirror: Path, tmp_path: Path) -> None:
    copier.run_copy(
        str(mirror), tmp_path / "made", {**ANSWERS, "visibility": "innersource"}, vcs_ref="v0.0.0",
        defaults=True, quiet=True, settings=copier.Settings(),
    )  # fmt: skip
    made = [path.name for path in (tmp_path / "made").rglob("*")]
    assert made == [".copier-answers.yml"]
    answers = yaml.safe_load((tmp_path / "made/.copier-answers.yml").read_text())
    assert (answers["_commit"], answers["team"]) == ("v0.0.0", "web")


def test_the_template_never_asks_for_trust(mirror: Path) -> None:
    for version in git("tag", cwd=mirror).split():
        keys = yaml.compose(git("show", f"{version}:copier.yml", cwd=mirror)).value
        names = {key.value for key, _ in keys}
        assert not names & {"_tasks", "_migrations", "_jinja_extensions"}


def test_another_home_gets_the_same_commits(mirror: Path, tmp_path: Path) -> None:
    other = open_mirror(resolve_source("builtin", {}), tmp_path / "other")
    show = ("for-each-ref", "--format=%(refname) %(objectname)")
    assert git(*show, cwd=other) == git(*show, cwd=mirror)
    assert other.name == mirror.name


def test_two_processes_unpack_at_once(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from charter.template.mirror import open_mirror; "
        "from charter.template.source import resolve_source; sys.stdin.read(); "
        f"print(open_mirror(resolve_source('builtin', {{}}), Path({str(tmp_path)!r})))"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for each in both:  # all are ready before the first begins
        each.stdin.close()
    said = {each.stdout.read().strip() for each in both}
    assert [each.wait() for each in both] == [0] * 4
    for each in both:
        each.stdout.close()
    (place,) = said
    git("fsck", cwd=Path(place))
    assert [path.name for path in Path(place).parent.iterdir()] == [Path(place).name]


# ---- the helper ----------------------------------------------------------------------------


def test_git_clones_it_by_name_with_only_the_helper_at_hand(
    tmp_path: Path, only_the_helper: str, mirror: Path
) -> None:
    git("clone", "--quiet", "charter::builtin", "made", cwd=tmp_path, PATH=only_the_helper)
    assert git("rev-parse", "v1.0.0^{commit}", cwd=tmp_path / "made") == git(
        "rev-parse", "v1.0.0^{commit}", cwd=mirror
    )
    assert (tmp_path / "made/copier.yml").is_file()


def test_plain_copier_finds_it_by_name(tmp_path: Path, only_the_helper: str) -> None:
    said = [word for key, value in ANSWERS.items() for word in ("--data", f"{key}={value}")]
    subprocess.run(
        [str(SCRIPTS / "copier"), "copy", "--quiet", "--defaults", *said, "git+charter::builtin", "made"],
        cwd=tmp_path, check=True, env={k: v for k, v in os.environ.items() if k != "COPIER_SETTINGS_PATH"} | {"PATH": only_the_helper},
    )  # fmt: skip
    answers = yaml.safe_load((tmp_path / "made/.copier-answers.yml").read_text())
    assert answers["_src_path"] == "git+charter::builtin"


def test_an_alias_of_the_settings_is_found_and_fetched_anew(
    tmp_path: Path, only_the_helper: str
) -> None:
    git("init", "--quiet", "own", cwd=tmp_path)
    for message in ("one", "two"):
        git("commit", "--quiet", "--allow-empty", "--message", message, cwd=tmp_path / "own")
        if message == "one":
            settings = read_settings().file
            settings.parent.mkdir(parents=True)
            settings.write_text(f'[templates]\nacme = "{tmp_path / "own"}"\n')
            git("clone", "--quiet", "charter::acme", "made", cwd=tmp_path, PATH=only_the_helper)
    mirrors = list((read_settings().folders.cache / "templates").glob("*.git"))
    os.utime(mirrors[0] / "HEAD", (0, 0))  # the patience of one `copier update` is over
    git("fetch", "--quiet", cwd=tmp_path / "made", PATH=only_the_helper)
    assert git("log", "-1", "--format=%s", "FETCH_HEAD", cwd=tmp_path / "made") == "two"


def test_while_the_address_is_away_what_is_here_serves_and_it_is_said(tmp_path: Path) -> None:
    git("init", "--quiet", "--bare", "own.git", cwd=tmp_path)
    source = resolve_source("acme", {"acme": str(tmp_path / "own.git")})
    first = open_mirror(source, tmp_path / "cache")
    (tmp_path / "own.git").rename(tmp_path / "away.git")
    said: list[str] = []
    assert open_mirror(source, tmp_path / "cache", warn=said.append) == first
    assert "cannot be fetched now" in said[0]
    with pytest.raises(TemplateError, match="cannot be fetched"):
        open_mirror(source, tmp_path / "empty-cache")
    assert not list((tmp_path / "empty-cache/templates").iterdir())


def test_who_asks_for_no_fetch_gets_what_is_here_and_only_what_is_not_is_cloned(
    tmp_path: Path,
) -> None:
    aliases = {"acme": str(tmp_path / "own")}

    def release(tag: str) -> None:
        (tmp_path / "own/copier.yml").write_text(f"name: {tag}\n")
        commit_everything(tmp_path / "own", tag)
        git("tag", tag, cwd=tmp_path / "own")

    def newest(*, fetch: bool) -> str:
        editions = Editions(aliases, tmp_path / "cache", pytest.fail, fetch=fetch)
        return editions.open("git+charter::acme").edition.version

    git("init", "--quiet", "own", cwd=tmp_path)
    release("v1.0.0")
    assert newest(fetch=False) == "v1.0.0"
    release("v1.1.0")
    assert newest(fetch=False) == "v1.0.0"
    assert newest(fetch=True) == "v1.1.0"
    (tmp_path / "own").rename(tmp_path / "away")
    assert newest(fetch=False) == "v1.1.0"


def test_an_unknown_name_is_refused_and_the_cure_named(
    tmp_path: Path, only_the_helper: str
) -> None:
    said = git("clone", "charter::nobody", cwd=tmp_path, code=1, PATH=only_the_helper)
    assert "no template is known by the alias 'nobody'" in said
    assert "charter settings set templates.nobody" in said
    assert "Traceback" not in said


def test_a_name_that_is_a_path_or_an_option_is_refused(
    tmp_path: Path, only_the_helper: str
) -> None:
    for name in ("../own", "/etc", "--upload-pack=x", ""):
        said = git("ls-remote", f"charter::{name}", cwd=tmp_path, code=1, PATH=only_the_helper)
        assert "Traceback" not in said


@pytest.mark.parametrize(
    "command",
    [
        ("push", "charter::builtin", "HEAD:refs/heads/x"),
        ("archive", "--remote=charter::builtin", "v1.0.0"),
    ],
)
def test_what_is_not_reading_is_refused_clearly(
    tmp_path: Path, only_the_helper: str, mirror: Path, command: tuple[str, ...]
) -> None:
    before = git("for-each-ref", cwd=mirror)
    git("clone", "--quiet", "charter::builtin", "made", cwd=tmp_path, PATH=only_the_helper)
    said = git(*command, cwd=tmp_path / "made", code=1, PATH=only_the_helper)
    assert "Traceback" not in said
    assert "only read" in said
    assert git("for-each-ref", cwd=mirror) == before


def test_called_by_a_person_it_says_who_calls_it() -> None:
    done = subprocess.run(
        [str(SCRIPTS / "git-remote-charter")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "git calls this program itself" in done.stderr
