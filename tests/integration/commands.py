"""The command as tests call it: in this process, with what it said."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from charter.__main__ import main


@dataclass(frozen=True)
class Said:
    """An exit code, and the texts on both outputs."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def found(self) -> set[str]:
        """The checks of `charter check --json` that somebody should look at."""
        return {
            finding["check"]
            for project in self.json["projects"]
            for finding in project["findings"]
            if finding["severity"] != "note" and not finding["waiver"]
        }


Run = Callable[..., Said]


def runner(capfd: pytest.CaptureFixture[str]) -> Run:
    """What runs `charter` with these words."""

    def run(*arguments: object) -> Said:
        capfd.readouterr()
        code = main([str(each) for each in arguments])
        captured = capfd.readouterr()
        return Said(code, captured.out, captured.err)

    return run
