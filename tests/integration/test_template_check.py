"""A template's authors at work: check, test, release; and what a simulated update says is true."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from charter.__main__ import main
from charter.authoring.check import check
from charter.authoring.cover import cover
from charter.authoring.draft import open_at, open_draft
from charter.authoring.edits import EDITS
from charter.authoring.linters import lint
from charter.authoring.release import carry_out, plan_release
from charter.authoring.rendering import Press
from charter.authoring.simulate import UNRELEASED
from charter.errors import GitError
from charter.git import commit_everything, git
from charter.model import FileContent
from charter.scaffold.folder import write_tree
from charter.template.own_ci import ci_files
from integration.histories import read_files
from unit.authoring import TEXTS, files_of, rendered

ROOT = Path(__file__).parents[2]
FACTS = {
    "public_legal_name": "Acme Corporation",
    "public_security_contact": "security@acme.example",
    "public_conduct_contact": "conduct@acme.example",
    "internal_forge_url": "https://git.acme.example",
    "internal_ospo_contact": "ospo@acme.example",
}
README = "templates/innersource/README.md.jinja"
LOG = "# Changes\n\n## Unreleased\n\n- README.md: another greeting.\n\n## v1.0.0 - 2026-01-01\n\n- All files: first.\n"
Capture = pytest.CaptureFixture[str]
# what a small template lacks of the patterns is not what these tests are about
PATTERNS = [word for id_ in ("GIVE-5", "GIVE-6") for word in ("--allow", id_)]


def call(capfd: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    capfd.readouterr()
    code = main([str(word) for word in arguments])
    said = capfd.readouterr()
    return code, said.out, said.err


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A template from scratch, with a version."""
    place = tmp_path / "small"
    place.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=place)
    write_tree(
        files_of({"CHANGELOG.md": LOG.replace(LOG[LOG.index("## Unr") : LOG.index("## v1")], "")}),
        place,
    )
    commit_everything(place, "First")
    git("tag", "v1.0.0", cwd=place)
    return place


def change(place: Path, name: str, text: str) -> None:
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_text(text, "utf-8")


def rules(capfd: Capture, place: Path, *more: str) -> tuple[int, set[str]]:
    code, out, _ = call(capfd, "template", "check", place, "--json", *PATTERNS, *more)
    found = json.loads(out)["findings"]
    return code, {it["rule"] for it in found if it["rule"] not in PATTERNS}


# ---- check ----------------------------------------------------------------------------------------


def test_the_built_in_template_passes_and_its_older_versions_are_updated(capfd: Capture):
    code, out, _ = call(capfd, "template", "check", ROOT, "--history", "builtin", "--json")
    told = json.loads(out)
    assert (code, [it for it in told["findings"] if it["severity"] == "error"]) == (0, [])
    assert {it["rule"] for it in told["findings"]} <= {"UP-2", "UP-3"}
    assert len(told["cases"]) > 50
    assert told["combinations_left_out"] == 0
    assert "v1.0.0" in told["versions"]
    assert {"yamllint", "reuse", "actionlint"} <= {it["name"] for it in told["judges"]}


def test_a_template_made_by_init_passes_with_its_ci_and_says_so(capfd: Capture, tmp_path: Path):
    flags = [word for key, value in FACTS.items() for word in ("--set", f"{key}={value}")]
    place = tmp_path / "acme"
    assert call(capfd, "template", "init", place, *flags, "--defaults")[0] == 0
    assert "charter template check" in (place / ".github/workflows/template.yml").read_text("utf-8")
    code, out, err = call(capfd, "template", "check", place)
    assert (code, err) == (0, "")
    assert "combinations of answers rendered" in out
    assert "judged by charter check, sh" in out
    change(place, README, (place / README).read_text("utf-8") + "{{ nmae }}\n")
    code, out, _ = call(capfd, "template", "check", place)
    assert code == 1
    assert "'nmae' is no question (did you mean 'name'?)" in " ".join(out.split())
    assert f"{README}:" in out


