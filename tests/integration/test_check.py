"""charter check and explain, from the command line, over repositories that charter new has made."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import Run, Said
from shipped import SHIPPED

from charter.governance.table import BY_ID
from charter.settings import read_settings
from charter.template.mirror import open_mirror
from charter.template.source import resolve_source

FORGES = ("github", "gitlab", "gitea", "forgejo")
COMMON = (
    *("--description", "Renders invoices as PDF for every billing team", "--team", "payments"),
    *("--maintainers", "Ada Lovelace @ada, Bob Noyce @bob", "--defaults"),
    *("--set", "organisation_name=Acme Corporation"),
)
OUTSIDE = (
    *("--license", "MIT", "--set", "public_repository_url=https://github.com/acme/shop"),
    *("--set", "public_contact=x@acme.example"),
)
ROOT = Path(__file__).parents[2]
MARKS = "TXT-1"  # what a fresh repository leaves to be written


@pytest.fixture
def shop(charter: Run, tmp_path: Path) -> Path:
    """An internal repository on GitHub, fresh from the command."""
    assert found(charter, "shop").code == 0
    return tmp_path / "shop"


def found(charter: Run, name: str, visibility: str = "innersource", *more: str) -> Said:
    forge = () if "--forge" in more else ("--forge", "github")
    outside = OUTSIDE if visibility == "opensource" else ()
    return charter("new", name, "--visibility", visibility, *COMMON, *forge, *outside, *more)


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=place, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def change(place: Path, **files: str | bytes | None) -> None:
    """Write, or delete where there is no text, and commit; `/` and `.` in names are as given."""
    for name, text in files.items():
        file = place / name
        if text is None:
            file.unlink()
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "Change it")


def bare(place: Path, into: Path) -> Path:
    git(place, "clone", "--quiet", "--bare", str(place), str(into))
    return into


# ---- what is fresh ---------------------------------------------------------------------------


@pytest.mark.parametrize("visibility", ["innersource", "opensource"])
@pytest.mark.parametrize("forge", FORGES)
def test_a_fresh_repository_passes_and_says_what_is_to_be_written(charter, visibility, forge):
    found(charter, "fresh", visibility, "--forge", forge)
    said = charter("check", "fresh", "--json")
    assert (said.code, said.found) == (0, {MARKS})
    assert said.json["projects"][0]["visibility"] == visibility
    assert charter("check", "fresh", "--strict").code == 1


def test_the_summary_comes_first_and_each_finding_has_its_cure(charter, shop):
    change(shop, **{"SUPPORT.md": None})
    said = charter("check", shop)
    lines = said.out.splitlines()
    assert lines[0] == "✗ shop  innersource"
    assert "checks pass" in lines[1]
    assert "✗ DR-3" in said.out
    assert "SUPPORT.md  the template gives it, and it is not there" in said.out
    assert "→ Restore it from git's history" in said.out


def test_it_looks_at_what_is_committed_and_says_so(charter, shop):
    assert charter("check", shop).err == ""
    (shop / "SUPPORT.md").unlink()
    said = charter("check", shop)
    assert (said.code, "not committed yet" in said.err) == (0, True)


def test_a_bare_repository_and_a_folder_inside_are_found(charter, shop, tmp_path, monkeypatch):
    assert charter("check", bare(shop, tmp_path / "shop.git")).code == 0
    monkeypatch.chdir(shop / "scripts")
    assert charter("check", shop).code == 0
    monkeypatch.chdir(shop)
    assert charter("check").code == 0


# ---- drift -----------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path, charter: Run) -> Path:
    """A template of one's own that stands on ours, by the alias acme."""
    mirror = open_mirror(resolve_source("builtin", {}), read_settings().folders.cache)
    work = tmp_path / "template"
    git(tmp_path, "clone", "--quiet", str(mirror), str(work))
    assert charter("settings", "set", "templates.acme", work).code == 0
    return work


def release(template: Path, version: str, **files: str) -> None:
    change(template, **files)
    git(template, "tag", version)


