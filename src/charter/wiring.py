"""Settings become the real catalog and template; nothing else chooses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from charter.errors import CatalogError
from charter.settings import BUILTIN, Settings, without_password

if TYPE_CHECKING:
    from charter.catalog.any_catalog import AnyCatalog
    from charter.catalog.entry import Entry, Health
    from charter.catalog.outbox import Outbox
    from charter.catalog.outbox_item import Registration as Item
    from charter.catalog.reuse import ReuseAnswer
    from charter.catalog.store import Catalog
    from charter.governance.many import Bench
    from charter.scaffold.adopt.guesses import Findings
    from charter.scaffold.adopt.subject import Subject
    from charter.scaffold.register import Registration
    from charter.template.editions import Editions
    from charter.template.open import OpenTemplate
    from charter.update.carry_out import CarriedOut
    from charter.update.update import Update
    from charter.update.words import Words

_SERVICE = ("https://", "http://")
_POSTGRESQL = ("postgresql://", "postgres://")


def open_catalog(settings: Settings, *, makes: bool = True) -> AnyCatalog:
    """The catalog that the settings name; raises CatalogError when it cannot be reached.

    Who only reads (`makes` false) does not make a catalog where somebody named a wrong place. A
    service is not asked before somebody asks the catalog something.
    """
    if settings.catalog.startswith(_SERVICE):
        from charter.catalog.remote.client import open_remote_catalog  # noqa: PLC0415

        return open_remote_catalog(settings.catalog)
    return open_stored_catalog(settings, makes=makes)


def open_stored_catalog(settings: Settings, *, makes: bool = True) -> Catalog:
    """As `open_catalog`, for the file or the database of a catalog: no service stands between."""
    address = settings.catalog
    if "://" not in address and not makes and "catalog" in settings.origins:
        file = Path(address).expanduser()
        if not file.exists():
            raise CatalogError(
                f"there is no catalog {file} ({settings.origins['catalog']}).",
                hint="Is that its place? The first `charter register` or `charter new` makes it.",
            )
    return open_catalog_at(address)


def open_catalog_at(address: str, *, upgrades: bool = False) -> Catalog:
    """The catalog in that file or database; a database is set up only where `upgrades` says so."""
    if address.startswith(_POSTGRESQL):
        from charter.catalog.postgresql import open_catalog_database  # noqa: PLC0415

        return open_catalog_database(address, upgrades=upgrades)
    if address.startswith(_SERVICE):
        raise CatalogError(
            f"this is done where the catalog is kept, not from here: {address} is a service.",
            hint="On its machine: CHARTER_CATALOG=postgresql://… charter catalog …",
        )
    if "://" in address:
        raise CatalogError(
            f"this version does not speak to {without_password(address)}.",
            hint="Name a file, postgresql://…, or the https://… of a service: charter settings",
        )
    from charter.catalog.sqlite import open_catalog_file  # noqa: PLC0415 - commands start fast

    return open_catalog_file(Path(address).expanduser())


def who_acts() -> str:
    """Whoever stands in the catalog's history for what is done here: CI's user, git's, the login.

    Told by the surroundings, so a name to ask, not a proof: the service knows who signed in.
    """
    import getpass  # noqa: PLC0415
    import os  # noqa: PLC0415

    from charter.git import own_name  # noqa: PLC0415
    from charter.plain_text import one_line  # noqa: PLC0415

    said = os.environ.get("GITHUB_ACTOR") or os.environ.get("GITLAB_USER_LOGIN") or ""
    name = said or own_name(Path.cwd())
    if not name:
        try:
            name = getpass.getuser()
        except (OSError, KeyError):  # a user without a name, as in some containers
            name = ""
    return one_line(name)[:200]


def open_catalog_to_write(settings: Settings) -> AnyCatalog:
    """The catalog, changed by whoever acts here."""
    return open_catalog(settings).acting(who_acts())


def read_whole(settings: Settings, path: Path, *, moved: bool = False) -> Item:
    """What the repository tells the catalog, its health included; raises CatalogError."""
    from charter.catalog.register import read_repository  # noqa: PLC0415

    return _with_health(settings, read_repository(path, moved=moved))


def _with_health(settings: Settings, item: Item) -> Item:
    if item.sight is None or not (Path(item.repository) / ".git").exists():
        return item
    health = measure_health(settings, Path(item.repository))
    return replace(item, sight=replace(item.sight, health=health))


def measure_health(settings: Settings, place: Path) -> Health:
    """How the project there stands by its checks; nothing where that cannot be found out."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from charter.catalog.entry import Health, Unmet  # noqa: PLC0415
    from charter.governance.health import read_health  # noqa: PLC0415
    from charter.governance.many import Bench  # noqa: PLC0415

    now = datetime.now(UTC)
    try:
        bench = Bench(open_editions(settings, warn=lambda _: None), _says_nothing, now.date())
        found = read_health(bench, place)
    except Exception:  # noqa: BLE001 - whatever a repository makes of us, it is registered
        return Health()
    if found is None:
        return Health()
    unmet = tuple(Unmet(*each) for each in found.unmet)
    checked = now.isoformat(timespec="seconds")
    return Health(found.held, found.passed, found.drifted, unmet, checked)


