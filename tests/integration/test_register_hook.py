"""The hook as a process of its own: after `charter new`, in a cookiecutter template, in CI."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs.macos
import platformdirs.unix
import pytest

from charter.catalog.outbox import Outbox
from charter.catalog.register import deliver, read_repository
from charter.catalog.sqlite import open_catalog_file
from charter.settings import Folders

HOOK = Path(__file__).parents[2] / "hooks" / "register.py"
ANSWERS = "name: atlas\nteam: payments\ndescription: Keeps maps\nvisibility: innersource\n"


@pytest.fixture
def bare_path(tmp_path, monkeypatch):
    """A PATH with git and Python, but no charter; more can be put into the folder."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "git").symlink_to(shutil.which("git"))
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def charter_command(bare_path):
    command = bare_path / "charter"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m charter "$@"\n')
    command.chmod(0o755)
    return command


@pytest.fixture
def repository(tmp_path):
    place = tmp_path / "atlas"
    place.mkdir()
    (place / ".copier-answers.yml").write_text(ANSWERS)
    git = shutil.which("git")
    for arguments in (
        ["init", "-q"],
        ["remote", "add", "origin", "https://ci:s3cret@git.acme.example/payments/atlas.git"],
    ):
        subprocess.run([git, *arguments], cwd=place, check=True)
    return place


def run_hook(cwd: Path, hook: Path = HOOK) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(hook)], cwd=cwd, capture_output=True, text=True, check=False
    )


def outbox() -> Outbox:
    return Outbox(Folders.of_user().state / "outbox")


def open_user_catalog():
    return open_catalog_file(Folders.of_user().data / "catalog.sqlite3")


def registered() -> list[str]:
    catalog = open_user_catalog()
    try:
        return [
            f"{e.project.team}/{e.project.name} {e.project.url}" for e in catalog.list_entries()
        ]
    finally:
        catalog.close()


def test_jinja_leaves_the_hook_as_it_is_and_python_3_8_reads_it():
    text = HOOK.read_text(encoding="utf-8")
    assert not [mark for mark in ("{{", "{%", "{#") if mark in text]
    ast.parse(text, feature_version=(3, 8))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names


def test_after_founding_the_repository_is_in_the_catalog(repository, charter_command):
    ran = run_hook(repository)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "registered payments/atlas" in ran.stdout
    assert registered() == ["payments/atlas https://git.acme.example/payments/atlas"]
    assert run_hook(repository).returncode == 0
    assert len(registered()) == 1
    assert outbox().waiting() == []


def test_without_charter_it_waits_in_the_form_that_charter_once_wrote_itself(repository, bare_path):
    ran = run_hook(repository)
    assert ran.returncode == 0
    (item,) = outbox().waiting()
    assert str(item) in ran.stderr
    by_hook = json.loads(item.read_text())
    item.unlink()
    by_charter = json.loads(outbox().put(read_repository(repository)).read_text())
    assert by_hook.pop("written")[:10] == by_charter.pop("written")[:10]
    assert (by_hook.pop("format"), by_charter.pop("format")) == (1, 2)
    assert by_hook == {name: by_charter[name] for name in ("repository", "remote", "files")}
    assert by_hook["remote"] == "https://git.acme.example/payments/atlas.git"


def test_running_again_without_charter_waits_once_until_something_changes(repository, bare_path):
    run_hook(repository)
    run_hook(repository)
    assert len(outbox().waiting()) == 1
    (repository / ".copier-answers.yml").write_text(ANSWERS + "title: Maps\n")
    run_hook(repository)
    assert len(outbox().waiting()) == 2
    catalog = open_user_catalog()
    assert [one.outcome for one in deliver(catalog, outbox())] == ["created", "updated"]
    catalog.close()


