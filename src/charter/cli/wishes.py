"""What was typed after `charter new`, and what it shares with `charter adopt`: the answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from charter.catalog.reuse import Decision
from charter.cli import read_pair
from charter.cli.complete import answers, licences, projects, templates, words
from charter.errors import UsageError
from charter.plain_text import one_line
from charter.scaffold.equivalent import FLAGS
from charter.settings import BUILTIN
from charter.template.source import Source

PUBLICATION = "publication_date"  # the OSPO's word, never a person's answer
_DECISIONS = {
    "builds_anew_because": Decision.BUILD,
    "contributes_to": Decision.CONTRIBUTE,
    "reuses": Decision.REUSE,
}
_ANSWERING = (
    click.option(
        "--visibility",
        help="innersource, or opensource for a candidate.",
        shell_complete=words("innersource", "opensource"),
    ),
    click.option("--description", help="One sentence; people find it by these words."),
    click.option("--team", help="Team that owns it (on the side that is asked)."),
    click.option(
        "--maintainers", help='"Name @handle, Name @handle <e-mail>" (on the side that is asked).'
    ),
    click.option(
        "--license",
        help="SPDX id of an OSI-approved licence (opensource).",
        shell_complete=licences,
    ),
    click.option(
        "--forge",
        help="github, gitlab, gitea or forgejo.",
        shell_complete=words("github", "gitlab", "gitea", "forgejo"),
    ),
    click.option(
        "--set",
        "set_",
        multiple=True,
        metavar="QUESTION=VALUE",
        help="Answer any other question of the template.",
        shell_complete=answers,
    ),
    click.option(
        "--answers",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="YAML or JSON file of answers.",
    ),
    click.option(
        "--template",
        default="",
        help="Alias, gh:owner/name or URL of another governance template.",
        shell_complete=templates,
    ),
    click.option(
        "--template-version", default="", metavar="TAG", help="Not the newest version of it."
    ),
)
_DECIDING = (
    click.option(
        "--builds-anew-because",
        metavar="TEXT",
        help="What those lack that exist already; it is kept for their owners.",
    ),
    click.option(
        "--contributes-to",
        metavar="TEAM/NAME",
        help="Found nothing: this one gets a contribution instead.",
        shell_complete=projects,
    ),
    click.option(
        "--reuses",
        metavar="TEAM/NAME",
        help="Found nothing: this one is used instead.",
        shell_complete=projects,
    ),
)


def answering(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that answer a template's questions, and choose the template."""
    for option in reversed(_ANSWERING):
        command = option(command)
    return command


def deciding(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what the author makes of what exists already."""
    for option in reversed(_DECIDING):
        command = option(command)
    return command


def read_said(options: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the answers file, the flags over them; UsageError for what nobody may say."""
    said: dict[str, Any] = _read_answers(options["answers"]) if options["answers"] else {}
    said |= {key: options[key] for key in FLAGS if options[key] is not None}
    said |= dict(read_pair(text, "--set wants QUESTION=VALUE") for text in options["set_"])
    if PUBLICATION in said:
        raise UsageError(
            "the day of publication is not set by hand: a new repository is a candidate.",
            hint="Publishing is decided by the OSPO, once the repository is there.",
        )
    return said


@dataclass(frozen=True)
class Wishes:
    """The options of one call, as they were typed."""

    name: str
    into: Path
    said: dict[str, Any]
    template: str
    version: str
    skeleton: str
    skeleton_ref: str
    skeleton_directory: str
    skeleton_values: dict[str, str]
    defaults: bool
    yes: bool
    dry_run: bool
    json: bool
    decision: Decision | None  # what was said of what exists, without a question
    about: str
    because: str

    @property
    def asks(self) -> bool:
        """Whether there is a person to ask."""
        return not (self.defaults or self.json) and sys.stdin.isatty() and sys.stderr.isatty()


def read_wishes(options: Mapping[str, Any]) -> Wishes:
    """Options and answers file as one value; raises UsageError for what cannot be meant."""
    said = read_said(options)
    decision, about, because = _read_decision(options)
    name, into = options["name"], options["into"]
    if name == ".":
        into, name = into.resolve().parent, into.resolve().name
    if name:
        said["name"] = name
    return Wishes(
        name=str(said.get("name", "")),
        into=into,
        said=said,
        template=options["template"],
        version=options["template_version"],
        skeleton=options["skeleton"],
        skeleton_ref=options["skeleton_ref"],
        skeleton_directory=options["skeleton_directory"],
        skeleton_values=dict(
            read_pair(text, "--skeleton-set wants QUESTION=VALUE")
            for text in options["skeleton_set"]
        ),
        defaults=options["defaults"],
        yes=options["yes"],
        dry_run=options["dry_run"],
        json=options["json_"],
        decision=decision,
        about=about,
        because=because,
    )


def _read_decision(options: Mapping[str, Any]) -> tuple[Decision | None, str, str]:
    """What becomes of the wish, the entry that it is about, and why."""
    told = {name: options[name] for name in _DECISIONS if options[name] is not None}
    if not told:
        return None, "", ""
    if len(told) > 1:
        flags = " and ".join(f"--{name.replace('_', '-')}" for name in told)
        raise UsageError(f"{flags} contradict each other.", hint="Say one of them.")
    ((name, text),) = told.items()
    if not one_line(text):
        raise UsageError(f"--{name.replace('_', '-')} says nothing.")
    decision = _DECISIONS[name]
    return (decision, "", text) if decision is Decision.BUILD else (decision, text, "")


def _read_answers(file: Path) -> dict[str, Any]:
    import yaml  # noqa: PLC0415

    try:
        found = yaml.safe_load(file.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as wrong:
        raise UsageError(f"{file} cannot be read: {wrong}") from wrong
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise UsageError(f"{file} must be a mapping of questions to answers.")
    return {key: value for key, value in found.items() if not key.startswith("_")}


def options_to_repeat(wishes: Wishes, source: Source) -> tuple[str, ...]:
    """The words beyond the answers that the same call would need again."""
    pairs = {
        "--into": "" if wishes.into == Path() else str(wishes.into),
        "--template": "" if source.alias == BUILTIN else source.alias or source.url,
        "--template-version": wishes.version,
        "--skeleton": wishes.skeleton,
        "--skeleton-ref": wishes.skeleton_ref,
        "--skeleton-directory": wishes.skeleton_directory,
    }
    said = [word for option, value in pairs.items() if value for word in (option, value)]
    for key, value in wishes.skeleton_values.items():
        said += ["--skeleton-set", f"{key}={value}"]
    return tuple(said)