def open_outbox(settings: Settings) -> Outbox:
    """Where registrations wait while the catalog cannot be reached."""
    from charter.catalog.outbox import Outbox  # noqa: PLC0415 - commands start fast

    return Outbox(settings.folders.state / "outbox")


def open_template(
    settings: Settings, name: str = "", version: str = "", *, warn: Callable[[str], None]
) -> OpenTemplate:
    """The template called `name`, or else the one that the settings name."""
    from charter.template.open import open_template  # noqa: PLC0415

    wanted = name or settings.template
    cache = settings.folders.cache
    opened = open_template(wanted, settings.templates, cache, version=version, warn=warn)
    return replace(opened, defaults=settings.answers)


def register_new(
    settings: Settings, place: Path, template: OpenTemplate, *, team: str
) -> Registration:
    """Register a new repository by our hook, and by the template's own where it is trusted."""
    from charter.scaffold.register import read_hooks, register_new  # noqa: PLC0415

    own = read_hooks(template.tree)
    source = template.edition.source
    ours = own
    if source.alias != BUILTIN:
        ours = read_hooks(open_template(settings, BUILTIN, warn=lambda _: None).tree)
    return register_new(
        place,
        (ours, own),
        team=team,
        is_trusted={source.alias, source.url} & set(settings.trusted) != set(),
        open_catalog=lambda: open_catalog(settings),
        outbox=open_outbox(settings),
    )


def record_answer(settings: Settings, place: Path, answer: ReuseAnswer) -> CatalogError | None:
    """Keep what the author makes of what exists; where the catalog is away it waits: why is given.

    Raises UnfitError where it is no answer that the catalog takes.
    """
    from charter.catalog.register import answer_or_wait  # noqa: PLC0415

    answer = replace(answer, actor=who_acts())
    return answer_or_wait(answer, str(place), open_outbox(settings), lambda: open_catalog(settings))


def open_reader(template: OpenTemplate) -> Callable[[Subject], Findings]:
    """Finds what a repository says of itself; a public forge is asked whether strangers see it."""
    from charter.scaffold.adopt.answers import facts_of, licence_texts  # noqa: PLC0415
    from charter.scaffold.adopt.evidence import read_evidence  # noqa: PLC0415
    from charter.scaffold.adopt.guesses import find_guesses  # noqa: PLC0415
    from charter.scaffold.skeleton.record import is_public  # noqa: PLC0415

    facts, known = facts_of(template), licence_texts(template)
    return lambda subject: find_guesses(
        read_evidence(subject, everybody_reads=is_public), facts, known
    )


def open_bench(
    settings: Settings, *, allowed: frozenset[str], many: bool, warn: Callable[[str], None]
) -> Bench:
    """What repositories are judged with; a catalog that cannot be reached says nothing."""
    from datetime import datetime  # noqa: PLC0415

    from charter.governance.many import Bench  # noqa: PLC0415

    try:
        told = _catalog_words(settings, many=many)
    except CatalogError as unreachable:
        warn(f"the catalog is not asked: {unreachable.message}")
        told = _says_nothing
    today = datetime.now().astimezone().date()
    return Bench(open_editions(settings, warn=warn), told, today, allowed)


def open_editions(settings: Settings, *, warn: Callable[[str], None]) -> Editions:
    """Templates by the names that answers files record, each fetched once."""
    from charter.template.editions import Editions  # noqa: PLC0415

    return Editions(settings.templates, settings.folders.cache, warn)


def register_again(
    settings: Settings, place: Path, texts: Mapping[str, bytes], *, warn: Callable[[str], None]
) -> str:
    """Bring a project's entry up to date; gives registered, waiting or failed, and never raises."""
    from charter.catalog.address import without_secret  # noqa: PLC0415
    from charter.catalog.look import look_at  # noqa: PLC0415
    from charter.catalog.outbox_item import Registration as Item  # noqa: PLC0415
    from charter.catalog.register import Waiting, register_or_wait  # noqa: PLC0415
    from charter.git import remote_url  # noqa: PLC0415

    files = {name: text.decode("utf-8-sig", errors="replace") for name, text in texts.items()}
    seen = look_at(place) if (place / ".git").is_dir() else None
    item = Item(str(place), without_secret(remote_url(place)), files, seen)
    try:
        done = register_or_wait(
            _with_health(settings, item),
            open_outbox(settings),
            lambda: open_catalog_to_write(settings),
            tell=lambda _: None,
        )
    except CatalogError as unfit:
        warn(f"the catalog was not told: {unfit.message}")
        return "failed"
    if isinstance(done, Waiting):
        warn(f"the catalog cannot be told now, and is told later: {done.reason.message}")
        return "waiting"
    return "registered"