def edited(place: Path, name: str, more: str) -> dict[str, str]:
    return {name: (place / name).read_text("utf-8") + more}


def test_behind_means_that_rendering_anew_changes_something_here(charter, template, tmp_path):
    found(charter, "shop", "innersource", "--template", "acme")
    release(
        template, "v8.0.0", **edited(template, "templates/opensource/SUPPORT.md.jinja", "New.\n")
    )
    said = charter("check", "shop", "--json")
    assert (said.code, said.found) == (0, {MARKS})
    assert said.json["projects"][0]["newest"] == "v8.0.0"
    release(
        template, "v9.0.0", **edited(template, "templates/innersource/SUPPORT.md.jinja", "New.\n")
    )
    said = charter("check", "shop", "--json")
    assert (said.code, said.found) == (1, {"DR-2", MARKS})
    behind = next(it for it in said.json["projects"][0]["findings"] if it["check"] == "DR-2")
    assert (behind["path"], behind["message"]) == ("SUPPORT.md", "v9.0.0 changes it")
    assert charter("check", "shop", "--allow", "dr-2").code == 0
    # a team that has made the change by hand is not behind
    change(tmp_path / "shop", **edited(tmp_path / "shop", "SUPPORT.md", "New.\n"))
    assert charter("check", "shop", "--json").found == {MARKS}


def test_a_new_question_without_a_default_waits(charter, template):
    found(charter, "shop", "innersource", "--template", "acme")
    question = "\ncost_centre:\n  type: str\n  help: Who pays?\n  default: '{{ UNSET }}'\n"
    release(template, "v9.0.0", **edited(template, "copier.yml", question))
    said = charter("check", "shop")
    assert said.code == 1
    assert "v9.0.0 asks something new" in said.out
    assert "cost_centre" in said.out


def test_an_edit_is_a_note_and_what_is_kept_is_none(charter, shop):
    change(shop, **edited(shop, "README.md", "\n## More\n"))
    said = charter("check", shop, "--json")
    assert (said.code, said.found) == (0, {MARKS})
    notes = [it["path"] for it in said.json["projects"][0]["findings"] if it["check"] == "DR-4"]
    assert notes == ["README.md"]
    answers = (shop / ".copier-answers.yml").read_text("utf-8")
    kept = answers.replace("keep_ours: []", "keep_ours:\n- README.md")
    change(shop, **{".copier-answers.yml": kept})
    said = charter("check", shop, "--json")
    assert all(it["check"] != "DR-4" for it in said.json["projects"][0]["findings"])


def test_what_contradicts_fails(charter, shop):
    owners = (shop / ".github/CODEOWNERS").read_text("utf-8")
    change(
        shop,
        **{
            ".github/CODEOWNERS": owners.replace("@bob", "@carol"),
            "LICENSE": "MIT\n\nPermission is hereby granted, free of charge, to any person "
            "obtaining a copy",
        },
    )
    said = charter("check", shop, "--json")
    assert (said.code, said.found) == (1, {MARKS, "OWN-2", "LIC-2"})


def test_a_team_that_was_written_by_hand_is_a_no_with_a_way_to_mean_it(charter, shop):
    answers = (shop / ".copier-answers.yml").read_text("utf-8")
    change(shop, **{".copier-answers.yml": answers.replace("team: payments", "team: other")})
    said = charter("check", shop, "--json")
    assert (said.code, said.found) == (1, {MARKS, "OWN-6"})
    change(shop, **{".copier-answers.yml": answers})
    assert charter("update", shop, "--set", "team=other", "--commit").code == 0
    said = charter("check", shop, "--json")
    assert (said.code, said.found) == (0, {MARKS})
    assert "other" in (shop / "catalog-info.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    "path", ["README.md", ".gitignore", "scripts/test", ".github/workflows/more.yml", "LICENSE"]
)
def test_a_conflict_that_was_committed_is_a_no(charter, shop, path):
    text = (shop / path).read_text("utf-8") if (shop / path).exists() else ""
    marks = "<<<<<<< this repository\nours\n=======\ntheirs\n>>>>>>> v2.0.0\n"
    change(shop, **{path: f"{text}{marks}"})
    said = charter("check", shop, "--json")
    places = [
        (it["path"], it["line"])
        for it in said.json["projects"][0]["findings"]
        if it["check"] == "TXT-3"
    ]
    assert (said.code, places) == (1, [(path, text.count("\n") + 1)])


