"""Every file that has a published schema, by that schema: check-jsonschema brings them along."""

from __future__ import annotations

import json
from pathlib import Path

from judges.panel import Judge, Verdicts
from judges.panel.commands import run

# Glob in a repository → schema. Gitea and Forgejo read GitHub's workflows and forms.
FORGES = ("github", "gitea", "forgejo")
SCHEMAS = (
    *((f".{forge}/workflows/*.y*ml", "vendor.github-workflows") for forge in FORGES),
    *(
        (f".{forge}/workflows/*.y*ml", "custom.github-workflows-require-timeout")
        for forge in FORGES
    ),
    *((f".{forge}/ISSUE_TEMPLATE/[!c]*.y*ml", "vendor.github-issue-forms") for forge in FORGES),
    *((f".{forge}/ISSUE_TEMPLATE/config.y*ml", "vendor.github-issue-config") for forge in FORGES),
    (".github/dependabot.y*ml", "vendor.dependabot"),
    (".gitlab-ci.yml", "vendor.gitlab-ci"),
    ("CITATION.cff", "vendor.citation-file-format"),
    ("renovate.json", "vendor.renovate"),
    (".*/renovate.json", "vendor.renovate"),
)


def complaints_about(schema: str, files: list[Path]) -> list[tuple[Path, str]]:
    words = ["check-jsonschema", "--builtin-schema", schema, "--output-format", "json"]
    if schema == "vendor.renovate":
        words += ["--regex-variant", "python"]
    if schema == "vendor.gitlab-ci":
        words += ["--data-transform", "gitlab-ci"]
    if any(file.suffix == ".cff" for file in files):
        words += ["--force-filetype", "yaml"]
    _, text = run(*words, *files)
    verdict = json.loads(text)
    found = [
        (Path(each["filename"]), f"{each['path']}: {each['message']}")
        for each in verdict.get("errors", [])
    ]
    return found + [
        (Path(each["filename"]), each["message"]) for each in verdict.get("parse_errors", [])
    ]


def look_at(repositories: list[Path]) -> Verdicts:
    """One process for each schema, over all repositories."""
    verdicts: Verdicts = {repository: [] for repository in repositories}
    files: dict[str, dict[Path, Path]] = {}
    for repository in repositories:
        for glob, schema in SCHEMAS:
            files.setdefault(schema, {}).update(
                (file, repository) for file in repository.glob(glob)
            )
    for schema, of in files.items():
        for file, complaint in complaints_about(schema, list(of)) if of else []:
            verdicts[of[file]].append(f"{file.relative_to(of[file])} ({schema}): {complaint}")
    return verdicts


SCHEMA = Judge("schemas", look_at)
