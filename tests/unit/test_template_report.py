"""What template check says to people fits on their terminal."""

from __future__ import annotations

import pytest

from charter.authoring.check import Report
from charter.authoring.linters import Ran
from charter.cli.template_report import tell_check


def test_what_was_looked_at_is_wrapped(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    names = ("yamllint", "actionlint", "markdownlint", "shellcheck", "editorconfig-checker")
    ran = tuple(Ran(name, absent="not installed") for name in names)
    tell_check(Report((), ran=ran), strict=False)
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert next(line for line in lines if "not run: yamllint (not installed)" in line)
    assert "editorconfig-checker (not installed)" in " ".join(map(str.strip, lines))
