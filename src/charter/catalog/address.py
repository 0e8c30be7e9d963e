"""Web addresses: from git remotes, from untrusted texts, and into a project's pages."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from charter.catalog.entry import Entry

NOBODYS = "-"  # the team, in an address of the catalog, of what has none
_LONGEST = 2000
_SCP = re.compile(r"(?:[^@/:\s]+@)?(?P<host>[A-Za-z0-9.-]+\.[A-Za-z0-9-]+):(?!//)(?P<path>[^\s]+)")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
_STRANGE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\"'<>\\^`{|}]")
_BUG_PAGES = {"gitlab": "/-/issues"}
_FIRST_ISSUES = {
    "github": "/issues?q=is%3Aissue+is%3Aopen+label%3A%22good+first+issue%22",
    "gitlab": "/-/issues?state=opened&label_name%5B%5D=good+first+issue",
}
_GUIDES = {"github": "/blob/HEAD/CONTRIBUTING.md", "gitlab": "/-/blob/HEAD/CONTRIBUTING.md"}


def web_address(text: str) -> str:
    """The http(s) address, without credentials; empty where the text is none."""
    text = text.strip()
    return _read_address(text) if text and len(text) <= _LONGEST else ""


@lru_cache(maxsize=2000)  # each is read anew whenever it is shown
def _read_address(text: str) -> str:
    if _STRANGE.search(text) or not text.isprintable():
        return ""
    try:
        place = urlsplit(text)
        host, port = place.hostname or "", place.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    if place.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return ""
    return place._replace(netloc=f"{host}:{port}" if port else host).geturl()


def without_secret(remote: str) -> str:
    """The remote without the name and password that somebody may have written into it."""
    scheme, mark, rest = remote.partition("://")
    place, slash, path = rest.partition("/")
    return f"{scheme}{mark}{place.rpartition('@')[2]}{slash}{path}" if mark else remote


def of_remote(remote: str) -> str:
    """The web address of the repository behind a git remote; empty for a path or what is unknown.

    A host without a dot in `host:path` is most often a name from somebody's ssh settings, which
    says nothing to others.
    """
    remote = remote.strip()
    if "://" in remote:
        scheme, _, rest = remote.partition("://")
        if scheme in ("ssh", "git", "git+ssh", "ssh+git"):
            host, _, path = rest.rpartition("@")[2].partition("/")
            remote = f"https://{host.partition(':')[0]}/{path}" if not host.startswith("[") else ""
        address = web_address(remote)
    else:
        found = _SCP.fullmatch(remote)
        address = (
            web_address(f"https://{found['host']}/{found['path'].lstrip('/')}") if found else ""
        )
    address = address.partition("?")[0].partition("#")[0].rstrip("/").removesuffix(".git")
    return address if urlsplit(address).path.strip("/") else ""


def clone_address(entry: Entry) -> str:
    """What `git clone` takes; empty where the project has no address yet."""
    return f"{entry.project.url}.git" if entry.project.url else ""


def bug_address(entry: Entry) -> str:
    """Where a bug is reported."""
    project = entry.project
    page = _BUG_PAGES.get(project.forge, "/issues")
    return entry.link("issues") or (project.url + page if project.url else "")


def contributing_address(entry: Entry) -> str:
    """Where it is told how to contribute; the repository itself where the forge's paths differ."""
    project = entry.project
    return entry.link("contributing") or (
        project.url + _GUIDES.get(project.forge, "") if project.url else ""
    )


def first_issues_address(entry: Entry) -> str:
    """Where issues are that a newcomer can begin with; other forges search them by their words."""
    project = entry.project
    page = _FIRST_ISSUES.get(project.forge, "/issues?q=good+first+issue")
    return entry.link("good-first-issues") or (project.url + page if project.url else "")


def with_web_addresses(entry: Entry) -> Entry:
    """The entry without any address that is none of the web, whoever wrote it into the catalog."""
    url, own = entry.project.url, [link.url for link in entry.links]
    good, links = web_address(url), [*map(web_address, own)]
    if good == url and links == own and all(links):
        return entry  # as nearly all are
    kept = zip(entry.links, links, strict=True)
    return replace(
        entry,
        project=replace(entry.project, url=good),
        links=tuple(replace(link, url=it) for link, it in kept if it),
    )


def addresses_of(entry: Entry) -> dict[str, str]:
    """Where a project is used, asked about and contributed to; empty ones are not known."""
    return {
        "clone": clone_address(entry),
        "issues": bug_address(entry),
        "contributing": contributing_address(entry),
        "good_first_issues": "" if entry.siloed else first_issues_address(entry),
        "chat": entry.link("chat"),
        "docs": entry.link("docs"),
    }
