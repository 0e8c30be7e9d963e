#!/usr/bin/env python3
"""Checking and updating many repositories, beside `cruft check` and `copier update` on a sample.

benchmarks/fleet.py [--repositories N] [--sample N] [--growth]      prints Markdown
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import PROGRAMS, PYTHON, aim, install_cruft, own_home, surroundings

_LONG = 0.1  # seconds, from where decimals say nothing
_WANTED = {"copier update": 1000, "cruft check": 300}  # times faster
ADDRESS = "https://templates.example/governance.git"
FILES = (
    *("README.md", "CONTRIBUTING.md", "SUPPORT.md", "SECURITY.md", "GOVERNANCE.md", "LICENSE"),
    *("CODE_OF_CONDUCT.md", "COMMUNICATION.md", "CHANGELOG.md", ".gitignore", ".editorconfig"),
    *(".github/CODEOWNERS", ".github/PULL_REQUEST_TEMPLATE.md", ".github/dependabot.yml"),
    *(".github/ISSUE_TEMPLATE/bug.md", ".github/ISSUE_TEMPLATE/feature.md"),
    *(".github/workflows/ci.yml", "catalog-info.yaml", "innersource.json"),
)  # and the answers file: 20
QUESTIONS = {
    "name": "shop",
    "description": "Sells things",
    "team": "payments",
    "maintainers": "Ada @ada, Bob @bob",
    "visibility": "innersource",
    "chat": "#shop",
    "review_days": "2",
    "warranty_days": "30",
}
UPDATES = """
import json, sys, time
from pathlib import Path
from charter.template.editions import Editions
from charter.template.project import open_project
from charter.update.change import change_of
from charter.update.commit import commit_in_objects, message_of
from charter.update.update import Wish, plan_update

editions = Editions({}, Path(sys.argv[1]), print)
wish, ME = Wish(use_defaults=True), ("A", "a@x.example")
times = []
for place in sorted(Path(sys.argv[2]).iterdir()):
    began = time.process_time()
    project = open_project(place)
    update = plan_update(project, editions, wish)
    commit_in_objects(project.repository, change_of(update), message_of(update), ME)
    times.append((time.process_time() - began) * 1000)
