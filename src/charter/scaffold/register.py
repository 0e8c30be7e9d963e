"""Has a new repository registered by the template's hooks, and looks whether that came about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from charter.catalog.any_catalog import AnyCatalog
from charter.catalog.entry import Entry
from charter.catalog.outbox import Outbox
from charter.errors import CatalogError
from charter.scaffold.hooks import Hook, HookOutcome, choose_hooks, run_hooks
from charter.template.tree import TemplateTree


@dataclass(frozen=True)
class Registration:
    """What became of it: an entry in the catalog, an item that waits, or neither."""

    entry: Entry | None
    waits: bool
    outcomes: tuple[HookOutcome, ...]
    untrusted: tuple[str, ...]  # the template's own hooks that were left out

    @property
    def state(self) -> str:
        return "registered" if self.entry else "waiting" if self.waits else "failed"


def read_hooks(tree: TemplateTree) -> tuple[Hook, ...]:
    """The hooks of one version of a template, in the order of their names."""
    return tuple(Hook(path, tree.read(path) or b"") for path in tree.match("hooks/*.py"))


def register_new(
    place: Path,
    hooks: tuple[tuple[Hook, ...], tuple[Hook, ...]],
    *,
    team: str,
    is_trusted: bool,
    open_catalog: Callable[[], AnyCatalog],
    outbox: Outbox,
) -> Registration:
    """Run the hooks (ours, the template's own) in `place`; a failure there never raises."""
    waiting = len(outbox.waiting())
    run, untrusted = choose_hooks(*hooks, is_trusted=is_trusted)
    outcomes = tuple(run_hooks(run, place))
    waits = len(outbox.waiting()) > waiting
    # what is there while ours waits is somebody's older entry
    entry = None if waits else _find(place.name, team, open_catalog)
    return Registration(entry, waits, outcomes, untrusted)


def _find(name: str, team: str, open_catalog: Callable[[], AnyCatalog]) -> Entry | None:
    try:
        catalog = open_catalog()
    except CatalogError:
        return None
    try:
        found = catalog.find(name, team)
        return max(found, key=lambda entry: entry.updated, default=None)
    finally:
        catalog.close()
