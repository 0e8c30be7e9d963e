"""Charter stands under its own charter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from charter.__main__ import main
from charter.catalog.entry import Standing
from charter.catalog.register import entry_of, read_repository
from charter.catalog.sqlite import open_catalog_file
from charter.template.mirror import open_mirror
from charter.template.source import Source
from charter.template.tree import open_tree

ROOT = Path(__file__).parents[2]


def answers():
    return yaml.safe_load((ROOT / ".copier-answers.yml").read_text("utf-8"))


def test_this_repository_is_at_the_newest_version_of_the_built_in_template(tmp_path):
    newest = open_tree(open_mirror(Source("charter::builtin", "builtin"), tmp_path)).version
    assert answers()["_src_path"] == "git+charter::builtin"
    assert answers()["_commit"] == newest


def test_every_file_in_this_repository_says_its_licence():
    reuse = Path(sys.executable).with_name("reuse")
    done = subprocess.run([reuse, "lint"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_this_repository_registers_as_a_candidate(tmp_path):
    catalog = open_catalog_file(tmp_path / "catalog.sqlite3")
    entry = entry_of(read_repository(ROOT))
    catalog.register(entry)
    assert (entry.project.name, entry.standing) == ("repo-charter", Standing.CANDIDATE)


def test_this_repository_passes_its_own_checks(capfd):
    assert main(["check", str(ROOT), "--strict"]) == 0, capfd.readouterr().out