print(json.dumps(times))
"""


@dataclass(frozen=True)
class Took:
    """One command: seconds by the clock, seconds of the processor, and its greatest memory, MiB."""

    elapsed: float
    processor: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--repositories", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=20)
    parser.add_argument("--growth", action="store_true", help="10, 100, 1,000 and 10,000 too")
    chosen = parser.parse_args()
    print(report(chosen.sample, chosen.repositories, growth=chosen.growth))


def report(sample: int = 20, repositories: int = 1000, *, growth: bool = True) -> str:
    """The figures as Markdown."""
    with tempfile.TemporaryDirectory(prefix="charter-fleet-") as folder:
        ground = Ground(Path(folder))
        ground.prepare(repositories, sample)
        checks = [ground.check(repositories) for _ in range(3)]
        peers = ground.peers(sample)
        updates = ground.updates(repositories)
        grown = ground.growth() if growth else {}
    lines = _lines(repositories, sample, checks, peers)
    lines += _update_lines(updates, peers["copier update"])
    return "\n".join(lines + (_growth_lines(grown) if grown else []))


class Ground:
    """A template with two versions, a seed at the first one, and copies of it."""

    def __init__(self, room: Path) -> None:
        self.room = room
        self.env = own_home(room / "home")
        (room / "home/.gitconfig").open("a").write(
            f'[init]\n\tdefaultBranch = main\n[url "{room}/template"]\n\tinsteadOf = {ADDRESS}\n'
        )

    def run(self, *words: str, cwd: Path | None = None, may_say_no: bool = False) -> Took:
        began = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=cwd, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        complaint = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in ((0, 1) if may_say_no else (0,)):
            sys.exit(f"{' '.join(words[:3])} ended with {code}: {complaint.decode()}")
        elapsed = time.perf_counter() - began
        return Took(elapsed, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)

    def prepare(self, repositories: int, sample: int) -> None:
        template = self.room / "template"
        self._write_template(template, "{{ %s }}", "copier")
        copier = [str(PROGRAMS / "copier"), "copy", "--quiet", "--defaults", "--vcs-ref", "v1.0.0"]
        self.run(*copier, ADDRESS, str(self.room / "seed"))
        self._commit(self.room / "seed", "Found")
        self.run(
            "git",
            "clone",
            "--quiet",
            "--bare",
            "--template=",
            str(self.room / "seed"),
            str(self.room / "seed.git"),
        )
        self.copies("bare", repositories)
        self.copies("fresh", repositories)
        for number in range(sample):
            self.run(
                "git",
                "clone",
                "--quiet",
                str(self.room / "seed"),
                str(self.room / f"copier/{number}"),
            )

    def copies(self, name: str, repositories: int) -> Path:
        folder = self.room / name
        folder.mkdir()
        for number in range(repositories):
            shutil.copytree(self.room / "seed.git", folder / f"{number:05}.git")
        return folder

    def check(self, repositories: int, folder: str = "bare") -> Took:
        took = self.run(
            *(str(PROGRAMS / "charter"), "check", "--all", str(self.room / folder), "--json"),
            may_say_no=True,
        )
        return Took(took.elapsed / repositories, took.processor / repositories, took.memory)

    def updates(self, repositories: int) -> list[float]:
        """Milliseconds of the processor for each plan, merge and commit, in one process."""
        done = subprocess.run(
            [PYTHON, "-c", UPDATES, str(self.room / "cache"), str(self.room / "fresh")],
            env=self.env,
            capture_output=True,
            text=True,
            check=True,
        )
        times: list[float] = json.loads(done.stdout)
        assert len(times) == repositories
        return times

    def peers(self, sample: int) -> dict[str, list[Took]]:
        """`copier update` in a loop over clones, and `cruft check` over as many of its projects."""
        found = {
            "copier update": [
                self.run(
                    str(PROGRAMS / "copier"),
                    "update",
                    "--quiet",
                    "--defaults",
                    cwd=self.room / f"copier/{number}",
                )
                for number in range(sample)
            ]
        }
        if cruft := install_cruft():
            found["cruft check"] = self._cruft(cruft, sample)
        return found

    def _cruft(self, cruft: str, sample: int) -> list[Took]:
        template = self.room / "cookiecutter"
        self._write_template(template, "{{ cookiecutter.%s }}", "cruft")
        made = self.room / "cruft"
        made.mkdir()
        self.run(
            cruft, "create", "-y", "--output-dir", str(made), "--checkout", "v1.0.0", str(template)
        )
        for number in range(sample):
            shutil.copytree(made / "shop", made / str(number))
            self._commit(made / str(number), "Found")
        return [
            self.run(cruft, "check", cwd=made / str(number), may_say_no=True)
            for number in range(sample)
        ]

    def growth(self) -> dict[int, Took]:
        """What one repository costs among ever more of them."""
        found = {}
        for number in (10, 100, 1000, 10_000):
            self.copies(f"grown-{number}", number)
            found[number] = self.check(number, f"grown-{number}")
            shutil.rmtree(self.room / f"grown-{number}")
        return found

    def _write_template(self, folder: Path, form: str, kind: str) -> None:
        """Twenty files for copier or for cruft, with the same lines, at two versions."""
        inner = folder / ("template" if kind == "copier" else "{{cookiecutter.name}}")
        for file in FILES:
            path = inner / (f"{file}.jinja" if kind == "copier" else file)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_text(file, form))
        if kind == "copier":
            lines = [
                f"{name}: {{type: str, default: {json.dumps(value)}}}"
                for name, value in QUESTIONS.items()
            ]
            (folder / "copier.yml").write_text("\n".join(["_subdirectory: template", *lines]))
            answers = inner / "{{ _copier_conf.answers_file }}.jinja"
            answers.write_text("{{ _copier_answers | to_nice_yaml }}")
        else:
            (folder / "cookiecutter.json").write_text(json.dumps(QUESTIONS))
        self._commit(folder, "One", tag="v1.0.0")
        for file in ("SUPPORT.md", "SECURITY.md", "GOVERNANCE.md"):
            path = inner / (f"{file}.jinja" if kind == "copier" else file)
            path.write_text(path.read_text() + "One more line.\n")
        self._commit(folder, "Two", tag="v2.0.0")

    def _commit(self, folder: Path, message: str, tag: str = "") -> None:
        if not (folder / ".git").exists():
            self.run("git", "init", "--quiet", cwd=folder)
        self.run("git", "add", "--all", cwd=folder)
        self.run("git", "commit", "--quiet", "-m", message, cwd=folder)
        if tag:
            self.run("git", "tag", tag, cwd=folder)


def _text(file: str, form: str) -> str:
    """Thirty lines with some answers in them, parsable where the name asks for it."""
    said = [form % name for name in QUESTIONS]
    if file.endswith((".yml", ".yaml")):
        return "".join(f"key_{n}: '{said[n % len(said)]}'\n" for n in range(30))
    if file.endswith(".json"):
        return (
            "{\n" + ",\n".join(f'  "key_{n}": "{said[n % len(said)]}"' for n in range(30)) + "\n}\n"
        )
    return f"# {said[0]}\n\n" + "".join(
        f"{file} {n}: {said[n % len(said)]} says so.\n" for n in range(28)
    )


def _lines(
    repositories: int, sample: int, checks: list[Took], peers: dict[str, list[Took]]
) -> list[str]:
    """What checking costs, beside the peers, and whether that is what was wanted."""
    check = sorted(checks, key=lambda took: took.elapsed)[len(checks) // 2]
    lines = [
        "; ".join(
            (
                f"{repositories} bare repositories of {len(FILES) + 1} governed files",
                f"peers on {sample} checkouts each, in the same run. {surroundings()}.",
            )
        ),
        "",
        "| for one repository | elapsed | processor | charter = 1 |",
        "| --- | ---: | ---: | ---: |",
        f"| `charter check --all` | {_shown(check.elapsed)} | {_shown(check.processor)} | 1 |",
    ]
    aims = [aim("check, processor for each repository", check.processor * 1000, 2, " ms")]
    for name, took in peers.items():
        elapsed, processor = (_median(took, which) for which in ("elapsed", "processor"))
        ratio = elapsed / check.elapsed
        lines.append(f"| `{name}` | {_shown(elapsed)} | {_shown(processor)} | {ratio:.0f} |")
        aims.append(_at_least(f"check, times faster than `{name}`", ratio, _WANTED[name]))
    return [*lines, "", *aims]


def _update_lines(updates: list[float], copier: list[Took]) -> list[str]:
    ours, theirs = statistics.median(updates), _median(copier, "processor") * 1000
    return [
        "",
        f"Planned, merged and committed in one process: {ours:.2f} ms of the processor each.",
        "",
        _at_least("update, times less of the processor than `copier update`", theirs / ours, 100),
    ]


def _growth_lines(grown: dict[int, Took]) -> list[str]:
    head = ["", "| repositories | elapsed, each | processor, each | greatest memory |"]
    return [
        *head,
        "| ---: | ---: | ---: | ---: |",
        *(
            f"| {number} | {_shown(took.elapsed)} | {_shown(took.processor)} "
            f"| {took.memory:.0f} MiB |"
            for number, took in grown.items()
        ),
    ]


def _median(took: Sequence[Took], which: str) -> float:
    return statistics.median(getattr(one, which) for one in took)


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.{0 if seconds > _LONG else 2}f} ms"


def _at_least(words: str, value: float, limit: float) -> str:
    return f"- {words}: {value:.0f} of at least {limit:g}, {'met' if value >= limit else 'MISSED'}"


if __name__ == "__main__":
    main()
