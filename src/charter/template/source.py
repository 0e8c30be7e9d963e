"""What a person calls a template → where git finds it and what answers say of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from charter.errors import TemplateError
from charter.model import Visibility
from charter.settings import BUILTIN

ALIAS = re.compile(r"^[a-z][a-z0-9-]{0,62}$")
HELPER = "charter::"  # git asks the program git-remote-charter for what follows
_FORGES = {"gh:": "https://github.com/", "gl:": "https://gitlab.com/"}
_URL = re.compile(r"^(https?|ssh|git)://[^\s]+$")
_SCP = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9.-]+:[^\s:][^\s]*$")
_CREDENTIALS = re.compile(r"^[a-z]+://[^/@\s]*:[^/@\s]*@")


@dataclass(frozen=True)
class Source:
    """A template: `url` is what git fetches, `alias` the name Charter knows it by, or empty."""

    url: str
    alias: str = ""

    def recorded(self, visibility: Visibility) -> str:
        """What the answers file says: the same on every machine, and nothing internal in public.

        A public repository names its template by alias only; raises TemplateError where there is
        none. Copier takes a self-hosted address for git only with `git+` before it.
        """
        if self.url.startswith(HELPER):
            return f"git+{self.url}"
        is_address = _URL.match(self.url) or _SCP.match(self.url)
        if self.alias and (visibility is Visibility.OPENSOURCE or not is_address):
            return f"git+{HELPER}{self.alias}"
        if visibility is Visibility.OPENSOURCE:
            raise TemplateError(
                f"the template's address {self.url} would become public with the repository.",
                hint=f"Give it an alias: charter settings set templates.NAME {self.url}",
            )
        return f"git+{self.url}"


def resolve_source(text: str, aliases: Mapping[str, str]) -> Source:
    """Read an alias, `gh:`/`gl:` short form, URL, or what an answers file recorded.

    Raises TemplateError for a path: on a colleague's machine it would mean nothing, so it needs an
    alias. And for an address that holds a password: it would be written into every repository.
    """
    name = text.strip().removeprefix("git+")
    if name in (BUILTIN, HELPER + BUILTIN):
        return Source(HELPER + BUILTIN, BUILTIN)
    alias = name.removeprefix(HELPER)
    if alias in aliases:
        return Source(_expand(aliases[alias]), alias)
    if name.startswith(HELPER):
        raise TemplateError(
            f"no template is known by the alias '{alias}'.",
            hint="Ask the platform team for its address: "
            f"charter settings set templates.{alias} URL",
        )
    url = _expand(name)
    if _CREDENTIALS.match(url):
        raise TemplateError(
            "the template's address holds a password, which every repository would record.",
            hint="Use the address without it; git asks its credential store.",
        )
    if not (_URL.match(url) or _SCP.match(url)):
        raise TemplateError(
            f"'{text}' is neither an alias nor the address of a git repository.",
            hint="For a folder on this machine: charter settings set templates.NAME /path. "
            f"Then it is called NAME, in an answers file _src_path: git+{HELPER}NAME",
        )
    known_as = next((key for key, value in sorted(aliases.items()) if _expand(value) == url), "")
    return Source(url, known_as)


def _expand(text: str) -> str:
    for short, address in _FORGES.items():
        if text.startswith(short):
            path = text.removeprefix(short).strip("/")
            return f"{address}{path.removesuffix('.git')}.git"
    return text