def record_silo(
    settings: Settings,
    entry: Entry,
    *,
    warn: Callable[[str], None],
    lost_charter: bool = False,
) -> str:
    """Put a repository without a charter into the catalog; gives siloed or failed, never raises."""
    try:
        catalog = open_catalog_to_write(settings)
        try:
            catalog.register(entry, lost_charter=lost_charter)
        finally:
            catalog.close()
    except CatalogError as away:
        warn(f"the catalog was not told of {entry.project.name}: {away.message}")
        return "failed"
    return "siloed"


def let_go(
    settings: Settings,
    place: Path,
    texts: Mapping[str, bytes],
    *,
    was_listed: bool,
    since: str,
    warn: Callable[[str], None],
) -> None:
    """What the texts describe has lost its charter: a silo again, or gone where it was not known.

    What the catalog was told before `since` (a time in UTC) another clone told it: that stays.
    A silo has the address of its remote, or none: the rendered one went with the charter.
    """
    from charter.catalog.address import of_remote  # noqa: PLC0415
    from charter.catalog.entry import Entry  # noqa: PLC0415
    from charter.git import remote_url  # noqa: PLC0415

    try:
        open_outbox(settings).withdraw(str(place))
        entry = _described(place, texts)
        catalog = open_catalog_to_write(settings)
        try:
            known = catalog.find(entry.project.name, entry.project.team)
            if not was_listed:
                catalog.forget(entry)
        finally:
            catalog.close()
    except CatalogError as away:
        warn(f"the catalog was not told: {away.message}")
        return
    if was_listed and any(it.updated >= since for it in known):
        project = replace(entry.project, governance_level="", url=of_remote(remote_url(place)))
        lost = Entry(project, siloed="its adoption was taken back")
        record_silo(settings, lost, warn=warn, lost_charter=True)


def _described(place: Path, texts: Mapping[str, bytes]) -> Entry:
    from charter.catalog.describe import describe  # noqa: PLC0415
    from charter.git import remote_url  # noqa: PLC0415

    files = {name: text.decode("utf-8-sig", errors="replace") for name, text in texts.items()}
    return describe(files, remote_url(place))


def _says_nothing(team: str, name: str) -> str:  # noqa: ARG001
    return ""


def _catalog_words(settings: Settings, *, many: bool) -> Callable[[str, str], str]:
    """What the catalog says of a project's visibility: read at once where `many` are asked for."""
    if "://" not in settings.catalog and not Path(settings.catalog).expanduser().exists():
        return _says_nothing
    from charter.catalog.entry import Filters  # noqa: PLC0415

    catalog = open_catalog(settings, makes=False)
    if many:
        try:
            entries = [entry.project for entry in catalog.list_entries(Filters(), limit=-1)]
        finally:
            catalog.close()
        known = {(one.team, one.name): str(one.visibility) for one in entries}
        return lambda team, name: known.get((team, name), "")

    def told(team: str, name: str) -> str:
        found = catalog.find(name, team) if name else []
        return str(found[0].project.visibility) if len(found) == 1 else ""

    return told


def carry_out_and_tell(
    settings: Settings,
    update: Update,
    *,
    commits: bool,
    warn: Callable[[str], None],
    keep_ours: bool = False,
    words: Words | None = None,
) -> tuple[CarriedOut, str]:
    """Do what was planned, and tell the catalog where nothing waits: what became of both."""
    from charter.update.carry_out import carry_out  # noqa: PLC0415
    from charter.update.change import texts_after  # noqa: PLC0415
    from charter.update.operation import note_listing  # noqa: PLC0415

    texts, place = texts_after(update), update.project.place
    is_new = words is not None and _is_new(settings, place, texts)
    done = carry_out(update, commits=commits, keep_ours=keep_ours, words=words)
    if is_new and update.project.repository.root and done.is_changed:
        note_listing(update.project.repository.folder)
    if done.waiting:
        return done, ""  # the catalog is told once they are resolved
    return done, register_again(settings, place, texts, warn=warn)


def _is_new(settings: Settings, place: Path, texts: Mapping[str, bytes]) -> bool:
    """Whether the catalog tells of nothing like it yet; false where it cannot be asked."""
    try:
        entry = _described(place, texts)
        catalog = open_catalog(settings)
        try:
            return catalog.is_new(entry)
        finally:
            catalog.close()
    except CatalogError:
        return False
