"""Debian's wrk: as many requests as go, and what became of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loads import HOST, TEAM

_READS = """
local paths = {}
for path in io.lines(os.getenv("CHARTER_PATHS")) do paths[#paths + 1] = path end
wrk.headers["Authorization"] = "Bearer " .. os.getenv("CHARTER_TOKEN")
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at])
end
"""
_REGISTERS = """
local threads = 0
setup = function(thread) thread:set("number", threads); threads = threads + 1 end
wrk.headers["Authorization"] = "Bearer " .. os.getenv("CHARTER_TOKEN")
wrk.headers["Content-Type"] = "application/json"
local made = 0
request = function()
  made = made + 1
  local name = string.format("%s-%d-%d", os.getenv("CHARTER_PREFIX"), number, made)
  local body = string.gsub(os.getenv("CHARTER_BODY"), "NAME", name)
  return wrk.format("PUT", os.getenv("CHARTER_PATHS") .. name, nil, body)
end
"""


@dataclass(frozen=True)
class Told:
    """`half` and `nearly_all` (99 of 100) in milliseconds; errors: no answer, or another than 2xx."""

    requests: int
    rate: float
    half: float
    nearly_all: float
    errors: int


def missing() -> str:
    """Why there is none; empty where there is one."""
    return "" if shutil.which("wrk") else "no wrk: scripts/setup-wrk says why"


def read(address: str, token: str, paths: Sequence[str], folder: Path, seconds: int) -> Told:
    """Ask for the paths in turn, again and again, on 16 connections."""
    listed = folder / "paths"
    listed.write_text("".join(f"{path}\n" for path in paths))
    return _run(address, _READS, folder, seconds, token=token, paths=str(listed))


def register(address: str, token: str, prefix: str, folder: Path, seconds: int) -> Told:
    """Register a new entry of the team with each request."""
    body = {
        "description": "Does what NAME says, and does it whenever somebody asks for it",
        "maintainers": [{"name": "Ada Lovelace", "handle": "ada"}],
        "url": f"{HOST}/NAME",
    }
    place = f"/api/v1/entries/{TEAM}/"
    told = {"token": token, "paths": place, "prefix": prefix, "body": json.dumps(body)}
    return _run(address, _REGISTERS, folder, seconds, **told)


def _run(address: str, script: str, folder: Path, seconds: int, **told: str) -> Told:
    file = folder / "wrk.lua"
    file.write_text(script)
    said = subprocess.run(
        [
            "wrk",
            "-t2",
            "-c16",
            f"-d{seconds}s",
            "--timeout",
            "30s",
            "--latency",
            "-s",
            file,
            address,
        ],
        env={**os.environ, **{f"CHARTER_{name.upper()}": value for name, value in told.items()}},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return told_by(said)


def told_by(said: str) -> Told:
    """What its report says."""
    errors = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    requests = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec: +([\d.]+)", said)
    assert requests, said
    assert rate, said
    return Told(
        int(requests[1]),
        float(rate[1]),
        _milliseconds(said, 50),
        _milliseconds(said, 99),
        sum(map(int, errors.groups() if errors else ())) + int(refused[1] if refused else 0),
    )


def _milliseconds(said: str, share: int) -> float:
    found = re.search(rf"^ +{share}% +([\d.]+)(us|ms|s|m)$", said, re.MULTILINE)
    assert found, said
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[found[2]]