def test_a_visibility_that_was_written_by_hand_is_a_no(charter, shop):
    answers = (shop / ".copier-answers.yml").read_text("utf-8")
    change(shop, **{".copier-answers.yml": answers.replace("innersource", "opensource")})
    said = charter("check", shop, "--json")
    assert said.code == 1
    assert "VIS-3" in said.found


def test_a_page_that_only_says_where_the_text_is_is_followed(charter, shop):
    guide = (shop / "CONTRIBUTING.md").read_text("utf-8")
    pointer = "# Contributing\n\nThis is in [.github/GUIDE.md](.github/GUIDE.md).\n"
    change(shop, **{"CONTRIBUTING.md": pointer, ".github/GUIDE.md": guide})
    assert "SILO-3" not in charter("check", shop, "--json").found
    change(shop, **{".github/GUIDE.md": "# Guide\n"})
    assert "SILO-3" in charter("check", shop, "--json").found


def test_the_catalog_is_asked(charter, shop):
    answers = (shop / "catalog-info.yaml").read_text("utf-8")
    assert charter("check", shop).code == 0
    change(shop, **{"catalog-info.yaml": answers.replace("innersource", "opensource", 1)})
    said = charter("check", shop, "--json")
    assert (said.code, said.found) == (1, {MARKS, "VIS-3"})
    change(shop, **{"catalog-info.yaml": answers})
    (shop.parent / "elsewhere").mkdir()
    found(charter, "shop", "opensource", "--into", "elsewhere")  # the entry tells of this one now
    assert charter("check", shop, "--json").found == {MARKS, "VIS-4"}
    assert charter("check", shop, "elsewhere/shop", "--json").found == {MARKS, "VIS-4"}


# ---- waivers ---------------------------------------------------------------------------------

WAIVER = (
    '[[waiver]]\ncheck = "DR-3"\npath = "SUPPORT.md"\nreason = "see our page"\nowner = "@ada"\n'
)


def test_a_waiver_is_shown_with_its_owner_and_its_last_day(charter, shop):
    change(shop, **{"SUPPORT.md": None, ".charter.toml": WAIVER + "expires = 2999-01-31\n"})
    said = charter("check", shop)
    assert "waived until 2999-01-31 by @ada: see our page" in said.out
    assert "1 waived" in said.out
    assert "DR-3" not in charter("check", shop, "--json").found
    assert "::error title=DR-3" not in charter("check", shop, "--format", "github").out
    sarif = charter("check", shop, "--format", "sarif").json
    waived = [it for it in sarif["runs"][0]["results"] if "suppressions" in it]
    assert [it["ruleId"] for it in waived] == ["DR-3"]


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (WAIVER + "expires = 2020-01-31\n", "WAI-2"),
        (WAIVER, "WAI-1"),
        (WAIVER + 'expires = "soon"\n', "WAI-1"),
        (WAIVER.replace("DR-3", "DR-99") + "expires = 2999-01-31\n", "WAI-1"),
        ("[[waiver]\n", "WAI-1"),
        ("waiver = 1\n", "WAI-1"),
        ("other = 1\n", "WAI-1"),
        (b"\xff\xfe", "WAI-1"),
        ("#" * 70_000, "WAI-1"),
    ],
)
def test_a_waiver_that_is_not_in_order_excuses_nothing(charter, shop, text, check):
    change(shop, **{"SUPPORT.md": None, ".charter.toml": text})
    said = charter("check", shop, "--json")
    assert said.code == 1
    assert {"DR-3", check} <= said.found


# ---- what nobody has vouched for -------------------------------------------------------------

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b]\n"


