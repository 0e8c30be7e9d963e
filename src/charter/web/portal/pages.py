"""Templates become pages: every text is escaped, and a name that is missing is a bug."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from charter.catalog.address import web_address
from charter.catalog.words import key
from charter.web.portal.assets import assets
from charter.web.portal.times import counted, day

THEMES = ("auto", "dark", "light")


@dataclass(frozen=True)
class Site:
    """What is the same on every page; `organisation` is how the people there call it."""

    organisation: str = "the organisation"
    ospo: str = ""  # an address to write to
    is_public_view: bool = False

    @property
    def ospo_link(self) -> str:
        """What a browser opens: a page, or a letter."""
        return self.ospo if web_address(self.ospo) else f"mailto:{self.ospo}"


@dataclass(frozen=True)
class Viewer:
    """Who looks at a page, and what a template may offer them."""

    name: str = ""
    teams: frozenset[str] = frozenset()
    writes_all: bool = False
    is_known: bool = False
    is_person: bool = False
    may_sign_in: bool = False
    csrf: str = ""
    theme: str = "auto"

    def may_write(self, team: str) -> bool:
        return self.writes_all or (bool(team) and key(team) in self.teams)

    @property
    def may_register(self) -> bool:
        return self.writes_all or bool(self.teams)

    @property
    def next_theme(self) -> str:
        return THEMES[(THEMES.index(self.theme) + 1) % len(THEMES)]


def render(template: str, *, site: Site, viewer: Viewer, **shown: Any) -> str:
    """The page that the template of that name makes of what is shown."""
    return _environment().get_template(template).render(site=site, viewer=viewer, **shown)


def spoken(text: str) -> Markup:
    """The text, with what stands between backticks as code."""
    parts = [escape(part) for part in text.split("`")]
    told = (f"<code>{part}</code>" if place % 2 else str(part) for place, part in enumerate(parts))
    return Markup("".join(told))  # noqa: S704 - every part is escaped


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("charter.web.portal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(day=day, counted=counted, spoken=spoken)
    environment.globals["static"] = lambda name: f"/static/{assets()[name].name}"
    return environment
