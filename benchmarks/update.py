#!/usr/bin/env python3
"""`charter update` from the shell beside `copier update`, over an organisation's own template.

benchmarks/update.py [--rounds N]      prints a Markdown table
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from measure import PROGRAMS, Contestant, Times, aim, own_home, race, surroundings, table

CHARTER = "charter update"
COPIER = "copier update"
COPIER_LOCAL = "copier update, template in a folder"
FACTS = {
    "public_legal_name": "Acme Corporation",
    "public_security_contact": "security@acme.example",
    "public_conduct_contact": "conduct@acme.example",
    "internal_forge_url": "https://git.acme.example",
    "internal_ospo_contact": "ospo@acme.example",
}
ANSWERS = {
    "visibility": "innersource",
    "description": "Renders invoices as PDF for every billing team",
    "team": "payments",
    "maintainers": "Ada Lovelace @ada, Bob Noyce @bob",
    "forge": "github",
}


def measure(rounds: int) -> dict[str, Times]:
    with tempfile.TemporaryDirectory(prefix="charter-bench-") as folder:
        room = Path(folder)
        env = own_home(room / "home")
        _prepare(room, env)
        return race(
            [
                _contestant(CHARTER, [str(PROGRAMS / "charter"), "update"], room / "charter", env),
                _contestant(COPIER, _COPIER, room / "copier", env),
                _contestant(COPIER_LOCAL, _COPIER, room / "local", env),
            ],
            rounds,
        )


_COPIER = [str(PROGRAMS / "copier"), "update", "--quiet", "--defaults"]


def _prepare(room: Path, env: dict[str, str]) -> None:
    """An organisation's template at two versions, and a repository of the first one for each."""
    charter, template = str(PROGRAMS / "charter"), room / "acme-template"
    _run(env, charter, "template", "init", str(template), *_said(FACTS), "--defaults")
    _run(env, charter, "settings", "set", "templates.acme", str(template))
    new = (charter, "new", "shop", "--template", "acme", "--into", str(room), *_said(ANSWERS))
    _run(env, *new, "--defaults", "--yes")
    for name in ("SUPPORT.md", "SECURITY.md", "GOVERNANCE.md"):
        file = template / f"templates/innersource/{name}.jinja"
        file.write_text(file.read_text() + "\nOne more line.\n")
    _run(env, "git", "-C", str(template), "commit", "--quiet", "--all", "-m", "Two")
    _run(env, "git", "-C", str(template), "tag", "v1.0.0.post2")
    shop = room / "shop"
    for name in ("charter", "copier"):
        _run(env, "git", "clone", "--quiet", str(shop), str(room / name))
    answers = shop / ".copier-answers.yml"
    answers.write_text(answers.read_text().replace("git+charter::acme", str(template)))
    _run(env, "git", "-C", str(shop), "commit", "--quiet", "--all", "-m", "From a folder")
    _run(env, "git", "clone", "--quiet", str(shop), str(room / "local"))


def _said(answers: dict[str, str]) -> list[str]:
    return [word for key, value in answers.items() for word in ("--set", f"{key}={value}")]


def _run(env: dict[str, str], *words: str) -> None:
    subprocess.run(words, env=env, check=True, capture_output=True)


def _contestant(name: str, command: list[str], place: Path, env: dict[str, str]) -> Contestant:
    """The command in its repository, which is as before at the beginning of each round."""

    def reset() -> None:
        _run(env, "git", "-C", str(place), "reset", "--quiet", "--hard", "HEAD")
        _run(env, "git", "-C", str(place), "clean", "-fdq")

    script = f'cd "{place}" && exec "$@"'
    return Contestant(name, ["sh", "-c", script, "sh", *command], env, reset)


def report(rounds: int) -> str:
    """The figures as Markdown."""
    times = measure(rounds)
    ratio = times[CHARTER].median / min(times[COPIER].median, times[COPIER_LOCAL].median)
    return "\n".join(
        [
            f"{rounds} rounds in turn. {surroundings()}.",
            "",
            table(times, CHARTER),
            "",
            aim("`charter update`, as a part of the quicker `copier update`", ratio, 0.25),
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=10)
    print(report(parser.parse_args().rounds))