@pytest.mark.parametrize("forge", ["github", "gitlab", "gitea", "forgejo"])
def test_other_linters_find_nothing_in_the_ci_that_init_puts_in(forge: str):
    case, _ = rendered(files_of())[0]
    facts = {"forge": forge, "runner": "big: one", "charter_package": "git+https://x.example/#egg"}
    files = {name: FileContent(text.encode()) for name, text in ci_files(facts).items()}
    assert len(files) == 1
    done = [
        (ran, found)
        for ran, found in lint([(case, files)])
        if ran.name not in ("reuse", "sh", "bash")
    ]
    assert [found for _, found in done if found] == []
    assert {ran.name for ran, _ in done if ran.looked_at} >= {"yamllint", "check-jsonschema"}


def test_a_template_from_scratch_is_checked_as_it_lies_there(small: Path, capfd: Capture):
    assert rules(capfd, small) == (0, set())
    change(small, "templates/opensource/EXTRA.md.jinja", "{{ organisation.internal.chat }}")
    code, found = rules(capfd, small)
    assert (code, found) == (1, {"IN-1", "UP-3"})
    change(small, "templates/opensource/EXTRA.md.jinja", "{{ organisation_file[0].internal.chat }}")
    assert rules(capfd, small) == (1, {"IN-1", "IN-2", "UP-3"})


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("copier.yml", TEXTS["copier.yml"] + "_tasks: [touch x]\n", {"ASK-2"}),
        ("copier.yml", "a: [", {"ASK-1"}),
        ("copier.yml", TEXTS["copier.yml"] + "x: {hlep: y}\n", {"ASK-1"}),
        ("copier.yml", TEXTS["copier.yml"] + "fresh: {type: str, help: F}\n", {"UP-1"}),
        (
            "copier.yml",
            TEXTS["copier.yml"].replace("[MIT, Apache-2.0]", "[Apache-2.0]"),
            {"ASK-4"},
        ),
        ("templates/opensource/x.json.jinja", "{{ '}' }}", {"GIVE-3", "UP-3"}),
        ("templates/opensource/run.sh", "#!/bin/sh\nif\n", {"GIVE-3", "UP-3"}),
        ("templates/opensource/x.md.jinja", "{{ now() }}", {"JINJA-4", "UP-3", "IN-2"}),
        ("templates/opensource/x.md.jinja", "{{ range(100000000) | list }}", {"GIVE-1"}),
        ("templates/opensource/x.md.jinja", "{{ 'x' * 99999999 }}", {"GIVE-1"}),
        ("templates/opensource/x.md.jinja", "{{ ''.__class__.__mro__ }}", {"GIVE-1"}),
        ("templates/opensource/../../../x.jinja", "", set()),
    ],
)
def test_one_flaw_or_trap_is_found_and_ends(
    small: Path, capfd: Capture, name: str, text: str, expected: set[str]
):
    change(small, name, text)
    _, found = rules(capfd, small)
    assert found >= expected
    assert found <= expected | {"UP-1", "UP-3", "GIVE-1"}


def test_a_folder_that_is_no_template_is_refused(tmp_path: Path, capfd: Capture):
    code, _, err = call(capfd, "template", "check", tmp_path)
    assert code == 2
    assert "holds no copier.yml" in err


# ---- simulated updates are what updates are -----------------------------------------------------------


def test_a_conflict_that_is_foretold_is_one_that_update_meets(
    small: Path, capfd: Capture, tmp_path: Path
):
    long = "".join(f"Line {number} of what we say to guests.\n" for number in range(9))
    contributing = "templates/innersource/CONTRIBUTING.md.jinja"
    for name in (contributing, "templates/innersource/SUPPORT.md.jinja"):
        change(small, name, f"# Page\n\n{long}")
    commit_everything(small, "More")
    git("tag", "v1.1.0", cwd=small)
    change(small, README, TEXTS[README].replace("# {{ name }}", "# Project {{ name }}"))
    change(small, contributing, f"# Page\n\n{long.replace('Line 4', 'Sentence 4')}")
    change(small, "templates/innersource/SUPPORT.md.jinja", f"# Page\n\n{long}More.\n")
    change(small, "CHANGELOG.md", LOG)

    with open_draft(small) as draft:
        foretold = [it for it in check(draft).clashes if it.version == "v1.1.0"]
    assert {it.why for it in foretold if it.step.path == "README.md"} == {("another greeting.",)}

    met: dict[str, set[tuple[str, str]]] = {}
    for number, edit in enumerate(EDITS):
        shop = tmp_path / f"shop-{number}"
        _found(shop, small)
        files = read_files(shop)
        answers = files.pop(".copier-answers.yml")
        after = edit.make(files)
        if after == files:
            continue
        after = {**after, ".copier-answers.yml": answers}
        for path in (*files, ".copier-answers.yml"):
            (shop / path).unlink()
        write_tree(after, shop)
        commit_everything(shop, edit.what)
        met[edit.what] = _conflicts_of(capfd, shop, small)
    assert met == {
        edit: {(it.step.path, str(it.step.conflict)) for it in foretold if it.edit == edit}
        for edit in met
    }
    assert sum(map(len, met.values())) >= 3


