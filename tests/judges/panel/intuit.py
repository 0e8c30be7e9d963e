"""Intuit's published readiness specifications, restated as facts in rules/intuit.json."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from judges.panel import one_by_one

SPEC = json.loads(
    (Path(__file__).parent.parent / "rules" / "intuit.json").read_text(encoding="utf-8")
)


def front_matter(file: Path) -> dict[str, Any]:
    match = re.match(r"---\n(.*?)\n---\n", file.read_text(encoding="utf-8"), re.DOTALL)
    return (yaml.safe_load(match[1]) if match else None) or {}


def contents_complaints(file: Path, wanted: dict[str, Any]) -> list[str]:
    if file.is_dir():
        names = set(wanted.get("front_matter", ()))
        inside = [each for each in file.iterdir() if each.is_file()]
        satisfied = any(names <= front_matter(each).keys() for each in inside) if names else inside
        return (
            [] if satisfied else [f"{file.name}: no file in it has {sorted(names) or 'anything'}"]
        )
    text = file.read_text(encoding="utf-8")
    if not text.strip():
        return [f"{file.name}: empty"]
    complaints = []
    title = re.search(r"^# +(.+)$", text, re.MULTILINE)
    if "title" in wanted and not (title and re.match(wanted["title"], title[1])):
        complaints.append(f"{file.name}: no title")
    if wanted.get("description") and not (title and re.match(r"\s*[^#\s]", text[title.end() :])):
        complaints.append(f"{file.name}: no description after the title")
    if "line" in wanted and not any(re.match(wanted["line"], line) for line in text.splitlines()):
        complaints.append(f"{file.name}: no line like {wanted['line']}")
    return complaints


def look(side: str, repository: Path) -> list[str]:
    complaints = []
    for wanted in SPEC["innersource"] + (SPEC["opensource"] if side == "opensource" else []):
        places = [
            repository / folder / name for name in wanted["file"] for folder in SPEC["search"]
        ]
        found = [place for place in places if place.exists()]
        if not found:
            complaints.append(f"{wanted['file'][0]}: missing")
        elif all(contents_complaints(place, wanted) for place in found):
            complaints += contents_complaints(found[0], wanted)
    return complaints


INTUIT = {
    side: one_by_one(f"intuit-{side}", partial(look, side))
    for side in ("innersource", "opensource")
}