@pytest.mark.parametrize("text", [BOMB, "[" * 500, "name: [", "\x00", "- 1\n", "x" * 300_000])
def test_a_hostile_answers_file_could_not_be_checked(charter, shop, text):
    change(shop, **{".copier-answers.yml": text})
    said = charter("check", shop)
    assert said.code == 2
    assert ".copier-answers.yml" in said.err
    assert "hint" in charter("check", shop, shop.parent, "--json").out


def test_a_version_that_is_not_recorded_is_named_as_it_could_be(charter, shop):
    answers = (shop / ".copier-answers.yml").read_text("utf-8")
    newest = charter("check", shop, "--json").json["projects"][0]["newest"]
    kept = [line for line in answers.splitlines() if not line.startswith("_commit")]
    change(shop, **{".copier-answers.yml": "\n".join([*kept, ""])})
    said = charter("check", shop)
    assert said.code == 2
    assert f"_commit: {newest}" in said.err
    change(shop, **{".copier-answers.yml": "\n".join([*kept, f"_commit: {newest}", ""])})
    assert charter("check", shop).code == 0


def test_outside_of_a_repository_there_is_a_next_step(charter, tmp_path):
    said = charter("check")
    assert said.code == 2
    assert "git init, commit, then charter adopt" in said.err


@pytest.mark.parametrize(
    "line",
    [
        'visibility: "\\e[31mred\\u202e"',
        'name: "\\e]0;x\\a"',
        '_commit: "\\e[2Jv1"',
        '_src_path: "git+charter::\\e[2J"',
        '"\\e[2J": 1',
    ],
)
@pytest.mark.parametrize(
    "command", [("check",), ("check", "shop"), ("explain", "README.md", "--in")]
)
def test_an_answer_commands_no_terminal(charter, shop, line, command):
    answers = (shop / ".copier-answers.yml").read_text("utf-8").splitlines()
    key = line.partition(":")[0]
    kept = [each for each in answers if not each.startswith(f"{key}:")]
    change(shop, **{".copier-answers.yml": "\n".join([*kept, line, ""])})
    said = charter(*command, shop)
    assert said.code in (0, 1, 2)
    assert "\x1b" not in said.out + said.err
    assert "\u202e" not in said.out + said.err


def test_hostile_files_are_read_as_far_as_they_go(charter, shop):
    (shop / "LICENSE").unlink()
    (shop / "LICENSE").symlink_to("/etc/passwd")
    (shop / "SUPPORT.md").unlink()
    (shop / "SUPPORT.md").symlink_to("SUPPORT.md")
    (shop / "SECURITY.md").unlink()
    (shop / "SECURITY.md" / "deep").mkdir(parents=True)
    change(
        shop,
        **{
            "SECURITY.md/deep/file": "x",
            "README.md": b"# \xff\xfe Shop\n" + b"(" * 100_000 + b"[" * 100_000 + b"`" * 99_999,
            "GOVERNANCE.md": b"x](" * 600_000,
            "CODE_OF_CONDUCT.md": "```\n" * 50_001,
            "\x1b[31mred\u202e.md": "x",
            "CONTRIBUTING.md": "[a](\x1b]0;title\x07none.md) [b](<none\x1b[2J>) <!-- " * 2000,
        },
    )
    said = charter("check", shop)
    assert said.code == 1
    assert "LIC-1" in said.out
    assert "SEC-1" in said.out
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out
    for form in ("json", "sarif", "github"):
        shown = charter("check", shop, "--format", form).out
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_a_workflow_command_in_a_text_stays_text(charter, shop):
    change(
        shop, **{"SUPPORT.md": "TODO(charter)\n\n<your\n::error::x%0A::set-output>, {{ a\r::b }}"}
    )
    lines = charter("check", shop, "--format", "github").out.splitlines()
    assert all(line.startswith(("::warning ", "::notice ", "1 project,")) for line in lines)


# ---- many ------------------------------------------------------------------------------------


