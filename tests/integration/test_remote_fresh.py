"""A version that was released a moment ago is found by its name at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def git(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout


def test_a_new_tag_of_a_template_is_seen_by_the_very_next_call(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    own = tmp_path / "own"
    git("init", "-q", str(own), cwd=tmp_path)
    git("commit", "-q", "--allow-empty", "-m", "one", cwd=own)
    git("tag", "v1", cwd=own)
    settings = home / ".config" / "charter" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[templates]\nown = "{own}"\n')
    assert "v1" in git("ls-remote", "--tags", "charter::own", cwd=tmp_path)
    git("tag", "v2", cwd=own)
    assert "v2" in git("ls-remote", "--tags", "charter::own", cwd=tmp_path)
