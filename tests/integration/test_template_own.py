"""An organisation's own template: made from ours, kept in step with ours, taken by its repositories."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from shipped import LATER, SHIPPED

from charter.__main__ import main
from charter.errors import CharterError, UsageError
from charter.settings import read_settings
from charter.template.mirror import open_mirror
from charter.template.own import OwnTemplate, begin_template, upgrade_template
from charter.template.source import resolve_source

SCRIPTS = Path(sys.executable).parent
FACTS = {
    "public_legal_name": 'Acme "A" Corporation',
    "public_security_contact": "security@acme.example",
    "internal_chat": "#innersource",
    "internal_forge_url": "https://git.acme.example",
}
README = "templates/innersource/README.md.jinja"
SUPPORT = "templates/innersource/SUPPORT.md.jinja"


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=place, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def append(place: Path, name: str, text: str) -> None:
    with (place / name).open("a", encoding="utf-8") as file:
        file.write(text)


def release(place: Path, version: str, *changes: tuple[str, str]) -> None:
    for name, text in changes:
        append(place, name, text)
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", version)
    git(place, "tag", version)


def plain_copier(place: Path, *arguments: str) -> str:
    """Copier as anybody has it; only git's helper is at hand."""
    env = {key: value for key, value in os.environ.items() if key != "COPIER_SETTINGS_PATH"}
    env["PATH"] = f"{SCRIPTS}:{env['PATH']}"
    done = subprocess.run(
        [str(SCRIPTS / "copier"), *arguments],
        cwd=place,
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def builtin() -> Path:
    return open_mirror(resolve_source("builtin", {}), read_settings().folders.cache)


@pytest.fixture
def newer(builtin: Path, tmp_path: Path) -> Path:
    """A later built-in version: one more line in two files, and the changelog says so."""
    work = tmp_path / "newer"
    git(tmp_path, "clone", "--quiet", str(builtin), str(work))
    changelog = work / "templates/CHANGELOG.md"
    text = changelog.read_text("utf-8")
    changelog.write_text(
        text.replace("\n## v", f"\n## {LATER} - 2027-01-01\n\n- README: newer.\n\n## v", 1), "utf-8"
    )
    release(
        work,
        LATER,
        (README, "\nA newer line of ours.\n"),
        (SUPPORT, "\nA newer line of ours.\n"),
    )
    return work


@pytest.fixture
def acme(builtin: Path, tmp_path: Path) -> OwnTemplate:
    return begin_template(tmp_path / "acme", builtin, FACTS, "acme")


# ---- begun ------------------------------------------------------------------------------------


def test_the_facts_are_filled_in_and_every_comment_stays(acme: OwnTemplate) -> None:
    text = (acme.place / "organisation.yml").read_text("utf-8")
    shipped = git(acme.place, "show", f"{SHIPPED}:organisation.yml")
    facts = yaml.safe_load(text)
    for name, value in FACTS.items():
        section, _, key = name.partition("_")
        assert facts[section][key] == value
    assert facts["public"]["public_template"] == "git+charter::acme"
    comments = [line.partition("# ")[2] for line in shipped.splitlines() if "# " in line]
    assert [line.partition("# ")[2] for line in text.splitlines() if "# " in line] == comments


def test_its_history_holds_ours_and_its_first_version_stands_on_our_newest(
    acme: OwnTemplate,
) -> None:
    assert (acme.version, acme.upstream, acme.author) == (f"{SHIPPED}.post1", SHIPPED, None)
    assert git(acme.place, "tag", "--points-at", "HEAD") == f"{SHIPPED}.post1"
    assert git(acme.place, "merge-base", f"{SHIPPED}^{{commit}}", "HEAD") == git(
        acme.place, "rev-parse", f"{SHIPPED}^{{commit}}"
    )
    assert git(acme.place, "remote", "-v").split()[:2] == ["upstream", "charter::builtin"]
    assert git(acme.place, "status", "--porcelain") == ""
    assert git(acme.place, "branch", "--show-current") == "main"
    assert f"## {SHIPPED}.post1 - " in (acme.place / "templates/CHANGELOG.md").read_text("utf-8")


def test_where_git_knows_no_author_charter_stands_in(
    builtin: Path, tmp_path: Path, home: Path
) -> None:
    (home / ".gitconfig").unlink()
    made = begin_template(tmp_path / "acme", builtin, FACTS, "acme")
    assert made.author is not None
    assert (
        git(made.place, "log", "-1", "--format=%an <%ae>")
        == "Charter <charter@users.noreply.invalid>"
    )


def test_a_place_that_is_taken_is_left_as_it_was(acme: OwnTemplate, builtin: Path) -> None:
    before = git(acme.place, "rev-parse", "HEAD")
    with pytest.raises(UsageError, match="is not empty"):
        begin_template(acme.place, builtin, FACTS, "acme")
    assert git(acme.place, "rev-parse", "HEAD") == before


# ---- upgraded ----------------------------------------------------------------------------------


def test_a_newer_built_in_version_is_merged_and_gets_a_version_of_its_own(
    acme: OwnTemplate, newer: Path
) -> None:
    release(
        acme.place,
        f"{SHIPPED}.post2",
        ("templates/innersource/GOVERNANCE.md.jinja", "\nOur own line.\n"),
    )
    done = upgrade_template(acme.place, newer)
    assert (done.version, done.upstream, done.conflicts) == (f"{LATER}.post1", LATER, ())
    assert git(acme.place, "tag", "--points-at", "HEAD") == f"{LATER}.post1"
    assert "A newer line of ours." in (acme.place / README).read_text("utf-8")
    assert "Our own line." in (acme.place / "templates/innersource/GOVERNANCE.md.jinja").read_text(
        "utf-8"
    )
    assert (
        yaml.safe_load((acme.place / "organisation.yml").read_text("utf-8"))["internal"]["chat"]
        == "#innersource"
    )
    headings = [
        line
        for line in (acme.place / "templates/CHANGELOG.md").read_text("utf-8").splitlines()
        if line.startswith("## v")
    ]
    assert headings[0].startswith(f"## {LATER}.post1 - ")
    assert {heading.split()[1] for heading in headings} >= {
        f"{SHIPPED}.post1",
        LATER,
        SHIPPED,
        "v0.0.0",
    }
    assert git(acme.place, "status", "--porcelain") == ""


def test_an_upgrade_needs_no_author_either(acme: OwnTemplate, newer: Path, home: Path) -> None:
    (home / ".gitconfig").unlink()
    assert upgrade_template(acme.place, newer).version == f"{LATER}.post1"


def test_an_upgrade_to_what_is_here_already_changes_nothing(
    acme: OwnTemplate, builtin: Path
) -> None:
    before = git(acme.place, "rev-parse", "HEAD")
    assert upgrade_template(acme.place, builtin).version == f"{SHIPPED}.post1"
    assert git(acme.place, "rev-parse", "HEAD") == before


def test_a_second_upgrade_to_the_same_version_changes_nothing(
    acme: OwnTemplate, newer: Path
) -> None:
    upgrade_template(acme.place, newer)
    before = git(acme.place, "rev-parse", "HEAD")
    assert upgrade_template(acme.place, newer).version == f"{LATER}.post1"
    assert git(acme.place, "rev-parse", "HEAD") == before


def test_conflicts_wait_for_a_person_and_a_second_call_finishes(
    acme: OwnTemplate, newer: Path
) -> None:
    release(acme.place, f"{SHIPPED}.post2", (README, "\nA line of Acme's own.\n"))
    first = upgrade_template(acme.place, newer)
    assert (first.version, first.conflicts) == ("", (README,))
    assert f"{LATER}.post1" not in git(acme.place, "tag").split()
    text = (acme.place / README).read_text("utf-8")
    assert "<<<<<<<" in text
    kept = [
        line for line in text.splitlines() if not line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
    ]
    (acme.place / README).write_text("\n".join(kept) + "\n", "utf-8")
    git(acme.place, "commit", "--quiet", "--all", "--no-edit")
    second = upgrade_template(acme.place, newer)
    assert (second.version, second.conflicts) == (f"{LATER}.post1", ())


@pytest.mark.parametrize("flaw", ["edited", "unfinished", "no template", "no repository"])
def test_one_flaw_of_the_place_is_refused_and_nothing_changes(
    acme: OwnTemplate, newer: Path, tmp_path: Path, flaw: str
) -> None:
    place = acme.place
    if flaw == "edited":
        append(place, README, "x")
    elif flaw == "unfinished":
        release(place, f"{SHIPPED}.post2", (README, "\nA line of Acme's own.\n"))
        upgrade_template(place, newer)
    elif flaw == "no template":
        place = newer.parent / "other"
        git(tmp_path, "init", "--quiet", str(place))
    else:
        shutil.rmtree(place / ".git")
    with pytest.raises(CharterError):
        upgrade_template(place, newer)


# ---- the command --------------------------------------------------------------------------------


def call(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capfd.readouterr()
    code = main(list(arguments))
    said = capfd.readouterr()
    return code, said.out, said.err


NEEDED = {
    "public_legal_name": "Acme Corporation",
    "public_security_contact": "security@acme.example",
    "public_conduct_contact": "conduct@acme.example",
    "internal_forge_url": "https://git.acme.example",
    "internal_ospo_contact": "ospo@acme.example",
}


def flags(facts: dict[str, Any]) -> list[str]:
    return [word for key, value in facts.items() for word in ("--set", f"{key}={value}")]


def test_init_takes_facts_by_flags_and_says_what_to_do_next(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, err = call(
        capfd, "template", "init", str(tmp_path / "t"), *flags(NEEDED), "--defaults"
    )
    assert (code, err) == (0, "")
    for part in (
        f"{SHIPPED}.post1",
        "organisation.yml",
        "charter settings set templates.acme",
        "charter settings set template acme",
    ):
        assert part in out


def test_init_without_a_terminal_names_every_missing_fact(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, _, err = call(capfd, "template", "init", str(tmp_path / "t"), "--defaults")
    assert code == 2
    for name in NEEDED:
        assert f"--set {name}=…" in err
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize(
    ("flaw", "said"),
    [
        ({"alias": "builtin"}, "not builtin"),
        (
            {"public_security_contact": "nobody"},
            "--set public_security_contact=…: use an e-mail address",
        ),
        ({"public_forge": "githib"}, "did you mean 'github'"),
        ({"public_legal_nam": "x"}, "Did you mean"),
    ],
)
def test_one_wrong_fact_is_refused(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, flaw: dict[str, str], said: str
) -> None:
    code, _, err = call(
        capfd, "template", "init", str(tmp_path / "t"), *flags(NEEDED | flaw), "--defaults"
    )
    assert code == 2
    assert said in err
    assert not (tmp_path / "t").exists()


def test_init_answers_a_program_in_json(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = call(
        capfd, "template", "init", str(tmp_path / "t"), *flags(NEEDED), "--defaults", "--json"
    )
    assert code == 0
    assert json.loads(out) == {
        "path": str(tmp_path / "t"),
        "version": f"{SHIPPED}.post1",
        "alias": "acme",
    }


def test_upgrade_says_that_it_is_in_step(
    capfd: pytest.CaptureFixture[str], acme: OwnTemplate
) -> None:
    code, out, _ = call(capfd, "template", "upgrade", str(acme.place), "--json")
    assert code == 0
    assert json.loads(out) == {"version": f"{SHIPPED}.post1", "upstream": SHIPPED, "conflicts": []}


# ---- its repositories ---------------------------------------------------------------------------


def test_plain_copier_takes_the_next_own_version_for_newer_and_keeps_the_teams_edit(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, newer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(capfd, "template", "init", str(tmp_path / "own"), *flags(NEEDED), "--defaults")
    call(capfd, "settings", "set", "templates.acme", str(tmp_path / "own"))
    monkeypatch.chdir(tmp_path)
    said = (
        "--visibility",
        "innersource",
        "--description",
        "x",
        "--team",
        "web",
        "--maintainers",
        "Ada @ada",
    )
    code, _, err = call(capfd, "new", "shop", "--template", "acme", *said, "--defaults")
    assert code == 0, err
    shop = tmp_path / "shop"
    readme = shop / "README.md"
    readme.write_text("Our edit.\n\n" + readme.read_text("utf-8"), "utf-8")
    git(shop, "commit", "--quiet", "--all", "--message", "Edit")

    for change, version in (("own", f"{SHIPPED}.post2"), ("upgrade", f"{LATER}.post1")):
        if change == "own":
            release(
                tmp_path / "own",
                version,
                (SUPPORT, "\nAcme's own line.\n"),
                ("templates/CHANGELOG.md", "\n"),
            )
        else:
            git(tmp_path / "own", "revert", "--no-edit", "HEAD")
            assert upgrade_template(tmp_path / "own", newer).version == version
        for mirror in (read_settings().folders.cache / "templates").glob("*.git"):
            os.utime(mirror / "HEAD", (0, 0))
        plain_copier(shop, "update", "--defaults", "--quiet")
        assert yaml.safe_load((shop / ".copier-answers.yml").read_text())["_commit"] == version
        git(shop, "commit", "--quiet", "--all", "--message", version)
    text = readme.read_text("utf-8")
    assert text.startswith("Our edit.")
    assert "A newer line of ours." in text
    assert "<<<<<<<" not in text
