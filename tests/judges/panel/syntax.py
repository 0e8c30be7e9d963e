"""Every YAML, JSON, TOML file and shell script by a reader that knows nothing of templates."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from yamllint import linter
from yamllint.config import YamlLintConfig

from judges.panel import one_by_one
from judges.panel.commands import find, lines, run

if TYPE_CHECKING:
    from pathlib import Path

YAML_RULES = YamlLintConfig("extends: relaxed\nrules: {line-length: disable}")
YAML = {".yml", ".yaml", ".cff"}


def files_of(repository: Path, *suffixes: str) -> list[Path]:
    return sorted(
        file
        for file in repository.rglob("*")
        if file.suffix in suffixes
        and file.is_file()
        and ".git" not in file.relative_to(repository).parts
    )


def yamllint(repository: Path) -> list[str]:
    # Copier writes its answers file as it likes.
    return [
        f"{file.relative_to(repository)}:{problem.line}: {problem.message}"
        for file in files_of(repository, *YAML)
        if file.name != ".copier-answers.yml"
        for problem in linter.run(file.read_text(encoding="utf-8"), YAML_RULES)
    ]


def parse(repository: Path) -> list[str]:
    complaints = []
    for file in files_of(repository, ".json", ".toml"):
        text = file.read_text(encoding="utf-8")
        try:
            json.loads(text) if file.suffix == ".json" else tomllib.loads(text)
        except ValueError as error:
            complaints.append(f"{file.relative_to(repository)}: {error}")
    return complaints


def shellcheck(repository: Path) -> list[str]:
    scripts = [
        file
        for file in sorted((repository / "scripts").rglob("*"))
        if file.is_file() and file.read_bytes().startswith((b"#!/bin/sh", b"#!/bin/bash"))
    ]
    if not scripts:
        return ["scripts: no shell script there"]
    return lines(*run("shellcheck", "--format", "gcc", *scripts))


def why_no_shellcheck() -> str | None:
    return (
        None if find("shellcheck") else "there is no shellcheck: run scripts/setup-judges as root"
    )


YAMLLINT = one_by_one("yamllint", yamllint)
PARSERS = one_by_one("parsers", parse)
SHELLCHECK = one_by_one("shellcheck", shellcheck, why_no_shellcheck)
