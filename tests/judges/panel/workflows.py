"""Security of the workflows, as zizmor sees it."""

from __future__ import annotations

import json
from pathlib import Path

from judges.panel import Judge, Verdicts
from judges.panel.commands import run

PLACES = (
    ".github/workflows/*.y*ml",
    ".gitea/workflows/*.y*ml",
    ".forgejo/workflows/*.y*ml",
    ".github/dependabot.y*ml",
)


def look_at(repositories: list[Path]) -> Verdicts:
    verdicts: Verdicts = {repository: [] for repository in repositories}
    files = {file: each for each in repositories for place in PLACES for file in each.glob(place)}
    if not files:
        return verdicts
    code, text = run("zizmor", "--offline", "--no-progress", "--format", "json", *files)
    assert text.lstrip().startswith("["), f"zizmor broke down with code {code}:\n{text}"
    for found in json.loads(text):
        for place in found["locations"]:
            file = Path(place["symbolic"]["key"]["Local"]["verbatim_path"])
            said = f"{file.name}: {found['ident']}: {found['desc']}"
            if said not in verdicts[files[file]]:
                verdicts[files[file]].append(said)
    return verdicts


ZIZMOR = Judge("zizmor", look_at)
