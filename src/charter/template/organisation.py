"""The organisation file: one fact a line, filled in without losing a comment. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from charter.errors import TemplateError

FILE = "organisation.yml"
QUESTIONS = "organisation-questions.yml"
SECTIONS = ("public", "internal")
_LINE = re.compile(
    r'^(  (?P<key>[a-z_]+): )(?P<value>"(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^\s#]+)(?P<rest>.*)$'
)


def fill_facts(text: str, facts: Mapping[str, Any]) -> str:
    """The file with `section_key` facts put in as JSON; raises TemplateError for one it lacks."""
    section, left, lines = "", dict(facts), []
    for line in text.splitlines():
        if line.rstrip(":") in SECTIONS:
            section = line.rstrip(":")
        match = _LINE.match(line)
        name = f"{section}_{match['key']}" if match else ""
        if match and name in left:
            value = json.dumps(left.pop(name), ensure_ascii=False)
            lines.append(_with_comment(f"{match[1]}{value}", match["rest"].strip(), line.find("#")))
            continue
        lines.append(line)
    if left:
        raise TemplateError(f"{FILE} has no place for {', '.join(sorted(left))}.")
    return "\n".join(lines) + "\n"


def _with_comment(fact: str, comment: str, column: int) -> str:
    """The comment stays in its column where the fact leaves it room."""
    return f"{fact:<{max(column - 1, 0)}} {comment}" if comment else fact


def own_version(upstream: str, tags: Iterable[str]) -> str:
    """The next version of an organisation's template that stands on `upstream`.

    A post release of PEP 440: `v1.2.0.post3` is the third release on v1.2.0, newer than it and
    older than v1.2.1. (Copier drops local labels such as `+acme.3` when it compares versions.)
    """
    mine = re.compile(rf"^{re.escape(upstream)}\.post(\d+)$")
    released = [int(match[1]) for tag in tags if (match := mine.match(tag))]
    return f"{upstream}.post{max(released, default=0) + 1}"
