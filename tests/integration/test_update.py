"""charter update, undo and maintainers, from the command line to the files, the index and the catalog."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml
from histories import page, read_files, update_by_copier, write_template
from shops import CONFIGURATION, ONE, TWO, bare_of, edit, found, status, text, version_of

from charter.git import commit_everything, git
from charter.model import SYMLINK, FileContent

CHANGELOG = b"""\
# Changes

## v2.0.0 - 2026-12-01

- A.md: the first line is shorter.
- NEW.md: every project has one.
"""


# ---- what comes of it --------------------------------------------------------------------------


def test_what_nobody_touched_follows_the_template(charter, shop):
    done = charter("update", "shop")
    assert done.code == 0, done.err
    assert status(shop) == [
        "M  .copier-answers.yml", "M  A.md", "M  B.md", "A  NEW.md", "D  OLD.md",
    ]  # fmt: skip
    assert (shop / "NEW.md").read_text() == "# New in shop\n"
    assert version_of(shop) == "v2.0.0"
    assert git("diff", cwd=shop) == ""


def test_edits_stay_and_changes_arrive(charter, shop):
    edit(shop, "A.md", "A line 9", "our line 9")
    charter("update", "shop")
    assert (shop / "A.md").read_bytes() == page("A").replace(b"A line 0\n", b"A\n").replace(
        b"A line 9", b"our line 9"
    )


def test_a_second_update_has_nothing_to_do(charter, shop):
    charter("update", "shop", "--commit")
    again = charter("update", "shop", "--commit")
    assert (again.code, "nothing changes" in again.out) == (0, True)
    assert len(git("log", "--format=%h", cwd=shop).split()) == 2


def test_a_conflict_is_shown_as_git_shows_a_merge(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    edit(shop, "OLD.md", "OLD line 3", "our line")
    (shop / "B.md").unlink()
    commit_everything(shop, "Without B")
    done = charter("update", "shop")
    assert done.code == 1
    assert {"UU A.md", "UD OLD.md", "DU B.md"} <= set(status(shop))
    assert "<<<<<<< this repository\nour first line\n=======\nA\n" in (shop / "A.md").read_text()
    stages = git("ls-files", "--stage", "A.md", cwd=shop).split()
    assert [stages[2], stages[6], stages[10]] == ["1", "2", "3"]
    assert version_of(shop) == "v2.0.0"  # the answers come along for the person who resolves them


def test_every_merge_tool_can_take_it_from_there(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    charter("update", "shop")
    git("checkout", "--theirs", "A.md", cwd=shop)
    git("add", "A.md", cwd=shop)
    git("commit", "--quiet", "-m", "Resolved", cwd=shop)
    assert (shop / "A.md").read_text().startswith("A\n")
    assert charter("update", "shop").out.count("nothing changes") == 1


def test_a_renamed_file_is_followed(charter, shop):
    git("mv", "A.md", "moved.md", cwd=shop)
    commit_everything(shop, "Move")
    done = charter("update", "shop", "--json")
    assert (done.code, (shop / "A.md").exists()) == (0, False)
    assert (shop / "moved.md").read_text().startswith("A\nA line 1\n")
    step = next(step for step in done.json["steps"] if step["path"] == "moved.md")
    assert (step["action"], step["moved_from"]) == ("change", "A.md")


def test_a_renamed_file_is_found_though_another_one_says_the_same(charter, template, shop):
    write_more(template, {**TWO, "A2.md": ONE["A.md"]})
    (shop / "A2.md").write_bytes(page("A"))
    git("mv", "A.md", "moved.md", cwd=shop)
    commit_everything(shop, "Move")
    charter("update", "shop", "--commit")
    assert (shop / "moved.md").read_text().startswith("A\nA line 1\n")


def test_a_file_that_the_template_renames_takes_the_edits_along(charter, template, shop):
    edit(shop, "OLD.md", "OLD line 3", "our line")
    write_more(template, {**TWO, "moved/OLD.md": ONE["OLD.md"]})
    charter("update", "shop", "--commit")
    assert "our line" in (shop / "moved/OLD.md").read_text()
    assert not (shop / "OLD.md").exists()


def write_more(template: Path, files: dict[str, FileContent], *configurations: bytes) -> None:
    """Let version 2 of the template be another one."""
    import shutil  # noqa: PLC0415

    shutil.rmtree(template)
    write_template(template, [ONE, files], *(configurations or (CONFIGURATION,)))


def test_modes_links_and_submodules_stay_what_they_are(charter, tmp_path, template, shop):
    write_more(template, {**TWO, "link": FileContent(b"A.md", SYMLINK)},
               CONFIGURATION, CONFIGURATION + b"_preserve_symlinks: true\n")  # fmt: skip
    (shop / "A.md").chmod(0o755)
    found(tmp_path / "library")
    git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(tmp_path / "library"), "lib", cwd=shop)  # fmt: skip
    commit_everything(shop, "A library")
    before = git("ls-files", "--stage", "lib", cwd=shop)
    done = charter("update", "shop", "--commit")
    assert done.code == 0, done.err
    assert os.access(shop / "A.md", os.X_OK)
    assert (shop / "link").readlink() == Path("A.md")
    assert git("ls-files", "--stage", "lib", cwd=shop) == before


def test_line_ends_of_a_checkout_and_of_a_team_stay(charter, shop):
    (shop / "A.md").write_bytes(page("A").replace(b"\n", b"\r\n"))
    commit_everything(shop, "On Windows")
    git("config", "core.autocrlf", "true", cwd=shop)
    git("rm", "--cached", "-r", "-q", ".", cwd=shop)
    git("reset", "--hard", "-q", cwd=shop)
    done = charter("update", "shop", "--commit")
    assert done.code == 0, done.err
    assert (shop / "B.md").read_bytes().count(b"\r\n") == 14  # what the checkout wants
    assert git("cat-file", "-p", "HEAD:B.md", cwd=shop).count("\r") == 0
    raw = subprocess.run(["git", "cat-file", "-p", "HEAD:A.md"], cwd=shop, capture_output=True, check=True).stdout  # fmt: skip
    assert raw.startswith(b"A\r\nA line 1\r\n")  # what the team has committed


# ---- what is said ------------------------------------------------------------------------------


def test_a_dry_run_writes_nothing_and_shows_everything(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    before = read_files(shop), git("rev-parse", "HEAD", cwd=shop)
    done = charter("update", "shop", "--dry-run", "--diff")
    assert (done.code, status(shop)) == (1, [])
    assert (read_files(shop), git("rev-parse", "HEAD", cwd=shop)) == before
    assert "--- a/OLD.md" in done.out
    assert "same lines" in done.out


def test_the_diff_can_be_applied(charter, shop, tmp_path):
    diff = charter("update", "shop", "--dry-run", "--diff").out.partition("diff --git")
    patch = tmp_path / "it.diff"
    patch.write_text(f"diff --git{diff[2]}")
    git("apply", "--index", str(patch), cwd=shop)
    tree = git("write-tree", cwd=shop)
    git("reset", "--hard", "-q", cwd=shop)
    charter("update", "shop")
    assert git("write-tree", cwd=shop) == tree


def test_each_file_is_explained_by_the_changelog_of_the_template(charter, template, shop):
    (template / "CHANGELOG.md").write_bytes(CHANGELOG)
    commit_everything(template, "Explain")
    git("tag", "--force", "v2.0.0", cwd=template)
    steps = {
        step["path"]: step["why"] for step in charter("update", "shop", "--json").json["steps"]
    }
    assert steps["A.md"] == ["v2.0.0: the first line is shorter."]
    assert steps["B.md"] == []


def test_the_json_says_all_of_the_plan(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    told = charter("update", "shop", "--dry-run", "--json").json
    assert (told["from"], told["to"], told["needed"], told["dry_run"]) == (
        "v1.0.0", "v2.0.0", True, True,
    )  # fmt: skip
    assert told["conflicts"] == ["A.md"]
    assert told["counts"] == {"create": 1, "change": 1, "conflict": 1, "delete": 1}
    conflict = next(step for step in told["steps"] if step["conflict"])
    assert conflict["conflict"] == "same lines"


# ---- wishes ------------------------------------------------------------------------------------


def test_a_changed_answer_is_an_update_too(charter, shop):
    done = charter("update", "shop", "--to", "v1.0.0", "--set", "team=apps", "--commit")
    assert done.code == 0, done.err
    assert (shop / "OWNERS").read_text() == "* @apps\n"
    assert git("show", "--name-only", "--format=", cwd=shop).split() == [
        ".copier-answers.yml", "OWNERS",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--set", "visibility=opensource"], "charter publish request"),
        (["--set", "publication_date=2027-01-01"], "charter publish request"),
        (["--set", "tema=apps"], "Did you mean 'team'?"),
        (["--to", "v9.0.0"], "no version 'v9.0.0'"),
        (["--to", "--upload-pack=x"], "no version"),
    ],
)
def test_a_wish_that_cannot_be_granted_changes_nothing(charter, shop, words, told):
    before = read_files(shop)
    done = charter("update", "shop", *words)
    assert (done.code, read_files(shop), status(shop)) == (2, before, [])
    assert told in done.err


def test_going_back_to_an_older_version_is_refused(charter, shop):
    charter("update", "shop", "--commit")
    done = charter("update", "shop", "--to", "v1.0.0")
    assert (done.code, "older than v2.0.0" in done.err) == (2, True)


@pytest.mark.parametrize("name", ["main", "HEAD"])
def test_a_branch_is_recorded_as_the_commit_that_it_is_at(charter, template, shop, name):
    (template / "template/MORE.md").write_text("more\n")
    first = commit_everything(template, "Towards the next version")
    charter("update", "shop", "--to", name, "--commit")
    assert version_of(shop) == f"v2.0.0-1-g{first[:7]}"
    (template / "template/MORE.md").write_text("even more\n")
    commit_everything(template, "And on")
    charter("update", "shop", "--to", name, "--commit")
    assert (shop / "MORE.md").read_text() == "even more\n"


def test_a_new_question_needs_an_answer_or_its_default(charter, template, shop):
    more = CONFIGURATION + b"chat: {type: str, default: '#general'}\n"
    write_more(template, {**TWO, "CHAT.md": text("{{ chat }}")}, CONFIGURATION, more)
    asked = charter("update", "shop")
    assert (asked.code, status(shop)) == (2, [])
    assert "--set chat=" in asked.err
    assert charter("update", "shop", "--defaults").code == 0
    assert (shop / "CHAT.md").read_text() == "#general\n"


def test_a_new_question_is_answered_by_a_flag(charter, template, shop):
    more = CONFIGURATION + b"chat: {type: str}\n"
    write_more(template, {**TWO, "CHAT.md": text("{{ chat }}")}, CONFIGURATION, more)
    assert charter("update", "shop", "--set", "chat=#shop").code == 0
    assert yaml.safe_load((shop / ".copier-answers.yml").read_text())["chat"] == "#shop"


def test_after_a_conflict_the_command_to_repeat_has_the_value_of_a_label(charter, template, shop):
    more = CONFIGURATION + b"centre: {type: int, choices: {Payments: 17, Search: 18}}\n"
    write_more(template, TWO, CONFIGURATION, more)
    edit(shop, "A.md", "A line 0", "our first line")
    done = charter("update", "shop", "--set", "centre=Payments")
    assert (done.code, "charter update --set centre=17 --keep A.md" in done.out) == (1, True)


def test_an_answer_that_does_not_fit_any_more_is_told(charter, template, shop):
    narrow = CONFIGURATION.replace(b"default: web", b"default: apps, choices: [apps, ops]")
    write_more(template, TWO, CONFIGURATION, narrow)
    assert charter("update", "shop").code == 2
    done = charter("update", "shop", "--defaults")
    assert (done.code, "'team' had to become 'apps'" in done.out) == (0, True)


def test_what_the_template_excludes_from_now_on_is_left_alone(charter, template, shop):
    kept = CONFIGURATION + b"keep_ours: {type: yaml, default: [], ask: false}\n"
    kept += b"_exclude: [\"{{ keep_ours | join('\\n') }}\"]\n"
    write_more(template, TWO, kept)
    edit(shop, "A.md", "A line 0", "our first line")
    done = charter("update", "shop", "--set", "keep_ours=[A.md]", "--commit")
    assert done.code == 0, done.out
    assert (shop / "A.md").read_text().startswith("our first line\n")
    assert charter("update", "shop").out.count("nothing changes") == 1


KEEPS = (
    CONFIGURATION
    + b"keep_ours: {type: yaml, default: [OWNERS], ask: false}\n"
    + b"_exclude: [\"{{ keep_ours | join('\\n') }}\"]\n"
)


def test_files_are_kept_one_after_the_other(charter, template, shop):
    write_more(template, TWO, KEEPS)
    with (shop / ".copier-answers.yml").open("a") as answers:
        answers.write("keep_ours: [OWNERS]\n")
    commit_everything(shop, "Keep the owners")
    edit(shop, "A.md", "A line 0", "our first line")
    told = charter("update", "shop")
    assert "charter update --keep A.md" in told.out
    charter("undo", "shop")
    done = charter("update", "shop", "--keep", "A.md", "--commit")
    assert done.code == 0, done.err
    kept = yaml.safe_load((shop / ".copier-answers.yml").read_text())["keep_ours"]
    assert kept == ["OWNERS", "A.md"]
    assert charter("update", "shop", "--keep", "A.md").out.count("nothing changes") == 1


@pytest.fixture
def keeper(template: Path, shop: Path) -> Path:
    """The repository, with an answer to the question which files are kept."""
    write_more(template, TWO, KEEPS)
    with (shop / ".copier-answers.yml").open("a") as answers:
        answers.write("keep_ours: []\n")
    commit_everything(shop, "Keep nothing yet")
    return shop


def kept_by(place: Path) -> list[str]:
    kept = yaml.safe_load((place / ".copier-answers.yml").read_text())["keep_ours"]
    assert isinstance(kept, list)
    return kept


def test_a_file_is_kept_by_its_path_however_it_is_named(charter, keeper):
    words = ("--keep", "./A.md", "--keep", keeper / "B.md", "--keep", "NEW.md", "--keep", "r*")
    assert charter("update", "shop", *words).code == 0
    assert kept_by(keeper) == ["A.md", "B.md", "NEW.md", "r*"]


@pytest.mark.parametrize("name", ["Amd", "../A.md", "", "/etc/passwd", "b\udce4d.md"])
def test_what_no_file_is_called_cannot_be_kept(charter, keeper, name):
    done = charter("update", "shop", "--keep", name)
    assert (done.code, done.out, status(keeper)) == (2, "", [])


def test_what_is_kept_is_named_as_the_template_knows_it(charter, keeper):
    (keeper / "NEW.md").mkdir()
    (keeper / "NEW.md/own.txt").write_text("a folder of that name\n")
    git("mv", "A.md", "Alpha.md", cwd=keeper)
    edit(keeper, "Alpha.md", "A line 0", "our first line")
    told = charter("update", "shop")
    again = next(line for line in told.out.splitlines() if "charter update --keep" in line)
    assert again.split()[2:] == ["--keep", "A.md", "--keep", "NEW.md"]
    charter("undo", "shop")
    assert charter("update", "shop", *again.split()[2:]).code == 0
    assert (keeper / "Alpha.md").read_text().startswith("our first line")


def test_a_template_that_keeps_nothing_says_so(charter, shop):
    done = charter("update", "shop", "--keep", "A.md")
    assert (done.code, "asks for no list 'keep_ours'" in done.err) == (2, True)


def test_an_answer_that_is_no_yaml_is_refused_in_a_line(charter, template, shop):
    write_more(template, TWO, KEEPS)
    done = charter("update", "shop", "--set", "keep_ours=[A.md")
    assert done.code == 2
    assert done.err.startswith("charter: keep_ours: it is not valid YAML (")
    assert len(done.err.splitlines()) == 1


def test_the_plan_names_the_answers_that_change(charter, shop):
    done = charter("update", "shop", "--set", "team=apps", "--dry-run")
    assert "web → apps" in done.out
    told = charter("update", "shop", "--set", "team=apps", "--dry-run", "--json").json
    assert told["answer_changes"] == [{"name": "team", "old": "web", "new": "apps"}]


def test_a_file_that_is_made_once_is_made_again_and_never_rewritten(charter, template, shop):
    once = CONFIGURATION + b"_skip_if_exists: [A.md, OWNERS]\n"
    write_more(template, {**TWO, "OWNERS": text("* @{{ team }}", "docs @{{ team }}")}, once)
    (shop / "OWNERS").unlink()
    commit_everything(shop, "Without owners")
    charter("update", "shop", "--commit")
    assert (shop / "A.md").read_bytes() == page("A")
    assert (shop / "OWNERS").read_text() == "* @web\ndocs @web\n"


def test_a_visibility_that_was_written_by_hand_is_refused(charter, shop):
    (shop / "catalog-info.yaml").write_text(
        "kind: Component\nmetadata:\n  labels:\n    charter.dev/visibility: innersource\n"
    )
    with (shop / ".copier-answers.yml").open("a") as answers:
        answers.write("visibility: opensource\n")
    commit_everything(shop, "By hand")
    done = charter("update", "shop")
    assert (done.code, status(shop)) == (2, [])
    assert "Put the answer back: visibility: innersource" in done.err


# ---- places ------------------------------------------------------------------------------------


def test_a_dirty_tree_is_refused(charter, shop):
    (shop / "own.txt").write_text("x")
    done = charter("update", "shop")
    assert (done.code, "own.txt" in done.err) == (2, True)


def test_projects_in_one_repository_are_updated_one_by_one(charter, tmp_path, template):
    found(tmp_path / "mono", "apps/a")
    found(tmp_path / "mono", "apps/b")
    several = charter("update", "mono")
    assert (several.code, "apps/a, apps/b" in several.err) == (2, True)
    assert charter("update", "mono/apps/a", "--commit").code == 0
    assert version_of(tmp_path / "mono/apps/a") == "v2.0.0"
    assert version_of(tmp_path / "mono/apps/b") == "v1.0.0"
    changed = git("show", "--name-only", "--format=", cwd=tmp_path / "mono").split()
    assert all(path.startswith("apps/a/") for path in changed)


def test_a_folder_inside_a_project_means_the_project(charter, shop):
    (shop / "src/deep").mkdir(parents=True)
    (shop / "src/deep/own.py").write_text("pass\n")
    commit_everything(shop, "Code")
    assert charter("update", "shop/src/deep", "--commit").code == 0
    assert version_of(shop) == "v2.0.0"


def test_the_only_project_of_a_repository_is_meant(charter, tmp_path, template):
    found(tmp_path / "mono", "apps/a")
    assert charter("update", "mono", "--commit").code == 0
    assert version_of(tmp_path / "mono/apps/a") == "v2.0.0"


def test_a_bare_repository_gets_a_commit(charter, shop):
    bare = bare_of(shop)
    assert charter("update", "shop.git").code == 2
    done = charter("update", "shop.git", "--commit", "--json")
    assert (done.code, done.json["commit"]) == (0, git("rev-parse", "main", cwd=bare).strip())
    charter("update", "shop", "--commit")
    trees = {git("rev-parse", "main^{tree}", cwd=place) for place in (bare, shop)}
    assert len(trees) == 1
    git("fsck", "--strict", cwd=bare)


def test_a_conflict_without_a_person_is_kept_and_offered_again(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    bare = bare_of(shop)
    refused = charter("update", "shop.git", "--commit")
    assert (refused.code, "--keep-ours" in refused.err) == (2, True)
    assert len(git("log", "--format=%h", "main", cwd=bare).split()) == 2
    done = charter("update", "shop.git", "--commit", "--keep-ours")
    assert done.code == 1
    assert "_commit: v1.0.0" in git("cat-file", "-p", "main:.copier-answers.yml", cwd=bare)
    assert "B five" in git("cat-file", "-p", "main:B.md", cwd=bare)
    assert "our first line" in git("cat-file", "-p", "main:A.md", cwd=bare)
    again = charter("update", "shop.git", "--dry-run", "--json").json
    assert again["conflicts"] == ["A.md"]
    subject = git("log", "-1", "--format=%s", "main", cwd=bare)
    assert "part of v1.0.0 → v2.0.0" in subject
    once_more = charter("update", "shop.git", "--commit", "--keep-ours")
    assert (once_more.code, "nothing else is to be done" in once_more.out) == (1, True)
    assert "staged" not in once_more.out


def test_keep_ours_without_a_conflict_moves_the_answers_on(charter, shop):
    charter("update", "shop", "--keep-ours", "--commit")
    assert version_of(shop) == "v2.0.0"


def test_changed_answers_are_not_half_taken_over(charter, shop):
    edit(shop, "OWNERS", "@web", "@somebody")
    done = charter("update", "shop", "--set", "team=apps", "--keep-ours")
    assert (done.code, status(shop)) == (2, [])


def test_a_commit_on_no_branch_is_refused(charter, shop):
    git("checkout", "--quiet", "--detach", cwd=shop)
    done = charter("update", "shop", "--commit")
    assert (done.code, "no branch" in done.err) == (2, True)
    assert charter("update", "shop").code == 0


def test_a_shallow_clone_and_a_linked_worktree_are_updated(charter, shop, tmp_path):
    git("clone", "--quiet", "--depth=1", f"file://{shop}", str(tmp_path / "shallow"))
    git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"), cwd=shop)
    for place in ("shallow", "side"):
        assert charter("update", place, "--commit").code == 0
        assert version_of(tmp_path / place) == "v2.0.0"
    assert version_of(shop) == "v1.0.0"
    assert charter("undo", "side").code == 0


def empty_commit(place: Path) -> None:
    git("init", "--quiet", cwd=place)
    git("commit", "--quiet", "--allow-empty", "-m", "x", cwd=place)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda place: None, "not in a git repository"),
        (lambda place: git("init", "--quiet", cwd=place), "no commit yet"),
        (empty_commit, "not under a charter"),
    ],
)
def test_what_is_no_governed_repository_is_told(charter, tmp_path, make, told):
    place = tmp_path / "thing"
    place.mkdir()
    make(place)
    done = charter("update", "thing")
    assert (done.code, told in done.err) == (2, True)


def test_a_file_that_git_ignores_is_not_overwritten(charter, shop):
    (shop / ".git/info/exclude").write_text("NEW.md\n")
    (shop / "NEW.md").write_text("mine\n")
    done = charter("update", "shop")
    assert done.code == 2
    assert (shop / "NEW.md").read_text() == "mine\n"
    assert status(shop) == []


@pytest.mark.parametrize("mark", ["assume-unchanged", "skip-worktree"])
def test_an_edit_that_git_is_told_not_to_see_is_not_overwritten(charter, shop, mark):
    git("update-index", f"--{mark}", "A.md", cwd=shop)
    before = read_files(shop)
    edit(shop, "A.md", "A line 0", "unseen", commits=False)
    mine = read_files(shop)
    done = charter("update", "shop")
    assert (done.code, f"--no-{mark} A.md" in done.err, read_files(shop)) == (2, True, mine)
    (shop / "A.md").write_bytes(before["A.md"].data)
    assert charter("update", "shop").code == 2  # git cannot tell that nothing is edited any more
    git("update-index", f"--no-{mark}", "A.md", cwd=shop)
    assert charter("update", "shop").code == 0


def test_the_lock_of_another_git_stays(charter, shop):
    lock = shop / ".git/index.lock"
    lock.touch()
    assert charter("update", "shop").code == 2
    lock.unlink()
    assert charter("update", "shop").code == 0
    lock.touch()
    for _ in range(2):
        assert charter("undo", "shop").code == 2
    lock.unlink()  # still there
    assert charter("undo", "shop").code == 0


def test_a_merge_that_is_not_finished_is_left_alone(charter, shop):
    git("switch", "--quiet", "--create", "side", cwd=shop)
    edit(shop, "B.md", "B line 0", "theirs")
    git("switch", "--quiet", "main", cwd=shop)
    git("merge", "--quiet", "--no-ff", "--no-commit", "--strategy=ours", "side", cwd=shop)
    assert status(shop) == []
    done = charter("update", "shop")
    assert (done.code, "git merge --abort" in done.err, status(shop)) == (2, True, [])


def test_an_update_that_waits_is_told_to_who_asks_for_another(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    charter("update", "shop")
    done = charter("update", "shop")
    assert (done.code, "v1.0.0 → v2.0.0 waits" in done.err, "undo" in done.err) == (2, True, True)
    charter("undo", "shop")
    edit(shop, "A.md", "A line 1", "more", commits=False)
    assert "git stash" in charter("update", "shop").err


def test_a_link_in_place_of_a_folder_is_not_followed(charter, template, shop, tmp_path):
    write_more(template, {**TWO, "deep/er.md": text("x")})
    (shop / ".git/info/exclude").write_text("deep\n")
    (tmp_path / "outside").mkdir()
    (shop / "deep").symlink_to(tmp_path / "outside")
    done = charter("update", "shop")
    assert (done.code, list((tmp_path / "outside").iterdir())) == (2, [])


# ---- after it ----------------------------------------------------------------------------------


def test_copier_goes_on_where_a_conflict_was_resolved(charter, template, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    charter("update", "shop")
    (shop / "A.md").write_bytes(page("A").replace(b"A line 0", b"A, ours"))
    git("add", "-A", cwd=shop)
    git("commit", "--quiet", "-m", "Resolved", cwd=shop)
    (template / "template/B.md.jinja").write_bytes(page("B").replace(b"B line 12", b"B twelve"))
    commit_everything(template, "Version 3")
    git("tag", "v3.0.0", cwd=template)
    update_by_copier(shop, "v3.0.0")
    assert (shop / "A.md").read_text().startswith("A, ours\n")
    assert "B twelve" in (shop / "B.md").read_text()


def test_undo_takes_staged_changes_back(charter, shop):
    before = read_files(shop)
    charter("update", "shop")
    done = charter("undo", "shop")
    assert (done.code, read_files(shop), status(shop)) == (0, before, [])


def test_undo_takes_a_commit_back(charter, shop):
    before, head = read_files(shop), git("rev-parse", "HEAD", cwd=shop)
    charter("update", "shop", "--commit")
    assert charter("undo", "shop").code == 0
    assert (read_files(shop), git("rev-parse", "HEAD", cwd=shop)) == (before, head)


def test_undo_on_another_branch_touches_nothing(charter, shop):
    git("switch", "--quiet", "-c", "feature", cwd=shop)
    charter("update", "shop", "--commit")
    git("switch", "--quiet", "main", cwd=shop)
    edit(shop, "A.md", "A line 9", "work", commits=False)
    refused = charter("undo", "shop")
    assert (refused.code, "git switch feature" in refused.err) == (2, True)
    assert status(shop) == [" M A.md"]
    git("checkout", "--quiet", "A.md", cwd=shop)
    git("switch", "--quiet", "feature", cwd=shop)
    assert charter("undo", "shop").code == 0
    assert version_of(shop) == "v1.0.0"


def test_undo_never_takes_back_a_commit_that_is_not_the_updates(charter, shop):
    charter("update", "shop")
    git("stash", "--quiet", cwd=shop)
    (shop / "own.txt").write_text("x\n")
    commit_everything(shop, "Unrelated")
    head = git("rev-parse", "HEAD", cwd=shop)
    assert charter("undo", "shop").code == 0
    assert (git("rev-parse", "HEAD", cwd=shop), status(shop)) == (head, [])


def test_undo_of_staged_changes_leaves_an_unrelated_commit_alone(charter, shop):
    charter("update", "shop")
    (shop / "own.txt").write_text("x\n")
    git("add", "own.txt", cwd=shop)
    git("commit", "--quiet", "-m", "Unrelated", "own.txt", cwd=shop)
    head = git("rev-parse", "HEAD", cwd=shop)
    assert charter("undo", "shop").code == 0
    assert (git("rev-parse", "HEAD", cwd=shop), status(shop)) == (head, [])
    assert version_of(shop) == "v1.0.0"


def test_the_words_for_the_commit_are_there(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    charter("update", "shop")
    git("add", "-A", cwd=shop)
    git("commit", "--quiet", "--no-edit", cwd=shop)
    assert "v1.0.0 → v2.0.0" in git("log", "-1", "--format=%s", cwd=shop)
    charter("update", "shop", "--set", "team=apps")
    charter("undo", "shop")
    assert not (shop / ".git/MERGE_MSG").exists()


def test_undo_of_a_commit_leaves_later_work_alone(charter, shop):
    charter("update", "shop", "--commit")
    edit(shop, "run", "#!/bin/sh", "#!/bin/bash", commits=False)
    edit(shop, "A.md", "A line 9", "work", commits=False)
    charter("undo", "shop")
    assert status(shop) == [" M run"]
    assert "work\n" in git("show", "refs/charter/undone:A.md", cwd=shop)


def test_undo_loses_no_work_on_a_conflict(charter, shop):
    edit(shop, "A.md", "A line 0", "our first line")
    before = read_files(shop)
    charter("update", "shop")
    (shop / "A.md").write_text("an hour of work\n")
    done = charter("undo", "shop", "--json")
    assert (read_files(shop), status(shop)) == (before, [])
    assert git("show", f"{done.json['kept']}:A.md", cwd=shop) == "an hour of work\n"


def test_what_an_undo_kept_is_there_after_the_next_one(charter, shop):
    for work in ("an hour of work\n", "another hour\n"):
        charter("update", "shop")
        (shop / "A.md").write_text(work)
        charter("undo", "shop")
    git("gc", "--quiet", "--prune=now", cwd=shop)
    assert git("show", "refs/charter/undone:A.md", cwd=shop) == "another hour\n"
    assert git("show", "refs/charter/undone@{1}:A.md", cwd=shop) == "an hour of work\n"


def test_undo_leaves_other_work_alone(charter, shop):
    charter("update", "shop")
    (shop / "own.txt").write_text("x\n")
    edit(shop, "run", "#!/bin/sh", "#!/bin/bash", commits=False)
    charter("undo", "shop")
    assert status(shop) == [" M run", "?? own.txt"]


def test_undo_of_history_is_refused(charter, shop):
    charter("update", "shop", "--commit")
    (shop / "own.txt").write_text("x\n")
    commit_everything(shop, "Later")
    done = charter("undo", "shop")
    assert (done.code, "git revert" in done.err) == (2, True)
    git("revert", "--no-edit", "HEAD~1", cwd=shop)
    assert version_of(shop) == "v1.0.0"


def test_undo_without_anything_to_take_back(charter, shop):
    assert charter("undo", "shop").code == 2
    charter("update", "shop")
    assert charter("undo", "shop").code == 0
    assert charter("undo", "shop").code == 2


def test_a_hook_of_the_team_that_refuses_leaves_the_update_staged(charter, shop):
    hook = shop / ".git/hooks/pre-commit"
    hook.write_text("#!/bin/sh\necho 'no commits on fridays' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = charter("update", "shop", "--commit")
    assert (done.code, "no commits on fridays" in done.err) == (2, True)
    assert "M  A.md" in status(shop)
    assert charter("undo", "shop").code == 0
    assert status(shop) == []


# ---- maintainers -------------------------------------------------------------------------------


@pytest.fixture
def owned(charter, tmp_path: Path) -> Path:
    """A repository of the built-in template, which names its maintainers in five files."""
    words = ("--description", "Sells things", "--team", "web", "--forge", "github", "--defaults")
    people = ("--maintainers", "Ada Lovelace @ada, Bob Noyce @bob")
    charter("new", "shop", *words, *people, "--set", "organisation_name=Acme", "--yes")
    return tmp_path / "shop"


def test_a_maintainer_is_added_to_every_file_and_the_catalog_at_once(charter, owned):
    assert charter("maintainers", "--path", "shop").out.splitlines() == [
        "Ada Lovelace @ada",
        "Bob Noyce @bob",
    ]
    done = charter("maintainers", "add", "Eve Curie @eve", "--path", "shop", "--commit")
    assert done.code == 0, done.err
    for file in (".github/CODEOWNERS", "README.md", "CONTRIBUTING.md", "GOVERNANCE.md"):
        assert "@eve" in (owned / file).read_text("utf-8"), file
    assert (
        git("log", "-1", "--format=%s", cwd=owned) == "Make Eve Curie @eve a maintainer of shop\n"
    )
    assert "@eve" in charter("show", "shop").out
    assert charter("check", "shop", "--json").code == 0


def test_a_maintainer_is_removed_and_the_last_one_stays(charter, owned):
    assert charter("maintainers", "remove", "@bob", "--path", "shop", "--commit").code == 0
    assert "@bob" not in (owned / ".github/CODEOWNERS").read_text("utf-8")
    assert "Release @bob as a maintainer" in git("log", "-1", "--format=%s", cwd=owned)
    refused = charter("maintainers", "remove", "@ada", "--path", "shop")
    assert (refused.code, "a silo" in refused.err) == (2, True)


def test_what_no_maintainer_can_be_changes_nothing(charter, owned):
    for words in (["add", "nobody"], ["add", "Eve Curie"], ["remove", "@nobody"]):
        assert charter("maintainers", *words, "--path", "shop").code == 2
    assert status(owned) == []