@pytest.fixture
def fleet(charter: Run, shop: Path, tmp_path: Path) -> Path:
    """Fifty repositories: checkouts and bare ones, one level deep and two, five of them broken."""
    folder = tmp_path / "fleet"
    for number in range(45):
        place = folder / (f"team-{number % 3}/r{number:02}.git" if number % 2 else f"r{number:02}")
        kind = ("--bare",) if number % 2 else ()
        git(tmp_path, "clone", "--quiet", *kind, str(shop), str(place))
    change(folder / "r00", **{"SUPPORT.md": None})
    change(folder / "r02", **{".copier-answers.yml": BOMB})
    change(folder / "r04", **{".copier-answers.yml": None})
    (folder / "r06/.git/HEAD").write_text("nonsense")
    shutil.rmtree(folder / "r08/.git/objects")
    (folder / "r08/.git/objects").mkdir()
    for path in ("r46", "r48/.git", "r50.git"):
        (folder / path).mkdir(parents=True)
    (folder / "r50.git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / "r50.git/objects").mkdir()
    git(tmp_path, "init", "--quiet", str(folder / "r52"))
    return folder


def test_a_fleet_is_told_one_row_each_with_the_summary_first(charter, fleet):
    said = charter("check", "--all", fleet, "--json")
    assert said.code == 1
    summary = said.json["summary"]
    assert (summary["projects"], summary["fine"], summary["unreadable"]) == (48, 40, 6)
    assert (summary["failing"], summary["ungoverned"]) == (2, 1)
    errors = {Path(it["path"]).name: it["error"] for it in said.json["projects"] if it["error"]}
    assert errors.keys() == {"r02", "r06", "r08", "r48", "r50.git", "r52"}
    said = charter("check", "--all", fleet)
    lines = said.out.splitlines()
    assert lines[0] == "48 projects: 40 fine · 2 failing · 6 not checked"
    assert lines[2].split(maxsplit=2)[1:] == ["TXT-1", "Holds no placeholder"]
    assert next(line for line in lines if "PROJECT" in line)
    assert len([line for line in lines if line[:1] in {"?", "✗", "!", "✓"}]) == 48
    assert said.err == ""


def test_the_processes_and_the_order_do_not_change_the_result(charter, fleet, monkeypatch):
    here = charter("check", "--all", fleet, "--json").out
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert charter("check", "--all", fleet, "--json").out == here


def test_a_list_names_paths_with_comments(charter, shop, tmp_path):
    (tmp_path / "list.txt").write_text(f"# ours\n\n{shop}  # the shop\nnone\n")
    said = charter("check", "--repos", "list.txt", "--json")
    assert said.code == 1
    assert [bool(it["error"]) for it in said.json["projects"]] == [False, True]


def test_a_list_that_cannot_be_read_is_told_in_plain_words(charter, tmp_path):
    said = charter("check", "--repos", "nolist.txt")
    assert (said.code, said.err) == (
        2,
        "charter: nolist.txt cannot be read: No such file or directory.\n",
    )
    (tmp_path / "list.txt").write_bytes(b"\xff")
    assert "list.txt is not text in UTF-8." in charter("check", "--repos", "list.txt").err


def test_the_paths_of_a_list_are_from_the_current_folder(charter, shop, tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/list.txt").write_text("shop\n")
    assert charter("check", "--repos", "lists/list.txt").code == 0


def test_what_is_named_twice_is_checked_once(charter, shop, tmp_path, monkeypatch):
    bare(shop, tmp_path / "all/shop.git")
    (tmp_path / "all/again.git").symlink_to("shop.git")
    (tmp_path / "list.txt").write_text("all/shop.git\nshop/../shop\n")
    named = ("--all", "all", "--repos", "list.txt", shop, "shop", "--json")
    said = charter("check", *named)
    assert said.json["summary"]["projects"] == 2
    monkeypatch.chdir(shop)
    assert charter("check", ".", ".").out == charter("check").out


def test_all_of_a_checkout_that_holds_no_other_is_the_checkout(
    charter, shop, tmp_path, monkeypatch
):
    mono = tmp_path / "mono"
    for folder in ("apps/shop", "apps/parser"):
        shutil.copytree(shop, mono / folder, ignore=shutil.ignore_patterns(".git"))
    git(mono, "init", "--quiet")
    change(mono)
    monkeypatch.chdir(mono)
    folders = [it["folder"] for it in charter("check", "--all", ".", "--json").json["projects"]]
    assert folders == ["apps/parser", "apps/shop"]
    monkeypatch.chdir(mono / "apps")
    assert charter("check", "--all", ".", "--json").json["summary"]["projects"] == 2
    mirror = bare(shop, tmp_path / "shop.git")
    assert charter("check", "--all", mirror, "--json").json["summary"]["projects"] == 1
    (tmp_path / "none").mkdir()
    said = charter("check", "--all", tmp_path / "none")
    assert (said.code, "holds no repository" in said.err) == (2, True)


def test_a_broken_repository_within_another_is_not_taken_for_that(charter, shop):
    (shop / "inner/.git").mkdir(parents=True)
    said = charter("check", "--all", shop)
    assert said.code == 2
    assert "broken" in said.out + said.err


def test_every_project_of_a_monorepo_is_checked(charter, shop, tmp_path):
    mono = tmp_path / "mono"
    for folder in ("shop", "deep/parser"):
        shutil.copytree(shop, mono / folder, ignore=shutil.ignore_patterns(".git"))
    git(mono, "init", "--quiet")
    change(mono)
    said = charter("check", mono, "--json")
    outside = {"OWN-1", "OWN-3", "OWN-4", "OWN-5", "SEC-7", "SEC-9"}
    assert (said.code, said.found) == (1, {MARKS, *outside})
    assert "OWN-5  Has what is for the forge" in charter("check", mono / "shop").out
    shutil.copytree(shop / ".github", mono / ".github")
    said = charter("check", mono, "--json")
    assert said.code == 1  # what is not committed is not looked at
    change(mono)
    said = charter("check", mono, "--json")
    assert (said.code, said.found) == (0, {MARKS, "OWN-5"})
    assert [it["folder"] for it in said.json["projects"]] == ["deep/parser", "shop"]
    assert charter("check", mono / "shop", "--json").json["summary"]["projects"] == 1
    assert charter("check", mono, "--badge", "x.svg").code == 2


@pytest.mark.parametrize("configuration", ["copier.yml", "copier.yaml"])
def test_a_template_with_its_snapshots_is_one_row(charter, shop, tmp_path, configuration):
    answers = (shop / ".copier-answers.yml").read_text("utf-8")
    template = tmp_path / "fleet/governance"
    template.mkdir(parents=True)
    git(template, "init", "--quiet")
    snapshots = {f"tests/snapshots/{case}/.copier-answers.yml": "_commit: 1" for case in "abc"}
    change(template, **{configuration: "", **snapshots})
    (row,) = charter("check", "--all", "fleet", "--json").json["projects"]
    assert (row["error"], row["findings"][0]["check"]) == ("", "DR-1")
    change(template, **{"apps/one/.copier-answers.yml": answers})
    (row,) = charter("check", template, "--json").json["projects"]
    assert row["folder"] == "apps/one"
    change(template, **{configuration: None})  # what is no template has projects there
    assert len(charter("check", template, "--json").json["projects"]) == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ("nowhere",),
        ("--all", "nowhere"),
        ("--all", "."),
        ("--repos", "nowhere"),
        ("--allow", "NO-1"),
        ("shop", ".", "--badge", "b.svg"),
        ("shop", "--badge", "no/b.svg"),
    ],
)
def test_what_cannot_be_meant_could_not_be_done(charter, tmp_path, arguments):
    if "shop" in arguments:
        found(charter, "shop")
    said = charter("check", *arguments)
    assert said.code == 2
    assert said.out == ""


