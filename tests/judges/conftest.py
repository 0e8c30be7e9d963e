"""Renderings and verdicts, each made once for all processes of a test run."""

from __future__ import annotations

import os

import pytest

from judges.rendering import Studio


@pytest.fixture(scope="session")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    return Studio(base / "judges")
