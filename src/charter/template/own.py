"""An organisation's own template repository, with the built-in one as upstream in its history."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from charter.errors import GitError, TemplateError, UsageError
from charter.git import authorship, commit_everything, git, knows_author
from charter.model import Maintainer
from charter.place import check_place, move_in, workshop
from charter.settings import BUILTIN
from charter.template.organisation import FILE, fill_facts, own_version
from charter.template.own_ci import ci_files
from charter.template.source import HELPER
from charter.template.versions import newest, parse_version

UPSTREAM = HELPER + BUILTIN
CHANGELOG = "templates/CHANGELOG.md"
STAND_IN = Maintainer("Charter", "charter")


@dataclass(frozen=True)
class OwnTemplate:
    """What was made or brought up to date; `conflicts` wait for a person."""

    place: Path
    version: str
    upstream: str
    conflicts: tuple[str, ...] = ()
    author: Maintainer | None = None


def begin_template(place: Path, mirror: Path, facts: Mapping[str, Any], alias: str) -> OwnTemplate:
    """Make the repository at `place`, with the organisation's facts as its first own version.

    Raises UsageError, TemplateError or GitError, and then nothing was left behind.
    """
    check_place(place)
    with workshop(place) as room:
        made = room / place.name
        git("clone", "--quiet", "--origin", "upstream", "--", str(mirror), str(made))
        git("remote", "set-url", "upstream", UPSTREAM, cwd=made)
        git("branch", "--unset-upstream", cwd=made)
        upstream = newest(_tags(made))
        version = own_version(upstream, ())
        told = {**facts, "public_public_template": f"git+{HELPER}{alias}"}
        file = made / FILE
        file.write_text(fill_facts(file.read_text("utf-8"), told), encoding="utf-8")
        _note(made, version, "All files: the facts of the organisation.")
        readme = (files("charter.template") / "own-readme.md").read_text("utf-8")
        (made / "README.md").write_text(readme.format(alias=alias, version=version), "utf-8")
        _put_ci_in(made)
        author = _stand_in(made)
        commit_everything(made, f"Fill in the organisation's facts ({version})", author=author)
        _tag(made, version)
        move_in(made, place)
    return OwnTemplate(place, version, upstream, author=author)


def _put_ci_in(made: Path) -> None:
    for name, text in ci_files(
        yaml.safe_load((made / FILE).read_text("utf-8"))["internal"]
    ).items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, "utf-8")


def upgrade_template(place: Path, mirror: Path) -> OwnTemplate:
    """Merge the newest built-in version and tag the result; after conflicts, call it again.

    Raises UsageError where `place` is not such a repository or has changes that are not committed.
    """
    _check_template(place)
    if git("status", "--porcelain", cwd=place).strip():
        raise UsageError(
            f"{place} has changes that are not committed.", hint="Commit or stash them first."
        )
    git("fetch", "--quiet", "--force", str(mirror), "refs/tags/*:refs/upstream/tags/*", cwd=place)
    theirs = git(
        "for-each-ref", "--format=%(refname:lstrip=3)", "refs/upstream/tags", cwd=place
    ).split()
    upstream = newest(theirs)
    if not _holds(place, upstream):
        conflicts = _merge(place, upstream)
        if conflicts:
            return OwnTemplate(place, "", upstream, conflicts)
    for tag in theirs:  # a repository that came from one of these versions finds its base
        if _holds(place, tag) and tag not in _tags(place):
            git("update-ref", f"refs/tags/{tag}", f"refs/upstream/tags/{tag}", cwd=place)
    here = [tag for tag in git("tag", "--points-at", "HEAD", cwd=place).split() if ".post" in tag]
    if here:
        return OwnTemplate(place, newest(here), upstream)
    version = own_version(upstream, _tags(place))
    _note(place, version, f"All files: what the built-in template changed up to {upstream}.")
    author = _stand_in(place)
    commit_everything(
        place, f"Stand on the built-in template {upstream} ({version})", author=author
    )
    _tag(place, version)
    return OwnTemplate(place, version, upstream, author=author)


def _merge(place: Path, upstream: str) -> tuple[str, ...]:
    message = f"Merge the built-in template {upstream}"
    author = _stand_in(place)
    with tempfile.NamedTemporaryFile("w", prefix="charter-attributes-") as attributes:
        # both sides write a heading at the top of the changelog: both stay, it is never a conflict
        attributes.write(f"{CHANGELOG} merge=union\n")
        attributes.flush()
        union = ("-c", f"core.attributesFile={attributes.name}")
        into = ("merge", "--quiet", "--no-ff", "-m", message, f"refs/upstream/tags/{upstream}")
        try:
            git(*union, *into, cwd=place, env=authorship(author))
        except GitError:
            found = git("diff", "--name-only", "--diff-filter=U", "-z", cwd=place)
            if conflicts := tuple(filter(None, found.split("\0"))):
                return conflicts
            raise
    return ()


def _check_template(place: Path) -> None:
    try:
        yaml.safe_load((place / FILE).read_text("utf-8"))["public"]["public_template"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as missing:
        raise UsageError(
            f"{place} is not an organisation's template: it holds no usable {FILE}.",
            hint="Make one with: charter template init FOLDER",
        ) from missing


def _holds(place: Path, tag: str) -> bool:
    try:
        git("merge-base", "--is-ancestor", f"refs/upstream/tags/{tag}", "HEAD", cwd=place)
    except GitError:
        return False
    return True


def _tags(place: Path) -> list[str]:
    return [tag for tag in git("tag", cwd=place).split() if parse_version(tag)]


def _tag(place: Path, version: str) -> None:
    env = authorship(_stand_in(place))
    git("tag", "--annotate", "--message", version, version, cwd=place, env=env)


def _stand_in(place: Path) -> Maintainer | None:
    return None if knows_author(place) else STAND_IN


def _note(place: Path, version: str, words: str) -> None:
    """A heading for the version in the template's changelog, above the older ones."""
    file = place / CHANGELOG
    try:
        text = file.read_text("utf-8")
    except OSError as missing:
        raise TemplateError(f"{file} cannot be read.") from missing
    first = text.find("\n## v")
    day = datetime.now(UTC).date().isoformat()
    file.write_text(f"{text[:first]}\n## {version} - {day}\n\n- {words}\n{text[first:]}", "utf-8")