def test_answers_may_lie_in_another_file(charter, shop):
    answers = (shop / ".copier-answers.yml").read_text("utf-8")
    change(shop, **{".copier-answers.yml": None, ".answers.acme.yml": answers})
    assert charter("check", shop).code == 1
    said = charter("check", shop, "--answers-file", ".answers.acme.yml", "--json")
    assert said.json["projects"][0]["version"] == SHIPPED
    assert said.found == {MARKS, "DR-3"}  # the template itself would write the other one


@pytest.mark.parametrize("command", ["check", "update"])
@pytest.mark.parametrize("file", ["", ".", "/etc/passwd", "../answers.yml"])
def test_an_answers_file_is_a_path_inside_the_repository(charter, shop, command, file):
    said = charter(command, shop, "--answers-file", file)
    assert (said.code, said.out) == (2, "")
    assert f"'{file}' is no path inside the repository" in said.err


def test_what_is_not_under_a_charter_says_how_it_comes_there(charter, tmp_path):
    plain = tmp_path / "plain"
    plain.mkdir()
    git(plain, "init", "--quiet")
    change(plain, **{"README.md": "# Plain"})
    said = charter("check", plain)
    assert said.code == 1
    assert "charter adopt" in said.out
    (plain / ".copier-answers.yml").write_text("x: 1")
    assert "not committed yet" in charter("check", plain).out


