"""Which licence others see: licensee (GitHub's own eyes), askalono, and the REUSE tool."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import askalono

from judges.panel import Judge, one_by_one
from judges.panel.commands import find, lines, run

if TYPE_CHECKING:
    from pathlib import Path

# Texts younger than the licensee that Debian has; askalono knows them.
TOO_YOUNG = {
    "BSD-2-Clause-Patent",
    "BlueOak-1.0.0",
    "CERN-OHL-P-2.0",
    "CERN-OHL-S-2.0",
    "CERN-OHL-W-2.0",
}
SURE = 0.97


def bare(spdx: str) -> str:
    """Both judges read a text, which is the same for `-only` and `-or-later`."""
    return spdx.removesuffix("-only").removesuffix("-or-later")


def seen_by_licensee(repository: Path) -> tuple[str, list[str]]:
    """Its verdict on the repository, and each licence it saw in any file."""
    _, text = run("licensee", "detect", "--json", repository)
    seen = json.loads(text)
    ids = [each["spdx_id"] for each in seen["licenses"]]
    files = [file.get("matched_license") or "NONE" for file in seen["matched_files"]]
    return (ids[0] if len(ids) == 1 else "+".join(ids) or "NONE"), files


def seen_by_askalono(repository: Path) -> str:
    match = askalono.identify((repository / "LICENSE").read_text(encoding="utf-8"))
    return match.name if match.score >= SURE else "NOASSERTION"


def public_license(spdx: str) -> Judge:
    """Sees exactly this licence in a public repository."""

    def look(repository: Path) -> list[str]:
        verdict, _ = seen_by_licensee(repository)
        return [] if verdict == bare(spdx) else [f"licensee sees {verdict}, not {spdx}"]

    return one_by_one("licensee", look, why_no_licensee)


def why_no_licensee() -> str | None:
    return None if find("licensee") else "there is no licensee: run scripts/setup-judges as root"


def no_public_license(repository: Path) -> list[str]:
    """An internal repository has a licence, and it is none that the public knows, not in the README either."""
    verdict, files = seen_by_licensee(repository)
    complaints = [] if verdict == "NOASSERTION" else [f"licensee sees {verdict}"]
    return complaints + [
        f"licensee sees {each} in a file" for each in files if each not in ("NOASSERTION", "NONE")
    ]


def second_opinion(spdx: str, name: str = "askalono") -> Judge:
    def look(repository: Path) -> list[str]:
        seen = seen_by_askalono(repository)
        return [] if bare(seen) == bare(spdx) else [f"askalono sees {seen}, not {spdx}"]

    return one_by_one(name, look)


def reuse(repository: Path) -> list[str]:
    return lines(*run("reuse", "--root", repository, "lint"))


LICENSEE_INNERSOURCE = one_by_one("licensee-innersource", no_public_license, why_no_licensee)


def judge_of(spdx: str) -> Judge:
    return second_opinion(spdx) if spdx in TOO_YOUNG else public_license(spdx)


ASKALONO_INNERSOURCE = second_opinion("NOASSERTION", "askalono-innersource")
REUSE = one_by_one("reuse", reuse)
