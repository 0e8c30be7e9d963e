"""Releases a template: heading, commit and tag, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from charter.authoring.draft import refuse_no_template, versions_in
from charter.authoring.numbering import next_version, unreleased, with_heading
from charter.authoring.snapshots import FOLDER as SNAPSHOTS
from charter.errors import CharterError, GitError, UsageError
from charter.git import authorship, git, knows_author
from charter.template.changelog import FILES as CHANGELOGS
from charter.template.own import STAND_IN


class NothingToTellError(CharterError):
    """Files changed, and the changelog does not say why: the answer is no."""

    exit_code = 1


@dataclass(frozen=True)
class Release:
    """What a release is made of: its version, the one before, what changed, what is told of it."""

    folder: Path
    version: str
    last: str
    changed: tuple[str, ...]
    changelog: str
    told: str


def plan_release(folder: Path, *, wanted: str = "", step: str = "") -> Release:
    """What would be released; nothing is written.

    Raises UsageError where the folder is no template's repository, the working tree has changes or
    the version is no next one, and NothingToTellError where the changelog has nothing under
    `## Unreleased`.
    """
    refuse_no_template(folder)
    if git("status", "--porcelain", cwd=folder).strip():
        raise UsageError(
            f"{folder} has changes that are not committed.", hint="Commit or stash them first."
        )
    own = git("rev-parse", "--path-format=absolute", "--git-common-dir", cwd=folder).rstrip("\n")
    tags = versions_in(Path(own))
    version = next_version(tags, wanted=wanted, step=step)
    last = tags[0] if tags else ""
    changelog = next((name for name in CHANGELOGS if (folder / name).is_file()), "")
    if not changelog:
        raise UsageError(
            f"{folder} has no changelog.",
            hint=f"Write {CHANGELOGS[0]} with a section ## Unreleased.",
        )
    changed = _changed(folder, last, changelog)
    if last and not changed:
        raise NothingToTellError(f"nothing has changed since {last}: there is nothing to release.")
    told = unreleased((folder / changelog).read_text("utf-8"))
    if not told:
        some = ", ".join(changed[:5]) + (" …" if len(changed) > 5 else "")  # noqa: PLR2004
        raise NothingToTellError(
            f"{changelog} says nothing under '## Unreleased', and {len(changed)} files changed: "
            f"{some}.",
            hint="Write a line for each thing that a team will see: - FILES: why.",
        )
    return Release(folder, version, last, changed, changelog, told)


def _changed(folder: Path, last: str, changelog: str) -> tuple[str, ...]:
    """What repositories, or who founds one, may notice."""
    if last:
        said = git("diff", "--name-only", "-z", f"refs/tags/{last}", "HEAD", cwd=folder)
    else:
        said = git("ls-files", "-z", cwd=folder)
    names = filter(None, said.split("\0"))
    return tuple(it for it in names if it != changelog and not it.startswith(f"{SNAPSHOTS}/"))


def carry_out(release: Release) -> None:
    """Write the heading, commit and tag; raises GitError, and then all is as it was."""
    folder, version = release.folder, release.version
    author = authorship(None if knows_author(folder) else STAND_IN)
    before = git("rev-parse", "HEAD", cwd=folder).strip()
    file = folder / release.changelog
    text = file.read_text("utf-8")
    day = datetime.now(UTC).date().isoformat()
    done = False
    try:
        file.write_text(with_heading(text, version, day), "utf-8")
        message = f"Release {version}"
        git("commit", "--quiet", "-m", message, "--", release.changelog, cwd=folder, env=author)
        git("tag", "--annotate", "--message", version, version, cwd=folder, env=author)
        done = True
    finally:
        if not done:
            _undo(folder, before, file, text)


def _undo(folder: Path, before: str, file: Path, text: str) -> None:
    git("reset", "--quiet", "--soft", before, cwd=folder)
    file.write_text(text, "utf-8")
    try:
        git("reset", "--quiet", "--", str(file), cwd=folder)
    except GitError:  # the file says what it said: git will see that when it next looks
        return
