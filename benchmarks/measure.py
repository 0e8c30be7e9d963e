"""Runs commands side by side, in turn, and tells their medians: what both benchmarks stand on."""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
PYTHON = str(PROGRAMS / "python")


@dataclass(frozen=True)
class Contestant:
    """A command to time. `prepare` runs before each round, off the clock."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    prepare: Callable[[], object] = field(default=lambda: None)


@dataclass(frozen=True)
class Times:
    """What the clock said, in milliseconds: elapsed, and of the processor (noise matters less)."""

    elapsed: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.elapsed)

    @property
    def quartiles(self) -> tuple[float, float]:
        low, _, high = statistics.quantiles(self.elapsed, n=4)
        return low, high


def race(contestants: Sequence[Contestant], rounds: int) -> dict[str, Times]:
    """Every contestant once a round, the order turned each round, after two rounds to warm up."""
    seen: dict[str, list[tuple[float, float]]] = {one.name: [] for one in contestants}
    for number in range(-2, rounds):
        turn = number % len(contestants)
        for one in (*contestants[turn:], *contestants[:turn]):
            one.prepare()
            took = _clock(one)
            if number >= 0:
                seen[one.name].append(took)
    return {name: Times(*map(tuple, zip(*took, strict=True))) for name, took in seen.items()}


def _clock(one: Contestant) -> tuple[float, float]:
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(one.command, env=one.env, capture_output=True, text=True, check=False)
    elapsed, after = time.perf_counter() - start, os.times()
    if done.returncode:
        sys.exit(f"{one.name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    processor = sum(after[2:4]) - sum(before[2:4])
    return elapsed * 1000, processor * 1000


def table(times: Mapping[str, Times], base: str) -> str:
    """A Markdown table; each median also as a multiple of `base`."""
    unit = times[base].median
    lines = [
        f"| command | median | middle half | processor | {base} = 1 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, took in times.items():
        low, high = took.quartiles
        lines.append(
            f"| {name} | {took.median:.0f} ms | {low:.0f} to {high:.0f} ms "
            f"| {statistics.median(took.processor):.0f} ms | {took.median / unit:.2f} |"
        )
    return "\n".join(lines)


def aim(words: str, value: float, limit: float, unit: str = "") -> str:
    """One line: what was wanted, what came out."""
    verdict = "met" if value <= limit else "MISSED"
    return f"- {words}: {value:.2f}{unit} of at most {limit:g}{unit}, {verdict}"


def surroundings() -> str:
    """What the figures depend on."""
    peers = ", ".join(f"{name} {version(name)}" for name in ("copier", "cookiecutter"))
    git = subprocess.run(["git", "version"], capture_output=True, text=True, check=True).stdout
    return (
        f"Python {platform.python_version()}, {peers}, git {git.split()[2]}, "
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} processors"
    )


def own_home(place: Path) -> dict[str, str]:
    """Variables for a life of its own below `place`: nothing of the person who measures counts."""
    place.mkdir(parents=True)
    (place / ".gitconfig").write_text("[user]\n\tname = Ada\n\temail = ada@acme.example\n")
    return {
        "HOME": str(place),
        "PATH": f"{PROGRAMS}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def remove(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)


def install_cruft() -> str:
    """Cruft in an environment of its own; empty, and said, where it cannot be installed."""
    place = ROOT / ".cache" / "bench-cruft"
    program = place / "bin" / "cruft"
    if not program.exists():
        subprocess.run([PYTHON, "-m", "venv", "--without-pip", str(place)], check=True)
        python = str(place / "bin" / "python")
        for installer in (
            [str(PROGRAMS / "uv"), "pip", "install", "-q", "--python", python, "cruft"],
            [PYTHON, "-m", "pip", "--python", python, "install", "-q", "cruft"],
        ):
            if not subprocess.run(installer, capture_output=True, check=False).returncode:
                break
    if (
        not program.exists()
        or subprocess.run([program, "--help"], capture_output=True, check=False).returncode
    ):
        print("cruft could not be installed or does not start: LEFT OUT", file=sys.stderr)
        return ""
    return str(program)
