"""Looks at one rendering as at a fresh repository: our checks, and readers of its formats. Pure."""

from __future__ import annotations

import ast
import json
import re
import tomllib
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import yaml

from charter.authoring.cases import Case
from charter.authoring.findings import Finding
from charter.errors import CharterError
from charter.governance.facts import RepoFacts
from charter.governance.kinds import WAIVERS, find_places
from charter.governance.read_facts import people_of
from charter.governance.table import BY_ID as CHECKS
from charter.governance.verdict import judge
from charter.governance.waivers import Waivers, parse_waivers
from charter.model import SYMLINK, FileContent, Visibility
from charter.template.renderer import ANSWERS_FILE

Files = Mapping[str, FileContent]
_TO_DO = "TXT-1"  # what a template leaves to be written is there on purpose
TODAY = date(2026, 1, 1)  # waivers of a template do not run out while it is looked at
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MARK = re.compile(
    r"(?<!\$)\{\{-?\s*([A-Za-z_]\w*)|\{%-?\s*(if|for|set|include|import|from|raw|end\w+|el\w+)\b"
)
_LANGUAGES = ("md", "txt", "yml", "yaml", "json", "toml", "cff", "sh", "py", "")


@dataclass
class Judging:
    """Judges renderings; the same content in many of them is read once."""

    names: frozenset[str]  # what stands between braces of the template
    suffix: str
    _read: dict[tuple[str, bytes], tuple[Finding, ...]] = field(default_factory=dict)

    def look_at(self, case: Case, files: Files) -> Iterator[Finding]:
        """Everything that is wrong with it, each with the case's name."""
        found = [*self._of_files(files), *_of_checks(case, files)]
        if ANSWERS_FILE not in files and not any(_is_answers(it) for it in files.values()):
            found.append(Finding("GIVE-2", "it has no answers file"))
        for it in found:
            yield Finding(it.rule, it.message, it.path, it.line, (case.name,), it.severity)

    def _of_files(self, files: Files) -> Iterator[Finding]:
        for path, content in files.items():
            if content.mode == SYMLINK or b"\0" in content.data[:8000]:
                continue
            key = (path, content.data)
            if key not in self._read:
                self._read[key] = (
                    *_unreadable(path, content.data),
                    *self._left_over(path, content),
                )
            yield from self._read[key]

    def _left_over(self, path: str, content: FileContent) -> Iterator[Finding]:
        if self.suffix and path.endswith(self.suffix):
            yield Finding("GIVE-4", f"its name still ends in {self.suffix}", path)
        text = content.data.decode(errors="replace")
        if "{{" not in text and "{%" not in text:
            return
        for number, line in enumerate(text.splitlines(), start=1):
            for match in _MARK.finditer(line):
                if match[2] or match[1] in self.names:
                    yield Finding("GIVE-4", f"'{match[0]}' is left in it", path, number)


def _is_answers(content: FileContent) -> bool:
    return b"_src_path:" in content.data and b"_commit:" in content.data


def _unreadable(path: str, data: bytes) -> Iterator[Finding]:
    ending = path.rpartition("/")[2].rpartition(".")[2].lower()
    read = _READERS.get(ending)
    if read is None:
        return
    try:
        read(data)
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        said = getattr(wrong, "problem", None) or str(wrong)
        yield Finding("GIVE-3", f"no YAML: {said}", path, mark.line + 1 if mark else 0)
    except SyntaxError as wrong:
        yield Finding("GIVE-3", f"no Python: {wrong.msg}", path, wrong.lineno or 0)
    except (ValueError, RecursionError) as wrong:
        yield Finding("GIVE-3", f"no {ending.upper()}: {wrong}", path, getattr(wrong, "lineno", 0))


class _Tolerant(_LOADER):  # type: ignore[valid-type,misc]
    """Reads tags such as GitLab's !reference as what stands behind them."""


_Tolerant.add_multi_constructor("!", lambda *_: None)


def _read_yaml(data: bytes) -> None:
    for _ in yaml.load_all(data, _Tolerant):
        pass


def _read_python(data: bytes) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ast.parse(data)


_READERS: dict[str, Callable[[bytes], object]] = {
    "yml": _read_yaml,
    "yaml": _read_yaml,
    "cff": _read_yaml,
    "json": json.loads,
    "toml": lambda data: tomllib.loads(data.decode()),
    "py": _read_python,
}


def _of_checks(case: Case, files: Files) -> Iterator[Finding]:
    """What `charter check` would say right after founding."""
    for it in judge(facts_of(case, files)).findings:
        if it.waiver is None and it.check != _TO_DO:
            said = f"{it.check}: {it.message} ({CHECKS[it.check].cure})"
            yield Finding("GIVE-5", said, it.path, it.line, severity=it.severity)


def facts_of(case: Case, files: Files) -> RepoFacts:
    """The facts of a repository that holds these files and nothing else."""
    values = case.answers.values
    is_public = case.side is Visibility.OPENSOURCE
    _, maintainers = people_of(values, case.side)
    texts = {
        path: files[path].data.decode(errors="replace")
        for path in find_places(files).worth_reading
        if files[path].mode != SYMLINK
    }
    return RepoFacts(
        visibility=case.side,
        is_candidate=is_public and not values.get("publication_date"),
        license=str(values.get("license") or "") if is_public else "",
        maintainers=maintainers,
        paths=frozenset(files),
        texts=texts,
        waivers=_waivers(files),
        today=TODAY,
    )


def _waivers(files: Files) -> Waivers:
    found = files.get(WAIVERS)
    if found is None or found.mode == SYMLINK:
        return Waivers()
    try:
        return parse_waivers(found.data, CHECKS)
    except CharterError:
        return Waivers()
