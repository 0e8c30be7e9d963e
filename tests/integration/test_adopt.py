"""charter adopt: old repositories of every kind come under a charter, and nothing of theirs is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from adoptions import (
    ADDRESS,
    FIRST,
    PYTHON,
    TEMPLATE,
    answers,
    licence,
    remote,
    status,
    write_files,
    write_organisation,
)
from commands import Run, Said, runner
from histories import update_by_copier

from charter import wiring
from charter.git import commit_everything, git
from charter.scaffold.adopt.silo import silo_of
from charter.settings import read_settings

TAKE = (*FIRST, "--defaults")
OPEN = (
    "--visibility", "opensource", "--team", "acme-shop", "--maintainers",
    "Ada Lovelace @ada, Bob Noyce @bob",
)  # fmt: skip


@pytest.fixture
def charter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.chdir(tmp_path)
    # a forge of this test: what everybody can read there
    monkeypatch.setattr(
        "charter.scaffold.skeleton.record.is_public", lambda url: "/everybody/" in url
    )

    return runner(capfd)


@pytest.fixture(autouse=True)
def template(tmp_path: Path, home: Path) -> Path:
    folder = tmp_path / "template"
    folder.mkdir()
    write_organisation(folder, home)
    return folder


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return remote(write_files(tmp_path / "shop", PYTHON))


def refused(said: Said, *words: str, code: int = 2) -> None:
    assert said.code == code, said.err + said.out
    for word in words:
        assert word in said.err


# ---- what it finds, and what becomes of it


def test_a_repository_says_its_answers_itself_and_each_with_its_source(charter, shop):
    found = charter("adopt", "shop", *TAKE, "--dry-run", "--json")
    assert found.code == 0, found.err
    told = {one["question"]: (one["value"], one["where"]) for one in found.json["found"]}
    assert told["team"] == ("payments", "CODEOWNERS")
    assert told["maintainers"] == ("ada @ada", "CODEOWNERS")
    assert told["description"] == ("Sells things to everybody", "pyproject.toml")
    assert told["name"] == ("shop", "the remote https://git.acme.example/payments/shop")
    assert told["forge"][0] == "gitlab"
    assert told["visibility"] == ("innersource", "the remote: the organisation's internal forge")
    assert status(shop) == []


def test_an_old_python_repository_is_chartered_by_one_command(charter, shop):
    said = charter("adopt", "shop", *TAKE, "--commit", "--json")
    assert said.code == 0, said.err
    assert said.json["registration"] == "registered"
    assert status(shop) == []
    readme = (shop / "README.md").read_text()
    assert readme.startswith("# Shop\n\n<!-- charter")
    assert "INTERNAL: open to everybody inside Acme" in readme
    assert readme.endswith("Sells things to everybody.\n\n## Usage\n\n`shop`\n")
    assert (shop / "CHANGELOG.md").read_text() == PYTHON["CHANGELOG.md"]
    assert (
        (shop / ".gitlab/CODEOWNERS").read_text().endswith("* @ada @acme/payments\n\n/docs/ @bob\n")
    )
    assert not (shop / "CODEOWNERS").exists()
    assert "mine.tmp" in (shop / ".gitignore").read_text()
    assert answers(shop)["keep_ours"] == ["CHANGELOG.md", "README.md"]
    assert git("log", "-1", "--format=%s", cwd=shop) == "Bring shop under an InnerSource charter\n"
    assert charter("list", "--json").json["entries"][0]["standing"] == "internal"


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("My Project", "My-Project"),
        ("Über_uns (alt)", "Uber_uns-alt"),
        ("v1.0_final", "v1.0_final"),
    ],
)
def test_a_folder_that_is_no_name_offers_one(charter, tmp_path, folder, name):
    files = {path: text for path, text in PYTHON.items() if path != "pyproject.toml"}
    place = write_files(tmp_path / folder, files)
    said = charter("adopt", place, *TAKE, "--visibility", "innersource", "--json")
    assert said.code == 0, said.err
    assert answers(place)["name"] == name
    (found,) = (it for it in said.json["found"] if it["question"] == "name")
    assert found["where"].startswith("the folder's name")


def test_a_choice_is_said_by_its_label(charter, shop):
    said = charter("adopt", "shop", *TAKE, "--set", "governance_level=Shared ownership", "--json")
    assert said.code == 0, said.err
    assert answers(shop)["governance_level"] == "shared-ownership"
    assert "governance_level=shared-ownership" in said.json["command"]


def test_a_readme_in_another_format_is_linked_and_found(charter, tmp_path):
    files = {name: text for name, text in PYTHON.items() if name != "CHANGELOG.md"}
    text = files.pop("README.md").replace("# Shop", "Shop\n====")
    place = remote(write_files(tmp_path / "shop", {**files, "README.rst": text, "NEWS": "one\n"}))
    assert charter("adopt", "shop", *TAKE, "--commit").code == 0
    assert "Kept as the team wrote them" not in git("log", "-1", "--format=%b", cwd=place)
    assert "[README.rst](README.rst)" in (place / "README.md").read_text()
    (project,) = charter("check", "shop", "--json").json["projects"]
    assert not {"TXT-2", "DOC-6"} & {it["check"] for it in project["findings"]}


def test_what_is_said_by_flag_wins_over_what_is_found(charter, shop):
    said = charter("adopt", "shop", *TAKE, "--team", "web", "--set", "name=store", "--json")
    assert said.json["answers"]["team"] == "web"
    assert said.json["answers"]["name"] == "store"
    assert not {"team", "name"} & {one["question"] for one in said.json["found"]}


def test_a_guess_that_the_template_refuses_is_left_out_and_told(charter, tmp_path):
    write_files(tmp_path / "shop", PYTHON | {"CODEOWNERS": "* @acme/-odd-\n"})
    said = charter("adopt", "shop", *TAKE, "--team", "web", "--set", "name=ok", "--dry-run")
    assert said.code == 0, said.err
    write_files(tmp_path / "shop", {"package.json": '{"name": "' + "x" * 90 + '"}'})
    git("rm", "--quiet", "pyproject.toml", cwd=tmp_path / "shop")
    commit_everything(tmp_path / "shop", "Two")
    told = charter(
        "adopt", "shop", *TAKE, "--team", "web", "--description", "x", "--json", "--dry-run"
    )
    refused(told, "missing: --set name=")


def test_what_is_found_inside_and_stays_inside_is_said(charter, shop):
    said = charter("adopt", "shop", *TAKE, "--visibility", "opensource", "--dry-run")
    refused(
        said,
        "maintainers: CODEOWNERS says 'ada @ada', but a name from inside is not made public",
        "team: CODEOWNERS says 'payments'",
    )
    assert "Nothing in the repository" not in said.err


def test_who_is_asked_nothing_is_not_told_how_not_to_be_asked(charter, shop):
    assert "without a question" not in charter("adopt", "shop", *TAKE, "--commit").out


def test_without_a_terminal_nothing_is_taken_unsaid(charter, shop):
    refused(charter("adopt", "shop", *FIRST), "--visibility", "team 'payments' (CODEOWNERS)")
    assert status(shop) == []


@pytest.mark.parametrize(
    ("files", "name", "description"),
    [
        ({"package.json": '{"name": "@acme/cart", "description": "A cart"}'}, "old", "A cart"),
        (
            {
                "setup.py": "setup(name='x')",
                ".cruft.json": '{"template": "https://x.example/t", "commit": "1", "context": {"cookiecutter":'
                ' {"project_slug": "cart", "project_short_description": "A cart"}}}',
            },
            "old",
            "A cart",
        ),
        ({"README.rst": "====\nCart\n====\n\nA cart for\nall.\n"}, "old", "A cart for all."),
    ],
    ids=["node", "cruft", "rst"],
)
def test_other_kinds_of_repositories_say_it_in_their_own_files(
    charter, tmp_path, files, name, description
):
    remote(write_files(tmp_path / "old", files), "https://git.acme.example/web/old.git")
    said = charter("adopt", "old", *TAKE, "--team", "web", "--json", "--commit")
    assert said.code == 0, said.err
    assert said.json["name"] == name
    assert said.json["answers"]["description"] == description
    assert said.json["answers"]["maintainers"] == "Test Author @author"


def test_windows_line_ends_stay_and_make_no_conflict(charter, tmp_path, template):
    own = {name: data.replace("\n", "\r\n") for name, data in PYTHON.items()}
    remote(write_files(tmp_path / "shop", own))
    said = charter("adopt", "shop", *TAKE, "--commit", "--json")
    assert said.code == 0, said.out
    for name in ("README.md", ".gitignore"):
        data = (tmp_path / "shop" / name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n")
    assert status(tmp_path / "shop") == []


# ---- conflicts


def test_texts_that_both_have_wait_with_marks_and_undo_goes_back(charter, tmp_path):
    shop = remote(
        write_files(
            tmp_path / "shop", PYTHON | {"SECURITY.md": "mail us\n", "CONTRIBUTING.rst": "x\n"}
        )
    )
    said = charter("adopt", "shop", *TAKE, "--commit")
    assert said.code == 1
    assert {line[:2] for line in status(shop)} >= {"AA", "UD"}
    assert "<<<<<<< this repository" in (shop / "SECURITY.md").read_text()
    assert (shop / "CONTRIBUTING.rst").read_text() == "x\n"
    assert "--keep PATH or --take PATH, for\n            CONTRIBUTING.md SECURITY.md\n" in said.out
    assert charter("list").code == 1  # the catalog is told once they are resolved
    assert charter("undo", "shop").code == 0
    assert status(shop) == []
    assert not (shop / ".copier-answers.yml").exists()


def test_the_hint_after_conflicts_breaks_no_path(charter, tmp_path, monkeypatch):
    names = ("CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "GOVERNANCE.md", "SECURITY.md", "SUPPORT.md")
    write_files(tmp_path / "shop", PYTHON | dict.fromkeys(names, "mine\n"))
    monkeypatch.setenv("COLUMNS", "50")
    lines = charter("adopt", "shop", *TAKE).out.splitlines()
    start = next(at for at, line in enumerate(lines) if "--take PATH" in line) + 1
    told = lines[start : start + 3]
    assert max(map(len, told)) <= 50
    assert set(" ".join(told).split()) >= set(names) - {"GOVERNANCE.md"}


def test_conflicts_are_resolved_as_after_any_merge(charter, tmp_path):
    shop = remote(write_files(tmp_path / "shop", PYTHON | {"SECURITY.md": "mail us\n"}))
    charter("adopt", "shop", *TAKE)
    (shop / "SECURITY.md").write_text("mail us, or security@acme.example\n")
    git("add", "SECURITY.md", cwd=shop)
    git("commit", "--quiet", "--message", "Adopt", cwd=shop)
    assert charter("register", "shop").code == 0
    assert charter("update", "shop", "--to", "v1.0.0").code == 0
    assert (shop / "SECURITY.md").read_text() == "mail us, or security@acme.example\n"


def test_kept_for_good_the_template_offers_it_again_only_when_asked(charter, tmp_path):
    shop = remote(write_files(tmp_path / "shop", PYTHON | {"SECURITY.md": "mail us\n"}))
    assert charter("adopt", "shop", *TAKE, "--keep-ours", "--commit").code == 0
    assert (shop / "SECURITY.md").read_text() == "mail us\n"
    assert "SECURITY.md" in answers(shop)["keep_ours"]
    again = charter("update", "shop", "--set", "keep_ours=[README.md]", "--dry-run", "--json")
    assert "SECURITY.md" in again.json["conflicts"]


def test_taken_the_teams_text_is_in_the_history(charter, tmp_path):
    shop = remote(write_files(tmp_path / "shop", PYTHON | {"CONTRIBUTING.rst": "x\n"}))
    assert charter("adopt", "shop", *TAKE, "--take", "CONTRIBUTING.md", "--commit").code == 0
    assert not (shop / "CONTRIBUTING.rst").exists()
    assert git("show", "HEAD^:CONTRIBUTING.rst", cwd=shop) == "x\n"


# ---- visibility


@pytest.mark.parametrize(
    ("url", "text", "said"),
    [
        ("git@github.com:acme/shop.git", "", "where the organisation's public code lives"),
        ("https://github.com/everybody/shop", "", "everybody can read it"),
        (
            "git@git.acme.example:web/shop.git",
            licence("MIT"),
            "LICENSE is the open source licence MIT",
        ),
        ("/srv/shop.git", licence("Apache-2.0"), "LICENSE is the open source licence Apache-2.0"),
    ],
)
def test_nothing_public_becomes_innersource_by_accident(charter, tmp_path, url, text, said):
    shop = remote(write_files(tmp_path / "shop", PYTHON | ({"LICENSE": text} if text else {})), url)
    inside = (*TAKE, "--visibility", "innersource", "--commit")
    refused(charter("adopt", "shop", *inside), said, "--although-public", code=1)
    assert status(shop) == []
    assert charter("adopt", "shop", *inside, "--although-public", "--keep-ours").code == 0
    assert answers(shop)["visibility"] == "innersource"


def test_what_is_found_and_not_enough_is_told(charter, tmp_path):
    own = {"README.md": "# Shop\n\nSells things.\n", "CODEOWNERS": "* @zoe\n"}
    remote(write_files(tmp_path / "shop", own), "git@github.com:acme/shop.git")
    said = charter("adopt", "shop", *TAKE, "--dry-run")
    refused(said, "answers are missing: ", "--maintainers", "--team")
    assert "maintainers: CODEOWNERS says 'zoe @zoe', but" in said.err
    assert "needs at least two maintainers. Nothing in the repository says team." in said.err


def test_a_public_remote_becomes_a_candidate_and_no_more(charter, tmp_path):
    own = PYTHON | {"LICENSE": licence("MIT").replace("MIT License", "The MIT License (MIT)")}
    shop = remote(write_files(tmp_path / "shop", own), "git@github.com:acme/shop.git")
    said = charter("adopt", "shop", *TAKE, *OPEN, "--commit", "--json")
    assert said.code == 0, said.err + said.out
    assert said.json["candidate"] is True
    assert any("tell it so" in note for note in said.json["notes"])
    assert answers(shop)["license"] == "MIT"
    assert answers(shop)["copyright_year"] == "2016"
    assert (shop / "LICENSE").read_text() == own["LICENSE"]
    assert "LICENSE" in answers(shop)["keep_ours"]
    assert "Candidate for publication" in (shop / "README.md").read_text()
    refused(charter("adopt", "shop", "--set", "publication_date=2026-01-01"), "not set by hand")


@pytest.mark.parametrize(
    "text", ["All rights reserved.\n", licence("Apache-2.0")], ids=["unknown", "another"]
)
def test_another_licence_than_the_answers_is_a_conflict(charter, tmp_path, text):
    remote(
        write_files(tmp_path / "shop", PYTHON | {"LICENSE": text}), "git@github.com:acme/shop.git"
    )
    said = charter("adopt", "shop", *TAKE, *OPEN, "--license", "MIT", "--json", "--dry-run")
    assert said.code == 1
    assert said.json["conflicts"] == ["LICENSE"]


def test_names_from_inside_are_never_guessed_for_the_public_side(charter, shop):
    refused(charter("adopt", "shop", *TAKE, "--visibility", "opensource"), "--team, --maintainers")


# ---- where it lies


def test_a_folder_of_a_larger_repository_is_a_project(charter, tmp_path):
    files = {f"apps/shop/{name}": data for name, data in PYTHON.items()}
    root = remote(write_files(tmp_path / "mono", files | {"README.md": "# All\n"}))
    said = charter("adopt", "mono/apps/shop", *TAKE, "--commit", "--json")
    assert said.code == 0, said.err
    assert (said.json["folder"], said.json["name"]) == ("apps/shop", "acme-shop")
    assert (root / "README.md").read_text() == "# All\n"
    assert "INTERNAL" in (root / "apps/shop/README.md").read_text()
    assert charter("update", "mono/apps/shop", "--commit").code == 0
    refused(charter("adopt", "mono/apps/shop", *TAKE), "already")


def test_a_bare_repository_is_chartered_by_a_commit(charter, tmp_path, shop):
    git("clone", "--quiet", "--bare", str(shop), str(tmp_path / "bare.git"))
    refused(charter("adopt", "bare.git", *TAKE, "--visibility", "innersource"), "--commit")
    said = charter(
        "adopt",
        "bare.git",
        *TAKE,
        "--visibility",
        "innersource",
        "--set",
        "name=shop",
        "--commit",
        "--json",
    )
    assert said.code == 0, said.err
    assert git("rev-parse", "main", cwd=tmp_path / "bare.git").strip() == said.json["commit"]


def test_a_shallow_clone_says_that_its_history_is_short(charter, tmp_path):
    old = write_files(tmp_path / "old", {"README.md": "# Old\n\nIt is old.\n"})
    write_files(old, {"x": "x"}, "Two")
    git("clone", "--quiet", "--depth=1", f"file://{old}", str(tmp_path / "shallow"))
    said = charter("adopt", "shallow", *TAKE, "--team", "web", "--commit", "--json")
    assert said.code == 0, said.err
    told = {one["question"]: one["where"] for one in said.json["found"]}
    assert told["maintainers"].startswith("the git history, of which only a part is here, ")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda place: (place / "x").write_text("x"), "not committed: x"),
        (lambda place: git("checkout", "--quiet", "--detach", cwd=place), "on no branch"),
        (lambda place: (place / ".copier-answers.yml").write_text("x"), "not committed yet"),
    ],
    ids=["dirty", "detached", "answers"],
)
def test_what_cannot_be_carried_out_is_refused_before_anything(charter, shop, spoil, words):
    spoil(shop)
    before = status(shop)
    refused(charter("adopt", "shop", *TAKE, "--commit"), words)
    assert status(shop) == before


def test_no_commit_yet_no_repository_and_no_folder_are_told_apart(charter, tmp_path):
    git("init", "--quiet", str(tmp_path / "empty"))
    (tmp_path / "plain").mkdir()
    refused(charter("adopt", "empty", *TAKE), "no commit yet")
    refused(charter("adopt", "plain", *TAKE), "not in a git repository")
    refused(charter("adopt", "gone", *TAKE), "not a folder")


def test_a_second_time_is_an_update(charter, shop):
    assert charter("adopt", "shop", *TAKE, "--commit").code == 0
    refused(charter("adopt", "shop", *TAKE), "under a charter already", "charter update")


def test_another_copier_template_is_asked_to_make_room(charter, tmp_path):
    file = "_src_path: https://x.example/code.git\n_commit: v3\nname: shop\n"
    write_files(tmp_path / "shop", PYTHON | {".copier-answers.yml": file})
    refused(charter("adopt", "shop", *TAKE), "another copier template", "git mv")


# ---- who carries on


def test_plain_copier_carries_on(charter, shop):
    assert charter("adopt", "shop", *TAKE, "--commit").code == 0
    update_by_copier(shop, "v1.1.0")
    assert answers(shop)["_commit"] == "v1.1.0"
    changed = {line[3:] for line in status(shop)}
    assert changed == {
        ".copier-answers.yml",
        ".gitignore",
        "CONTRIBUTING.md",
        "SUPPORT.md",
    }
    assert "<<<<<<<" not in "".join((shop / name).read_text() for name in changed)
    assert "/docs/ @bob" in (shop / ".gitlab/CODEOWNERS").read_text()


def test_charter_update_carries_on_to_the_same(charter, shop):
    assert charter("adopt", "shop", *TAKE, "--commit").code == 0
    said = charter("update", "shop", "--to", "v1.1.0", "--commit", "--json")
    assert said.code == 0, said.out
    assert said.json["conflicts"] == []
    assert "(new)" not in (shop / "README.md").read_text()
    assert "mine.tmp" in (shop / ".gitignore").read_text()


@pytest.mark.parametrize("way", ["--commit", "--json"])
def test_undone_the_catalog_is_as_before_where_it_did_not_know_it(charter, shop, way):
    before = git("rev-parse", "HEAD", cwd=shop)
    charter("adopt", "shop", *TAKE, way)
    assert len(charter("list", "--json").json["entries"]) == 1
    assert charter("undo", "shop").code == 0
    assert git("rev-parse", "HEAD", cwd=shop) == before
    assert charter("list", "--json").json["entries"] == []


def test_undone_after_conflicts_the_catalog_is_as_before_too(charter, tmp_path):
    place = write_files(tmp_path / "shop", {**PYTHON, "SECURITY.md": "mail us\n"})
    assert charter("adopt", "shop", *TAKE).code == 1
    git("checkout", "--ours", "SECURITY.md", cwd=place)
    assert charter("register", "shop").code == 0
    assert charter("undo", "shop").code == 0
    assert charter("list", "--json").json["entries"] == []


def test_undone_a_silo_is_a_silo_again_with_no_address_but_its_remotes(charter, tmp_path):
    write_files(tmp_path / "shop", PYTHON)
    wiring.record_silo(
        read_settings(), silo_of({"team": "payments"}, name="shop", url="", reason=""), warn=print
    )
    assert charter("adopt", "shop", *TAKE, "--commit").code == 0
    assert charter("undo", "shop").code == 0
    (entry,) = charter("list", "--json").json["entries"]
    assert (entry["name"], entry["standing"], entry["url"]) == ("shop", "siloed", "")


def test_undone_before_the_catalog_was_told_it_keeps_what_another_clone_said(charter, shop):
    clone = shop.parent / "clone"
    git("clone", "--quiet", "shop", "clone", cwd=shop.parent)
    git(
        "remote",
        "set-url",
        "origin",
        git("remote", "get-url", "origin", cwd=shop).strip(),
        cwd=clone,
    )
    assert charter("adopt", "shop", *TAKE, "--commit").code == 0
    write_files(clone, {"SECURITY.md": "mail us\n"})
    time.sleep(1.1)  # the catalog counts seconds
    assert charter("adopt", "clone", *TAKE).code == 1
    assert charter("undo", "clone").code == 0
    assert [it["standing"] for it in charter("list", "--json").json["entries"]] == ["internal"]


def test_undone_nothing_waits_for_a_catalog_that_was_away(
    charter, shop, tmp_path, home, monkeypatch
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CHARTER_CATALOG", str(tmp_path / "file/catalog"))
    said = charter("adopt", "shop", *TAKE, "--commit", "--json")
    waiting = home / ".local/state/charter/outbox"
    assert (said.json["registration"], len(list(waiting.glob("*.json")))) == ("waiting", 1)
    assert charter("undo", "shop").code == 0
    assert list(waiting.glob("*.json")) == []


def test_the_newest_version_is_taken_without_a_word(charter, shop):
    assert charter("adopt", "shop", *TEMPLATE, "--defaults", "--commit").code == 0
    assert answers(shop)["_commit"] == "v1.1.0"
    assert answers(shop)["_src_path"] == f"git+{ADDRESS}"


# ---- strangers' repositories


def test_hostile_files_are_read_as_nothing(charter, tmp_path):
    hostile = {
        "README.md": b"\xff\xfe\x00",
        "pyproject.toml": b"\x00" * 10,
        "package.json": b'{"name": "{{ 7*7 }}", "description": "\\u001b]0;x\\u0007{% raw %}"}',
        "catalog-info.yaml": b"[" * 50_000,
        "LICENSE": os.urandom(4000),
        "CODEOWNERS": b"* @-x @{{x}}\n\xff\n",
        "MAINTAINERS.md": b"@" * 5000 + b"\n" + b"\x1b[31m @eve\n",
        "-rf": b"x",
    }
    shop = write_files(tmp_path / "shop", hostile)
    said = charter(
        "adopt",
        "shop",
        *TAKE,
        "--team",
        "web",
        "--set",
        "name=shop",
        "--description",
        "x",
        "--dry-run",
    )
    assert said.code == 1, said.err
    assert "\x1b" not in said.out + said.err
    assert status(shop) == []


def test_what_is_found_is_never_read_as_a_template(charter, tmp_path):
    own = PYTHON | {"pyproject.toml": '[project]\nname = "x"\ndescription = "{{ 7*7 }} things"\n'}
    remote(write_files(tmp_path / "shop", own))
    said = charter("adopt", "shop", *TAKE, "--json", "--dry-run")
    assert said.json["answers"]["description"] == "{{ 7*7 }} things"


def test_links_that_lead_out_are_not_followed(charter, tmp_path):
    (tmp_path / "secret").write_text('{"name": "secret"}')
    shop = write_files(tmp_path / "shop", {"README.md": "# Shop\n\nIt is a shop.\n"})
    (shop / "package.json").symlink_to(tmp_path / "secret")
    (shop / "CODEOWNERS").symlink_to(tmp_path / "secret")
    commit_everything(shop, "Two")
    said = charter("adopt", "shop", *TAKE, "--team", "web", "--json", "--dry-run")
    assert said.json["name"] == "shop"
    assert said.json["conflicts"] == ["CODEOWNERS"]


def test_a_name_that_looks_like_an_option_is_a_path(charter, tmp_path):
    remote(write_files(tmp_path / "--upload-pack=x", PYTHON))
    said = charter("adopt", *TAKE, "--dry-run", "--json", "--", "--upload-pack=x")
    assert said.code == 0, said.err


def test_killed_while_it_writes_it_can_be_taken_back(charter, shop):
    """The record is there before the first file is: what was half done is known."""
    script = (
        "import os, charter.update.worktree as w\n"
        "w._mark_unmerged = lambda *_: os._exit(9)\n"
        "from charter.__main__ import main\n"
        f"main({['adopt', 'shop', *TAKE]!r})\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert done.returncode == 9, done.stderr
    refused(charter("adopt", "shop", *TAKE), "cut short")
    assert charter("undo", "shop").code == 0
    assert status(shop) == []


def test_an_adopted_repository_is_held_to_its_charter_without_an_error(charter, shop):
    assert charter("adopt", "shop", *TEMPLATE, "--defaults", "--commit").code == 0
    said = charter("check", "shop", "--json")
    assert said.code == 0, said.out


def test_in_a_folder_of_a_repository_it_asks_which_of_both_is_meant(charter, shop, monkeypatch):
    monkeypatch.chdir(shop / "src")
    refused(charter("adopt", *TAKE), "the folder src of", "is that one project, or the whole?")
    assert charter("adopt", "..", *TAKE, "--dry-run").code == 0


def test_keep_and_take_must_mean_something(charter, shop):
    refused(charter("adopt", "shop", *TAKE, "--keep", "SECURTY.md"), "Did you mean SECURITY.md?")


def test_another_project_of_that_name_and_team_is_told_of(charter, shop, tmp_path):
    charter("adopt", "shop", *TAKE, "--commit")
    other = remote(write_files(tmp_path / "other", PYTHON), "https://git.acme.example/web/shop.git")
    said = charter("adopt", "other", *TAKE, "--json", "--dry-run")
    assert (said.code, "owned by payments" in said.err, status(other)) == (1, True, [])


@pytest.mark.parametrize("kept", ["LICENSE", "COPYING"])  # by the name of either side
def test_a_file_is_not_both_kept_and_taken(charter, shop, kept, tmp_path):
    write_files(shop, {"COPYING": "The terms of Acme.\n"})
    said = charter("adopt", "shop", *TAKE, "--keep", kept, "--take", "LICENSE")
    assert (said.code, "LICENSE cannot be both kept and taken" in said.err) == (2, True)
    (tmp_path / "list.csv").write_text("path\nshop\n")
    several = ("--from-inventory", "list.csv", *TEMPLATE, "--keep", "LICENSE", "--take", "LICENSE")
    assert charter("adopt", *several).code == 2
    assert status(shop) == []