def _found(shop: Path, small: Path) -> None:
    """A repository at v1.1.0, as the simulation's first case has it."""
    press = Press(open_at(small / ".git", "v1.1.0"))
    case = cover(press.evaluator, pairs=False, wide=False).cases[0]
    files = dict(press.render(case.answers, case.side).files)
    answers = files[".copier-answers.yml"].data.replace(b"charter::template", b"charter::small")
    shop.mkdir()
    git("init", "--quiet", "--initial-branch=main", cwd=shop)
    write_tree({**files, ".copier-answers.yml": FileContent(answers)}, shop)
    commit_everything(shop, "Found")


def _conflicts_of(capfd: Capture, shop: Path, small: Path) -> set[tuple[str, str]]:
    """What an update to the draft, released in a copy, leaves to a person."""
    copy = small.parent / "released"
    if not copy.exists():
        git("clone", "--quiet", str(small), str(copy), cwd=small.parent)
        write_tree(_changed(small), copy)
        commit_everything(copy, "Newer")
        git("tag", "v2.0.0", cwd=copy)
        call(capfd, "settings", "set", "templates.small", copy)
    code, out, err = call(capfd, "update", shop, "--dry-run", "--json")
    assert code in (0, 1), err
    return {(it["path"], it["conflict"]) for it in json.loads(out)["steps"] if it.get("conflict")}


def _changed(small: Path) -> dict[str, FileContent]:
    names = git("diff", "--name-only", "HEAD", cwd=small).split("\n")
    return {name: FileContent((small / name).read_bytes()) for name in names if name}


# ---- snapshots -----------------------------------------------------------------------------------------


def test_snapshots_are_written_compared_and_the_old_ones_named(small: Path, capfd: Capture):
    code, out, _ = call(capfd, "template", "test", small)
    assert (code, "4 new" in out) == (1, True)
    assert call(capfd, "template", "test", small, "--update")[0] == 0
    assert call(capfd, "template", "test", small)[:2] == (0, "✓ 4 snapshots are the same\n")
    assert (small / "tests/snapshots/innersource-github/README.md").is_file()

    change(small, README, TEXTS[README] + "More.\n")
    code, out, _ = call(capfd, "template", "test", small)
    assert code == 1
    assert "+More." in out
    assert "README.md: as above" in out
    (small / "tests/snapshots/old").mkdir()
    change(small, "tests/snapshots/old/a.md", "x")
    code, out, _ = call(capfd, "template", "test", small, "--json")
    told = json.loads(out)
    assert (code, told["obsolete"], len(told["changed"])) == (1, ["old"], 2)
    call(capfd, "template", "test", small, "--update")
    assert not (small / "tests/snapshots/old").exists()
    assert call(capfd, "template", "test", small)[0] == 0


def test_git_does_not_obey_the_ignore_file_of_a_snapshot(small: Path, capfd: Capture):
    change(small, "templates/innersource/.gitignore", "*.md\n")
    call(capfd, "template", "test", small, "--update")
    git("add", "--all", cwd=small)
    assert "tests/snapshots/innersource-github/README.md" in git("ls-files", cwd=small)
    assert call(capfd, "template", "test", small)[0] == 0


# ---- release -----------------------------------------------------------------------------------------


