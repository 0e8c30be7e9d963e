"""What benchmarks/fleet.py stands on: a template, and repositories that each say something else.

Every repository has a name, a team, people and a text of its own: no result of one serves another.
It is packed as a mirror clone is. A few have an edited file, a few miss one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from measure import PROGRAMS, install_cruft, own_home

from charter.model import FileContent, Visibility
from charter.template.interview import complete
from charter.template.open import OpenTemplate
from charter.template.render import Edition
from charter.template.rendering import render_answers
from charter.template.source import Source
from charter.template.tree import open_tree

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
EDITED, MISSING = "CONTRIBUTING.md", "CODE_OF_CONDUCT.md"
OURS = "charter check --all"
_ROUNDS = 2  # for one check of all
_ONE_IN = 50  # repositories has the one edited, and one the other missing


@dataclass(frozen=True)
class Took:
    """One command: seconds by the clock, seconds of the processor, and its greatest memory, MiB."""

    elapsed: float
    processor: float
    memory: float


def answers_of(number: int) -> dict[str, str]:
    """What the repository of this number answers, as no other one does."""
    return {
        "name": f"shop-{number}",
        "description": f"Sells {number} things, each of them once",
        "team": f"payments-{number % 97}",
        "maintainers": f"Ada A{number} @ada-{number}, Bob B{number} @bob-{number % 89}",
        "visibility": "innersource",
        "chat": f"#shop-{number}",
        "review_days": str(1 + number % 9),
        "warranty_days": str(20 + number % 31),
    }


def files_of(template: OpenTemplate, number: int) -> dict[str, FileContent]:
    """What the repository of this number holds: its rendering, but for a few that were changed."""
    answers = complete(template.evaluator, answers_of(number), str, use_defaults=True)
    side = Visibility.INNERSOURCE
    files = dict(render_answers(template, answers, side, source=ADDRESS).files)
    if number % _ONE_IN == 1:
        files[EDITED] = FileContent(files[EDITED].data + b"And one line of our own.\n")
    if number % _ONE_IN == 2:  # noqa: PLR2004 - the one after it
        del files[MISSING]
    return files


def stream_of(files: Mapping[str, FileContent]) -> bytes:
    """One commit of the files, as `git fast-import` reads it."""
    lines = [b"commit refs/heads/main\ncommitter Ada <ada@acme.example> 1750000000 +0000\n"]
    lines += [b"data 5\nFound\n"]
    for path, content in files.items():
        head = f"M {content.mode:o} inline {path}\ndata {len(content.data)}\n"
        lines += [head.encode(), content.data, b"\n"]
    return b"".join((*lines, b"done\n"))


class Ground:
    """A template with two versions, and repositories that stand at the first one."""

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
        self._write_template(self.room / "template", "{{ %s }}", "copier")
        copier = [str(PROGRAMS / "copier"), "copy", "--quiet", "--defaults", "--vcs-ref", "v1.0.0"]
        seed = str(self.room / "seed")
        self.run(*copier, ADDRESS, seed)
        self._commit(self.room / "seed", "Found")
        for number in range(sample):
            self.run("git", "clone", "--quiet", seed, str(self.room / f"copier/{number}"))
        bare = self.mirrors("bare", repositories)
        shutil.copytree(bare, self.room / "fresh")

    def mirrors(self, name: str, repositories: int) -> Path:
        """The folder with that many bare repositories in it; those that are there stay."""
        folder = self.room / name
        folder.mkdir(exist_ok=True)
        template = self._first_version()
        for number in range(sum(1 for _ in folder.iterdir()), repositories):
            self._mirror(folder / f"{number:05}.git", files_of(template, number))
        return folder

    def _first_version(self) -> OpenTemplate:
        mirror, version = self.room / "template/.git", "v1.0.0"
        return OpenTemplate(Edition(Source(ADDRESS), mirror, version), open_tree(mirror, version))

    def _mirror(self, place: Path, files: Mapping[str, FileContent]) -> None:
        """A bare repository as `git clone --mirror` leaves it: one pack, and packed references."""
        empty = self.room / "empty.git"
        if not empty.exists():
            self.run("git", "init", "--quiet", "--bare", "--template=", str(empty))
        shutil.copytree(empty, place)
        git = ("git", f"--git-dir={place}")
        importing = (*git, "fast-import", "--quiet", "--done")
        subprocess.run(importing, input=stream_of(files), env=self.env, check=True)
        self.run(*git, "repack", "-adfq")  # as a server packs: fast-import makes a chain of all
        self.run(*git, "pack-refs", "--all")

    def check(self, repositories: int, folder: str = "bare") -> Took:
        took = self.run(
            *(str(PROGRAMS / "charter"), "check", "--all", str(self.room / folder), "--json"),
            may_say_no=True,
        )
        return Took(took.elapsed / repositories, took.processor / repositories, took.memory)

    def in_turn(self, repositories: int, sample: int) -> dict[str, list[Took]]:
        """All that is compared, round by round: a busy moment of the machine meets each of them.

        In a round `copier update` and `cruft check` are run on one repository, and in every second
        one all are checked. Before it they are checked once, for the first has to fetch.
        """
        copier, cruft = str(PROGRAMS / "copier"), install_cruft()
        if cruft:
            self._make_for_cruft(cruft, sample)
        self.check(repositories)
        found: dict[str, list[Took]] = {OURS: [], "copier update": []}
        for number in range(sample):
            if number % _ROUNDS == 0:
                found[OURS].append(self.check(repositories))
            took = self.run(
                copier, "update", "--quiet", "--defaults", cwd=self.room / f"copier/{number}"
            )
            found["copier update"].append(took)
            if cruft:
                took = self.run(cruft, "check", cwd=self.room / f"cruft/{number}", may_say_no=True)
                found.setdefault("cruft check", []).append(took)
        return found

    def _make_for_cruft(self, cruft: str, sample: int) -> None:
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

    def growth(self) -> Iterator[tuple[int, Took]]:
        """What one repository costs among ever more of them."""
        for number in (10, 100, 1000, 10_000):
            self.mirrors("grown", number)
            yield number, self.check(number, "grown")

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
