"""The published schema of SARIF 2.1.0 judges what charter check writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from charter.__main__ import main

pytestmark = pytest.mark.judge
SCHEMA = (
    Path(__file__).parent / "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
)


def test_the_published_schema_accepts_what_is_written(studio, tmp_path, capfd):
    if not SCHEMA.exists():
        pytest.skip("the schema of SARIF comes with npm: scripts/setup-judges")
    place = studio.rendered("innersource", organisation="empty")
    main(["check", str(place), str(tmp_path), "--format", "sarif"])
    log = tmp_path / "log.sarif"
    log.write_text(capfd.readouterr().out, "utf-8")
    assert len(json.loads(log.read_text("utf-8"))["runs"]) == 2
    judge = Path(sys.executable).with_name("check-jsonschema")
    done = subprocess.run(
        [judge, "--regex-variant", "python", "--schemafile", SCHEMA, log],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