def test_all_checks_are_listed_and_near_ones_are_meant(charter):
    said = charter("check", "--list")
    assert said.code == 0
    assert "DR-1    Is under a charter\n          error · both sides · Charter\n" in said.out
    listed = charter("check", "--list", "--json").json["checks"]
    assert [check["id"] for check in listed] == list(BY_ID)
    first = listed[0]
    assert (first["severity"], first["sides"]) == ("error", ["innersource", "opensource"])
    assert first["source"]["url"].startswith("https://")
    said = charter("check", "--allow", "DR-99")
    assert said.code == 2
    assert "Did you mean DR-" in said.err
    assert "charter check --list" in said.err


# ---- forms -----------------------------------------------------------------------------------


def test_the_badge_is_drawn_here_and_can_be_heard(charter, shop, tmp_path):
    assert charter("check", shop, "--badge", "badge.svg").code == 0
    text = (tmp_path / "badge.svg").read_text("utf-8")
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    checks = charter("check", shop, "--json").json["projects"][0]["checks"]
    told = f"governance: innersource, {checks['passed']}/{checks['held']}"
    assert title.text == root.get("aria-label") == told
    assert text.count("http") == 1  # the namespace alone
    assert "href" not in text


def test_sarif_names_files_that_are_there_and_rules_that_it_lists(charter, shop):
    change(shop, **{"SUPPORT.md": None, "docs/ä ö.md": "x"})
    log = charter("check", shop, "--format", "sarif").json
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        place = result["locations"][0]["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        assert not place["artifactLocation"]["uri"].startswith("/")


# ---- explain ---------------------------------------------------------------------------------


def test_explain_says_where_a_file_comes_from_and_who_to_ask(
    charter, template, tmp_path, monkeypatch
):
    found(charter, "shop", "innersource", "--template", "acme")
    log = (template / "templates/CHANGELOG.md").read_text("utf-8")
    news = "## v9.0.0 - 2026-12-01\n\n- SUPPORT.md, SECURITY.md: a first answer has a day.\n\n## v1.0.0"
    release(
        template,
        "v9.0.0",
        **{"templates/CHANGELOG.md": log.replace("## v1.0.0", news, 1)},
        **edited(template, "templates/innersource/SUPPORT.md.jinja", "New.\n"),
    )
    monkeypatch.chdir(tmp_path / "shop")
    said = charter("explain", "SUPPORT.md", "--json").json
    assert said["state"] == "given"
    assert said["source"] == "templates/innersource/SUPPORT.md.jinja"
    assert (said["template"], said["version"], said["newest"]) == ("acme", SHIPPED, "v9.0.0")
    assert (said["introduced"], said["changed"], said["newer"]) == (
        "v1.0.0",
        "v1.0.0",
        "changes it",
    )
    assert "DOC-10" in [check["id"] for check in said["checks"]]
    assert [person["handle"] for person in said["maintainers"]] == ["ada", "bob"]
    found(charter, "later", "innersource", "--template", "acme")
    said = charter("explain", "later/SUPPORT.md", "--json").json
    assert (said["introduced"], said["changed"], said["newer"]) == ("v1.0.0", "v9.0.0", "")
    assert said["reasons"][0] == {"version": "v9.0.0", "why": "a first answer has a day."}
    text = charter("explain", "later/SUPPORT.md").out
    assert "v1.0.0, last changed in v9.0.0" in text
    assert "team payments: Ada Lovelace @ada, Bob Noyce @bob" in text


def test_explain_tells_the_recorded_version_where_the_newest_asks_something_new(charter, template):
    found(charter, "shop", "innersource", "--template", "acme")
    question = "\ncost_centre:\n  type: str\n  help: Who pays?\n"
    release(template, "v9.0.0", **edited(template, "copier.yml", question))
    said = charter("explain", "shop/README.md", "--json")
    assert said.code == 0
    assert (said.json["state"], said.json["newest"]) == ("given", "v9.0.0")
    assert (said.json["newer"], said.json["asks"]) == ("", ["cost_centre"])
    assert "v9.0.0 asks something new (cost_centre): charter update" in (
        charter("explain", "shop/README.md").out
    )


def test_explain_tells_how_a_file_stands_to_the_template(charter, shop, tmp_path):
    answers = (shop / ".copier-answers.yml").read_text("utf-8")
    kept = answers.replace("keep_ours: []", "keep_ours:\n- GOVERNANCE.md")
    change(
        shop,
        **{
            "README.md": "# Mine",
            "SUPPORT.md": None,
            "own.py": "x",
            ".copier-answers.yml": kept,
        },
    )

    def state(path: str) -> str:
        return charter("explain", shop / path, "--json").json["state"]

    assert state("SECURITY.md") == "given"
    assert state("README.md") == "edited"
    assert state("SUPPORT.md") == "missing"
    assert state("GOVERNANCE.md") == "kept"
    assert state("own.py") == "own"
    assert charter("explain", shop / "no/where.md").code == 1
    mirror = bare(shop, tmp_path / "shop.git")
    assert charter("explain", "README.md", "--in", mirror).code == 0
    assert charter("explain", "/etc/passwd").code == 2
    mono = tmp_path / "mono"
    shutil.copytree(shop, mono / "apps/shop", ignore=shutil.ignore_patterns(".git"))
    git(mono, "init", "--quiet")
    change(mono, **{"README.md": "# All"})
    assert charter("explain", mono / "README.md").code == 2
    assert charter("explain", mono / "apps").code == 2
    assert charter("explain", mono / "apps/shop", "--json").json["state"] == "folder"
    assert charter("explain", mono / "apps/shop/SECURITY.md", "--json").json["state"] == "given"


def test_explain_lists_the_governed_files_of_a_folder(charter, shop, tmp_path, monkeypatch):
    change(shop, **{".github/dependabot.yml": None, "src/own.py": "x", ".github/own.md": "x"})
    monkeypatch.chdir(shop)
    said = charter("explain", ".github", "--json")
    states = {it["path"]: it["state"] for it in said.json["governed"]}
    assert (said.code, said.json["state"]) == (0, "folder")
    assert states[".github/CODEOWNERS"] == "given"
    assert states[".github/dependabot.yml"] == "missing"
    assert ".github/own.md" not in states
    assert all(path.startswith(".github/") for path in states)
    text = charter("explain", ".github/").out
    assert ".github  a folder" in text
    assert ".github/dependabot.yml: given by the template, and not there" in text
    assert "the template gives nothing in it" in charter("explain", "src").out
    assert "README.md" in charter("explain", ".").out
    mirror = bare(shop, tmp_path / "shop.git")
    assert ".github/CODEOWNERS" in charter("explain", ".github", "--in", mirror).out
    assert charter("explain", "nowhere").code == 1
