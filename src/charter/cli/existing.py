"""What `charter new` shows of what exists already, and what its author answers."""

from __future__ import annotations

import textwrap
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.catalog.reuse import Decision, as_json
from charter.cli import ANSWER_IS_NO, DONE, print_json, tell
from charter.cli.wishes import Wishes
from charter.errors import CatalogError, UnfitError

if TYPE_CHECKING:
    from charter.catalog.entry import Entry
    from charter.catalog.reuse import ReuseAnswer
    from charter.scaffold.exists import Existing
    from charter.settings import Settings
    from charter.template.posed import Answers

_CHOICES = {
    Decision.BUILD: "Build anew, because …",
    Decision.CONTRIBUTE: "Contribute to one of them: nothing is founded",
    Decision.REUSE: "Reuse one of them: nothing is founded",
}
_DID = {
    Decision.CONTRIBUTE: "nothing was founded: contribute to {about}",
    Decision.REUSE: "nothing was founded: use {about}",
}
_MOST = 5


def ask_catalog(answers: dict[str, Any], settings: Settings) -> Existing:
    """What exists already; nothing, and why is told, where the catalog is away."""
    from charter import wiring  # noqa: PLC0415
    from charter.scaffold.exists import Existing, find_existing  # noqa: PLC0415

    try:
        with closing(wiring.open_catalog(settings)) as catalog:
            return find_existing(catalog, answers)
    except UnfitError:
        raise  # the name is another one's: that is an answer
    except CatalogError as away:
        tell(f"the catalog cannot be asked what exists already: {away.message}")
        return Existing()


def decide(existing: Existing, wishes: Wishes, answers: Answers) -> ReuseAnswer | None:
    """What the author makes of what exists: shown, and asked where there is somebody; else None.

    Nobody must say anything. Raises KeyboardInterrupt where somebody leaves.
    """
    from charter.scaffold.exists import answer_to  # noqa: PLC0415

    decision, about, because = wishes.decision, "", wishes.because
    if existing.entries and not wishes.json:
        show_existing(existing)
        if decision is None and wishes.asks and not wishes.yes:
            decision, about, because = _ask(existing)
    if decision is None:
        return None
    return answer_to(existing, answers.values, decision, about=about, because=because)


def _ask(existing: Existing) -> tuple[Decision, str, str]:
    from charter.cli.ask import choose, tell_why  # noqa: PLC0415

    shown = existing.entries[: _MOST + 1]
    # where one of that name is there, building anew is not what Enter does
    first = reversed(_CHOICES) if existing.twin else iter(_CHOICES)
    decision = Decision(choose("What will you do?", {each.value: _CHOICES[each] for each in first}))
    if decision is Decision.BUILD:
        lacking = f"What does {shown[0].project.name} lack? (Enter: say nothing)"
        return decision, "", tell_why(lacking)
    if len(shown) == 1:
        return decision, shown[0].project.full_name, ""
    names = {one.project.full_name: f"{one.project.name}  {one.project.team}" for one in shown}
    return decision, choose("Which one?", names), ""


def show_existing(existing: Existing) -> None:
    """The nearest entries of the catalog, with their owner and how to contribute."""
    click.secho("\nThis exists already:", bold=True, err=True)
    for found in existing.alike:
        project = found.entry.project
        click.echo("  " + click.style(project.name, bold=True) + f"  {project.team}", err=True)
        shown = textwrap.shorten(project.description, 76, placeholder=" …")
        click.echo(f"    {shown}", err=True)
        shared = textwrap.shorten(", ".join(found.shared), 68, placeholder=" …")
        if shared:
            click.secho(f"    shares: {shared}", dim=True, err=True)
        where = found.entry.link("contributing") or project.url or f"charter show {project.name}"
        click.secho(f"    contribute: {where}", dim=True, err=True)
    if existing.twin:
        click.secho(f"  {_of_twin(existing.twin)}", fg="yellow", err=True)
    click.echo(err=True)


def _of_twin(twin: Entry) -> str:
    project = twin.project
    return (
        f"{project.full_name} is in the catalog: its entry will tell of the new one. "
        "Another name keeps both."
    )


def serve_instead(wishes: Wishes, settings: Settings) -> int:
    """Found nothing, by the flags: what exists serves instead, and that is kept."""
    from charter.scaffold.exists import Existing, answer_to  # noqa: PLC0415

    said, decision = wishes.said, wishes.decision or Decision.REUSE
    is_told = bool(said.get("name") or said.get("description"))
    existing = ask_catalog({"name": "", **said}, settings) if is_told else Existing()
    answer = answer_to(existing, said, decision, about=wishes.about, because="")
    return use_instead(answer, settings, json=wishes.json, keeps=not wishes.dry_run)


def use_instead(answer: ReuseAnswer, settings: Settings, *, json: bool, keeps: bool = True) -> int:
    """Keep the answer, and show the entry that serves instead: how to use it and contribute."""
    from charter.cli.listing import say  # noqa: PLC0415
    from charter.cli.page import document, page  # noqa: PLC0415

    state = keep(answer, settings, Path.cwd()) if keeps else "not kept"
    entry, former = _entry_named(answer.about, settings)
    if json:
        shown = document(entry, former) if entry else None
        print_json({"founded": False, "answer": kept_as_json(answer, state), "entry": shown})
    elif entry:
        say(page(entry, former))
    if not json and state != "failed":
        tell(f"{_DID[answer.decision].format(about=answer.about)}.")
    return ANSWER_IS_NO if state == "failed" else DONE


def keep(answer: ReuseAnswer, settings: Settings, place: Path) -> str:
    """Have the answer kept; gives kept, waiting or failed, and never stops who founds something."""
    from charter import wiring  # noqa: PLC0415

    try:
        away = wiring.record_answer(settings, place, answer)
    except CatalogError as unfit:
        tell(f"the answer was not kept: {unfit.message}")
        if unfit.hint:
            click.echo(f"  hint: {unfit.hint}", err=True)
        return "failed"
    if away:
        tell(f"the answer waits, and is told to the catalog later: {away.message}")
    return "waiting" if away else "kept"


def kept_as_json(answer: ReuseAnswer, state: str) -> dict[str, Any]:
    """What was answered, and what became of it."""
    told = as_json(answer)
    return {**{key: told[key] for key in ("decision", "about", "because")}, "state": state}


def _entry_named(full: str, settings: Settings) -> tuple[Entry | None, tuple[str, ...]]:
    from charter import wiring  # noqa: PLC0415

    team, _, name = full.rpartition("/")
    try:
        with closing(wiring.open_catalog(settings)) as catalog:
            found = catalog.find(name, team)
            if len(found) == 1:
                return found[0], catalog.former_names(found[0])
    except CatalogError:  # it was told of when the answer was to be kept
        pass
    return None, ()
