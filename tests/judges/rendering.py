"""Real copier renders the working tree's template into a committed repository."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copier import Settings, run_copy

from judges import acme

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = ("copier.yml", "organisation.yml", "templates", "hooks")
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Test Author",
    "GIT_AUTHOR_EMAIL": "author@acme.example",
    "GIT_COMMITTER_NAME": "Test Author",
    "GIT_COMMITTER_EMAIL": "author@acme.example",
}


@dataclass(frozen=True)
class Case:
    """One rendering: which side, which forge, whose organisation file, which answers."""

    visibility: str
    forge: str = "github"
    organisation: str = "full"
    answers: tuple[tuple[str, str], ...] = field(default=())

    def __str__(self) -> str:
        words = [self.visibility, self.forge, self.organisation]
        return "-".join(words + [value for _, value in self.answers])


def case(
    visibility: str, forge: str = "github", organisation: str = "full", **answers: str
) -> Case:
    return Case(visibility, forge, organisation, tuple(sorted(answers.items())))


def commit(repository: Path) -> None:
    for words in (
        ["init", "-q", "--template=", "-b", "main"],
        ["add", "-A"],
        ["commit", "-q", "-m", "Found it"],
    ):
        subprocess.run(["git", *words], cwd=repository, check=True, env=os.environ | GIT)


def organisation_text(public: dict[str, Any], internal: dict[str, Any]) -> str:
    """The organisation file as shipped, with these facts in it."""
    section = ""
    lines = []
    for line in (ROOT / "organisation.yml").read_text(encoding="utf-8").splitlines():
        section = line.rstrip(":") if re.match(r"\w+:$", line) else section
        key = re.match(r"  (\w+):", line)
        facts = {"public": public, "internal": internal}.get(section, {})
        if key and key[1] in facts:
            lines.append(f"  {key[1]}: {json.dumps(facts[key[1]], ensure_ascii=False)}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


class Studio:
    """Makes each distinct rendering once, also for several processes that share the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def alone(self, key: str) -> Iterator[Path]:
        """The place for this key, while no other process works on it."""
        place = self.folder / key
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.with_name(place.name + ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield place

    def template(self, public: dict[str, Any], internal: dict[str, Any]) -> Path:
        text = organisation_text(public, internal)
        with self.alone("template-" + hashlib.sha256(text.encode()).hexdigest()[:12]) as place:
            if not (place / "organisation.yml").exists():
                unfinished = place.with_name(place.name + ".unfinished")
                for name in TEMPLATE:
                    source = ROOT / name
                    copy = shutil.copytree if source.is_dir() else shutil.copy
                    unfinished.mkdir(parents=True, exist_ok=True)
                    copy(source, unfinished / name)
                (unfinished / "organisation.yml").write_text(text, encoding="utf-8")
                unfinished.rename(place)
        return place

    def render(self, template: Path, answers: dict[str, Any]) -> Path:
        """A committed repository made of these answers and nothing else."""
        asked = json.dumps([template.name, answers], sort_keys=True)
        key = hashlib.sha256(asked.encode()).hexdigest()[:12]
        with self.alone(f"rendered/{answers['visibility']}-{answers['forge']}-{key}") as place:
            if not place.exists():
                unfinished = place.with_name(place.name + ".unfinished")
                shutil.rmtree(unfinished, ignore_errors=True)
                run_copy(
                    str(template),
                    unfinished,
                    data=answers,
                    defaults=True,
                    quiet=True,
                    settings=Settings(),
                )
                commit(unfinished)
                unfinished.rename(place)
        return place

    def rendered(
        self, visibility: str, forge: str = "github", organisation: str = "full", **answers: str
    ) -> Path:
        full = organisation == "full"
        template = self.template(acme.PUBLIC if full else {}, acme.INTERNAL if full else {})
        side = acme.INTERNAL_ANSWERS if visibility == "innersource" else acme.PUBLIC_ANSWERS
        given: dict[str, Any] = acme.ANSWERS | side
        if not full:
            given |= acme.GAPS
            given["public_repository_url"] = f"https://{forge}.example/umbrella/invoice-renderer"
            if visibility == "innersource":
                # The short way: what a person answers when nothing else is known.
                given = {key: given[key] for key in ("name", "description", "copyright_year")}
                given |= {"organisation_name": acme.GAPS["organisation_name"]}
                given |= {"team": "billing", "maintainers": "Ada Lovelace @ada"}
        return self.render(template, given | answers | {"visibility": visibility, "forge": forge})

    def of(self, case: Case) -> Path:
        return self.rendered(case.visibility, case.forge, case.organisation, **dict(case.answers))
