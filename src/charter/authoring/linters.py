"""Linters of others, where they are installed: each is named as run or as missing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sysconfig
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from charter.authoring.cases import Case
from charter.authoring.findings import Finding
from charter.governance.check import WARNING
from charter.model import SYMLINK, FileContent

Files = Mapping[str, FileContent]
Renderings = Sequence[tuple[Case, Files]]
_YAML = ("*.yml", "*.yaml", "*.cff")
_FORGES = ("github", "gitea", "forgejo")  # Gitea and Forgejo read GitHub's workflows and forms
_WORKFLOWS = tuple(f".{forge}/workflows/*.y*ml" for forge in _FORGES)
_SCHEMAS = (
    (_WORKFLOWS, ("vendor.github-workflows",)),
    (
        tuple(f".{forge}/ISSUE_TEMPLATE/[!c]*.y*ml" for forge in _FORGES),
        ("vendor.github-issue-forms",),
    ),
    ((".github/dependabot.y*ml",), ("vendor.dependabot",)),
    ((".gitlab-ci.yml",), ("vendor.gitlab-ci", "--data-transform", "gitlab-ci")),
    (("renovate.json", ".*/renovate.json"), ("vendor.renovate", "--regex-variant", "python")),
    (("CITATION.cff",), ("vendor.citation-file-format", "--force-filetype", "yaml")),
)
_LONGEST = 120  # seconds
_REUSED = 6  # renderings that reuse looks at: it takes a third of a second for each


@dataclass(frozen=True)
class Ran:
    """A linter, on how many files or renderings it looked; 0 with why it did not run."""

    name: str
    looked_at: int = 0
    absent: str = ""


@dataclass
class Bench:
    """Files of many renderings on disk, each distinct one once."""

    room: Path
    placed: dict[Path, tuple[str, str]] = field(default_factory=dict)  # file → path and case

    def place(self, renderings: Renderings, *globs: str) -> list[Path]:
        """Write what matches; returns the files."""
        seen: dict[tuple[str, bytes], Path] = {}
        for number, (case, files) in enumerate(renderings):
            for path, content in files.items():
                wanted = any(fnmatchcase(path, glob) for glob in globs)
                if not wanted or content.mode == SYMLINK or (path, content.data) in seen:
                    continue
                file = self.room / str(number) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content.data)
                seen[path, content.data] = file
                self.placed[file] = (path, case.name)
        return list(seen.values())

    def found(self, file: str | Path, message: str, line: int = 0) -> Finding:
        path, case = self.placed.get(Path(file), (str(file), ""))
        return Finding("GIVE-6", message, path, line, (case,) if case else ())


def lint(renderings: Renderings) -> Iterator[tuple[Ran, list[Finding]]]:
    """Each linter over all renderings, some at once; what is not installed is named so."""
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        yield from pool.map(lambda name: _lint_one(name, renderings), LINTERS)


def _lint_one(name: str, renderings: Renderings) -> tuple[Ran, list[Finding]]:
    command = find(name)
    if command is None:
        return Ran(name, absent="not installed"), []
    with TemporaryDirectory(prefix="charter-lint-") as room:
        try:
            return LINTERS[name](command, Bench(Path(room)), renderings)
        except (OSError, ValueError, KeyError, TypeError, subprocess.TimeoutExpired) as failed:
            return Ran(name, absent=f"it broke down: {type(failed).__name__}: {failed}"), []


@cache
def find(name: str) -> str | None:
    """The program, from where Charter is installed or from the PATH."""
    scripts = sysconfig.get_path("scripts")
    return which(name, path=f"{scripts}{os.pathsep}{os.environ.get('PATH', os.defpath)}")


def _run(*words: str | Path, at: Path | None = None, says: bytes | None = None) -> tuple[int, str]:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=at,
        input=says if says is not None else b"",
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", "PYTHONWARNINGS": "ignore"},
        timeout=_LONGEST,
        check=False,
    )
    out = done.stdout.decode(errors="replace")
    return done.returncode, out if out.strip() else done.stderr.decode(errors="replace")


def _shell(command: str, bench: Bench, renderings: Renderings) -> tuple[Ran, list[Finding]]:
    """Whether the shell can read its scripts; nothing of them is run."""
    kind = Path(command).name
    head = re.compile(rb"^#!\s*(/usr/bin/env\s+|/(usr/)?bin/)%b\b" % kind.encode())
    found, seen = [], set()
    for case, files in renderings:
        for path, content in files.items():
            if content.data in seen or content.mode == SYMLINK or not head.match(content.data):
                continue
            seen.add(content.data)
            code, said = _run(command, "-n", says=content.data)
            if code:
                line = re.search(r"\bline (\d+)|: (\d+):", said)
                number = int(next(filter(None, line.groups()), "0")) if line else 0
                words = said.strip().splitlines()[0] if said.strip() else f"exit code {code}"
                found.append(Finding("GIVE-3", f"no script: {words}", path, number, (case.name,)))
    del bench
    return Ran(kind, len(seen)), found


def _yamllint(command: str, bench: Bench, renderings: Renderings) -> tuple[Ran, list[Finding]]:
    files = bench.place(renderings, *_YAML)
    files = [file for file in files if file.name != ".copier-answers.yml"]  # as copier writes it
    if not files:
        return Ran("yamllint"), []
    rules = "{extends: relaxed, rules: {line-length: disable}, yaml-files: ['*']}"
    _, said = _run(command, "--format", "parsable", "-d", rules, *files)
    found = []
    for line in said.splitlines():
        if match := re.match(r"(.+?):(\d+):\d+: \[(\w+)\] (.*)", line):
            it = bench.found(match[1], f"yamllint: {match[4]}", int(match[2]))
            weight = WARNING if match[3] == "warning" else None
            found.append(Finding(it.rule, it.message, it.path, it.line, it.cases, weight))
    return Ran("yamllint", len(files)), found


def _schemas(command: str, bench: Bench, renderings: Renderings) -> tuple[Ran, list[Finding]]:
    found, count = [], 0
    for globs, (schema, *options) in _SCHEMAS:
        files = bench.place(renderings, *globs)
        count += len(files)
        if not files:
            continue
        words = ("--builtin-schema", schema, "--output-format", "json", *options)
        verdict = json.loads(_run(command, *words, *files)[1])
        for each in (*verdict.get("errors", ()), *verdict.get("parse_errors", ())):
            said = ": ".join(filter(None, (each.get("path", ""), each["message"])))
            found.append(bench.found(each["filename"], f"check-jsonschema ({schema}): {said}"))
    return Ran("check-jsonschema", count), found


def _zizmor(command: str, bench: Bench, renderings: Renderings) -> tuple[Ran, list[Finding]]:
    files = bench.place(renderings, *_WORKFLOWS, ".github/dependabot.y*ml")
    if not files:
        return Ran("zizmor"), []
    _, said = _run(command, "--offline", "--no-progress", "--format", "json", *files)
    found = []
    for each in json.loads(said):
        place = each["locations"][0]
        file = place["symbolic"]["key"]["Local"]["verbatim_path"]
        line = place["concrete"]["location"]["start_point"]["row"] + 1
        found.append(bench.found(file, f"zizmor {each['ident']}: {each['desc']}", line))
    return Ran("zizmor", len(files)), found


def _actionlint(command: str, bench: Bench, renderings: Renderings) -> tuple[Ran, list[Finding]]:
    files = bench.place(renderings, *_WORKFLOWS)
    if not files:
        return Ran("actionlint"), []
    _, said = _run(command, "-no-color", "-format", "{{json .}}", *files, at=bench.room)
    found = []
    for each in json.loads(said) or ():
        file = bench.room / each["filepath"]
        found.append(bench.found(file, f"actionlint: {each['message']}", each["line"]))
    return Ran("actionlint", len(files)), found


def _reuse(command: str, bench: Bench, renderings: Renderings) -> tuple[Ran, list[Finding]]:
    """Whole renderings: the first of each side, and some that are least alike."""
    chosen = renderings[:: max(1, len(renderings) // _REUSED)][:_REUSED]
    found = []
    for number, (case, files) in enumerate(chosen):
        root = bench.room / f"whole-{number}"
        for path, content in files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if content.mode == SYMLINK:
                continue
            file.write_bytes(content.data)
        code, said = _run(command, "--root", root, "lint", "--lines")
        for line in said.splitlines() if code else ():
            message = line.replace(f"{root}/", "").replace(str(root), "").strip()
            found.append(Finding("GIVE-6", f"reuse: {message}", "", 0, (case.name,)))
    return Ran("reuse", len(chosen)), found


LINTERS: dict[str, Callable[[str, Bench, Renderings], tuple[Ran, list[Finding]]]] = {
    "sh": _shell,
    "bash": _shell,
    "yamllint": _yamllint,
    "check-jsonschema": _schemas,
    "zizmor": _zizmor,
    "actionlint": _actionlint,
    "reuse": _reuse,
}