def test_a_release_is_found_by_the_repositories_of_the_template(
    small: Path, capfd: Capture, tmp_path: Path
):
    call(capfd, "settings", "set", "templates.small", small)
    shop = tmp_path / "shop"
    _found_at_first(shop, small)
    change(small, README, TEXTS[README].replace("# {{ name }}", "# Project {{ name }}"))
    commit_everything(small, "Greet")
    release = ("template", "release", "--folder", small, *PATTERNS)
    code, _, err = call(capfd, *release)
    assert (code, "says nothing under '## Unreleased'" in err) == (1, True)
    change(small, "CHANGELOG.md", LOG)
    assert call(capfd, *release)[0] == 2  # not committed
    commit_everything(small, "Tell")
    assert call(capfd, *release, "--dry-run")[0] == 0
    assert git("tag", cwd=small).split() == ["v1.0.0"]
    code, out, err = call(capfd, *release)
    assert (code, err) == (0, "")
    assert "Released v1.1.0" in out
    assert "## v1.1.0 - 2" in (small / "CHANGELOG.md").read_text("utf-8")
    assert UNRELEASED not in (small / "CHANGELOG.md").read_text("utf-8").lower()
    assert git("cat-file", "-t", "v1.1.0", cwd=small).strip() == "tag"
    assert git("status", "--porcelain", cwd=small) == ""
    assert call(capfd, *release)[0] == 1  # nothing to release
    assert call(capfd, "update", shop, "--commit", "--defaults")[0] == 0
    assert (shop / "README.md").read_text("utf-8").startswith("# Project shop")
    assert "_commit: v1.1.0" in (shop / ".copier-answers.yml").read_text("utf-8")


def _found_at_first(shop: Path, small: Path) -> None:
    git("tag", "v1.1.0", "v1.0.0", cwd=small)
    _found(shop, small)
    git("tag", "--delete", "v1.1.0", cwd=small)
    answers = shop / ".copier-answers.yml"
    answers.write_text(answers.read_text("utf-8").replace("v1.1.0", "v1.0.0"), "utf-8")
    commit_everything(shop, "At the first version")


def test_a_snapshot_that_differs_holds_a_release_up(small: Path, capfd: Capture):
    call(capfd, "template", "test", small, "--update")
    change(small, README, TEXTS[README] + "More.\n")
    change(small, "CHANGELOG.md", LOG)
    commit_everything(small, "More")
    code, _, err = call(capfd, "template", "release", "--folder", small, *PATTERNS)
    assert (code, "charter template test says no" in err) == (1, True)
    assert git("tag", cwd=small).split() == ["v1.0.0"]


def test_a_folder_that_is_no_repository_is_told_as_by_the_sibling_commands(tmp_path, capfd):
    place = tmp_path / "plain"
    place.mkdir()
    said = call(capfd, "template", "release", "--folder", place)
    assert said == call(capfd, "template", "check", place)
    assert (said[0], "is not a template" in said[2]) == (2, True)
    write_tree(files_of({}), place)
    said = call(capfd, "template", "release", "--folder", place)
    assert said == call(capfd, "template", "check", place)
    assert (said[0], "is not a git repository" in said[2]) == (2, True)


def test_a_release_whose_tag_fails_leaves_everything_as_it_was(small: Path):
    change(small, README, TEXTS[README] + "More.\n")
    change(small, "CHANGELOG.md", LOG)
    before = commit_everything(small, "More")
    plan = plan_release(small)
    git("tag", plan.version, cwd=small)  # somebody was quicker
    with pytest.raises(GitError):
        carry_out(plan)
    assert git("rev-parse", "HEAD", cwd=small).strip() == before
    assert git("status", "--porcelain", cwd=small) == ""
    assert (small / "CHANGELOG.md").read_text("utf-8") == LOG


def test_the_question_that_the_page_shows_passes_the_check_that_it_tells_of(capfd, small):
    page = (ROOT / "docs/how-to/organisation-template.md").read_text("utf-8")
    block = page.partition("```yaml\n")[2].partition("```")[0]
    assert block.startswith("cost_centre:")
    before = rules(capfd, small)
    configuration = (small / "copier.yml").read_text("utf-8")
    change(small, "copier.yml", f"{configuration}\n{block}")
    assert rules(capfd, small) == before
    change(small, "copier.yml", f"{configuration}\n{block.replace('  default:', '  # default:')}")
    assert "UP-1" in rules(capfd, small)[1]