def test_what_the_hook_left_is_delivered_by_the_next_search(repository, bare_path):
    run_hook(repository)
    found = subprocess.run(
        [sys.executable, "-m", "charter", "search", "maps"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0
    assert found.stdout.startswith("atlas  internal\n")
    assert "delivered the waiting registration" in found.stderr
    assert outbox().waiting() == []


def test_where_charter_cannot_reach_the_catalog_one_registration_waits(
    repository, charter_command, monkeypatch
):
    monkeypatch.setenv("CHARTER_CATALOG", "https://catalog.acme.example")
    ran = run_hook(repository)
    assert ran.returncode == 0
    assert "the catalog https://catalog.acme.example cannot be reached" in ran.stderr
    assert len(outbox().waiting()) == 1


@pytest.mark.parametrize("script", ["exit 3", "kill -9 $$", "not-there"])
def test_where_charter_itself_fails_the_registration_waits(repository, bare_path, script):
    command = bare_path / "charter"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    assert run_hook(repository).returncode == 0
    assert len(outbox().waiting()) == 1


def test_a_charter_that_cannot_be_started_is_no_failure(repository, bare_path):
    command = bare_path / "charter"
    command.write_text("#!/not/there\n")
    command.chmod(0o755)
    ran = run_hook(repository)
    assert ran.returncode == 0
    assert "could not be run" in ran.stderr
    assert len(outbox().waiting()) == 1


def test_the_command_can_be_named(repository, charter_command, tmp_path, monkeypatch):
    elsewhere = charter_command.rename(tmp_path / "charter-of-ours")
    monkeypatch.setenv("CHARTER_COMMAND", str(elsewhere))
    assert "registered payments/atlas" in run_hook(repository).stdout


def test_a_folder_with_nothing_to_register_is_no_failure(tmp_path, bare_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = run_hook(empty)
    assert (ran.returncode, outbox().waiting()) == (0, [])
    assert "nothing to register" in ran.stderr


def test_an_outbox_that_cannot_be_made_is_no_failure(repository, bare_path, home):
    (home / ".local").write_text("a file where a folder should be")
    ran = run_hook(repository)
    assert ran.returncode == 0
    assert "could not be registered" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_link_out_of_the_repository_is_not_followed(repository, bare_path, tmp_path):
    (tmp_path / "secret").write_text("name: secret\nteam: x\n")
    (repository / ".copier-answers.yml").unlink()
    (repository / ".copier-answers.yml").symlink_to(tmp_path / "secret")
    assert run_hook(repository).returncode == 0
    assert outbox().waiting() == []


@pytest.fixture
def cookiecutter_template(tmp_path):
    """An organisation's own template with our hook in it, unchanged."""
    template = tmp_path / "template"
    project = template / "{{ cookiecutter.name }}"
    project.mkdir(parents=True)
    (template / "cookiecutter.json").write_text('{"name": "atlas"}')
    (project / "catalog-info.yaml").write_text(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
        "metadata:\n  name: {{ cookiecutter.name }}\n  description: Keeps maps\n"
        "spec: {type: library, lifecycle: experimental, owner: payments}\n"
    )
    (template / "hooks").mkdir()
    shutil.copy(HOOK, template / "hooks" / "post_gen_project.py")
    return template


def bake(template: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "cookiecutter",
            "--no-input",
            str(template),
            "-o",
            str(target),
            "name=borealis",
        ],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("with_charter", [True, False])
def test_as_a_cookiecutter_hook_it_registers_now_or_later(
    cookiecutter_template, repository, bare_path, request, with_charter
):
    if with_charter:
        request.getfixturevalue("charter_command")
    # generated inside another repository: that one's remote must not become the project's address
    ran = bake(cookiecutter_template, repository)
    assert ran.returncode == 0, ran.stderr
    assert (repository / "borealis" / "catalog-info.yaml").is_file()
    if not with_charter:
        (item,) = outbox().waiting()
        assert json.loads(item.read_text())["remote"] == ""
        catalog = open_user_catalog()
        assert [one.outcome for one in deliver(catalog, outbox())] == ["created"]
        catalog.close()
    assert registered() == ["payments/borealis "]


def test_in_ci_it_runs_from_a_checkout(repository, charter_command):
    (repository / ".charter").mkdir()
    shutil.copy(HOOK, repository / ".charter" / "register.py")
    ran = run_hook(repository, Path(".charter/register.py"))
    assert ran.returncode == 0
    assert registered() == ["payments/atlas https://git.acme.example/payments/atlas"]


def hook_s_outbox(environment: dict[str, str], platform: str) -> str:
    code = (
        "import runpy, sys; sys.platform = sys.argv[2];"
        "print(runpy.run_path(sys.argv[1])['_outbox']())"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(HOOK), platform],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.parametrize("state", ["", "/var/state", "relative/state", None])
@pytest.mark.parametrize(
    ("platform", "dirs"), [("linux", platformdirs.unix.Unix), ("darwin", platformdirs.macos.MacOS)]
)
def test_hook_and_charter_look_into_the_same_folder(monkeypatch, home, state, platform, dirs):
    if state is None:
        monkeypatch.delenv("XDG_STATE_HOME")
    else:
        monkeypatch.setenv("XDG_STATE_HOME", state)
    ours = dirs("charter", appauthor=False).user_state_path / "outbox"
    assert hook_s_outbox(dict(os.environ), platform) == str(ours)
