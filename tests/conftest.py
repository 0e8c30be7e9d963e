"""What every test stands on: a home of its own, so that nothing of the person who runs them counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty HOME in which git knows an author."""
    place = tmp_path_factory.mktemp("home")
    for name in [key for key in os.environ if key.startswith(("CHARTER_", "GIT_", "COPIER_"))]:
        monkeypatch.delenv(name)
    for variable, folder in {
        "HOME": "",
        "XDG_CONFIG_HOME": ".config",
        "XDG_CACHE_HOME": ".cache",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "COPIER_CACHE_DIR": ".cache/copier",
        "COPIER_SETTINGS_PATH": ".config/copier.yml",
    }.items():
        monkeypatch.setenv(variable, str(place / folder))
    config = place / ".gitconfig"
    config.write_text("[user]\n\tname = Test Author\n\temail = author@acme.example\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    return place
