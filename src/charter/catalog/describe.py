"""Texts of a repository's files become an entry; they are not trusted. Reads the clock only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from charter.catalog.activity import Activity
from charter.catalog.address import of_remote, web_address, without_secret
from charter.catalog.entry import KINDS, Entry, Link, score_entry
from charter.catalog.sight import Sight
from charter.catalog.surface import SURFACE, promise_of, read_surface
from charter.catalog.text_tree import mappings, read_tree, text_of
from charter.errors import CatalogError
from charter.model import Maintainer, Project, Visibility, parse_maintainers
from charter.plain_text import one_line

ANSWERS, COMPONENT = ".copier-answers.yml", "catalog-info.yaml"
FILES = (ANSWERS, COMPONENT, SURFACE)

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
_TOPIC = re.compile(r"[a-z0-9:+#]+(-[a-z0-9:+#]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONGEST = {"title": 200, "description": 1000, "license": 100, "template": 500}
_MOST_TOPICS, _MOST_LINKS, _MOST_MAINTAINERS, _LONGEST_TOPIC = 30, 30, 50, 63
_VISIBILITY_TAGS = ("inner-source", "innersource", "open-source", "opensource")
_UNSEEN = ("readme", "language")  # what only who looks into the repository knows


def describe(files: Mapping[str, str], remote: str = "", sight: Sight | None = None) -> Entry:
    """The entry that these texts tell of; raises CatalogError naming the file and what is wrong.

    The address of the git remote wins over the rendered one: the repository may have moved.
    Without a `sight`, what it would show is left as the catalog knows it.
    """
    if not any(name in files for name in (ANSWERS, COMPONENT)):
        raise CatalogError(
            f"the repository has neither {ANSWERS} nor {COMPONENT}.",
            hint="Found a repository with `charter new`; it is registered at once.",
        )
    answers = read_tree(ANSWERS, files.get(ANSWERS, ""))
    component = _component(files.get(COMPONENT, ""))
    surface = read_surface(files.get(SURFACE, ""))
    home = _rendered_home(component)
    moved = of_remote(remote)
    project = _project(answers, component, url=moved or home)
    links = _links(component, home=home, moved=moved)
    if surface.docs and not any(link.kind == "docs" for link in links):
        links.append(Link(surface.docs, "Documentation", "docs"))
    seen = sight or Sight()
    entry = Entry(
        project=project,
        lifecycle=_limited("license", text_of(mappings(component, "spec"), "lifecycle")),
        language=surface.language or seen.language,
        template=_limited("template", without_secret(text_of(answers, "_src_path"))),
        version=_limited("license", text_of(answers, "_commit")),
        links=tuple(links),
        chat="" if project.visibility is Visibility.OPENSOURCE else _chat(answers),
        wanted=surface.wanted,
        responds=promise_of(answers),
        readme=seen.readme,
        health=seen.health,
        activity=seen.activity,
        unsaid=() if sight else _unsaid(files),
    )
    if seen.activity == Activity():
        return entry
    return replace(entry, score=score_entry(entry, datetime.now(UTC)))


def _unsaid(files: Mapping[str, str]) -> tuple[str, ...]:
    """Who sends no innersource.json may be one who does not know of it."""
    return _UNSEEN if SURFACE in files else (*_UNSEEN, "wanted")


def _chat(answers: Mapping[str, Any]) -> str:
    return _limited("title", text_of(answers, "chat_channel"))


def _project(answers: Mapping[str, Any], component: Mapping[str, Any], *, url: str) -> Project:
    metadata = mappings(component, "metadata")
    spec = mappings(component, "spec")
    visibility = _visibility(answers, metadata)
    public = visibility is Visibility.OPENSOURCE
    name = text_of(answers, "name") or text_of(metadata, "name")
    owner = text_of(spec, "owner").rpartition(":")[2].rpartition("/")[2]
    date = text_of(answers, "publication_date")
    return Project(
        name=_named(name, "name"),
        title=_limited("title", text_of(answers, "title") or text_of(metadata, "title") or name),
        description=_limited(
            "description", text_of(answers, "description") or text_of(metadata, "description")
        ),
        visibility=visibility,
        team=_named(text_of(answers, "public_team" if public else "team") or owner, "team"),
        maintainers=_maintainers(
            text_of(answers, "public_maintainers" if public else "maintainers")
        ),
        forge=_limited("license", text_of(answers, "forge")),
        url=url,
        license=_limited("license", text_of(answers, "license")) if public else "",
        topics=_topics(text_of(answers, "topics"), metadata.get("tags")),
        governance_level=""
        if public
        else _limited("license", text_of(answers, "governance_level")),
        publication_date=date if public and _DATE.fullmatch(date) else "",
    )


def _visibility(answers: Mapping[str, Any], metadata: Mapping[str, Any]) -> Visibility:
    """Nothing said means internal: the mistake that harms less."""
    said = text_of(answers, "visibility")
    said = said or text_of(mappings(metadata, "labels"), "charter.dev/visibility")
    try:
        return Visibility(said or Visibility.INNERSOURCE)
    except ValueError as wrong:
        raise CatalogError(
            f"the repository says its visibility is '{one_line(said)[:60]}'; known are "
            f"{' and '.join(Visibility)}."
        ) from wrong


def _named(text: str, what: str) -> str:
    if not text:
        raise CatalogError(
            f"the repository does not say its {what}.",
            hint=f"Write it into {COMPONENT} (metadata.name, spec.owner), or use `charter new`.",
        )
    if not _NAME.fullmatch(text):
        raise CatalogError(
            f"the {what} '{one_line(text)[:80]}' is not one the catalog can keep.",
            hint="Use 1 to 63 letters, digits, '-', '_' or '.'.",
        )
    return text


def _maintainers(text: str) -> tuple[Maintainer, ...]:
    if not text.strip():
        return ()
    try:
        return parse_maintainers(one_line(text))[:_MOST_MAINTAINERS]
    except ValueError as wrong:
        raise CatalogError(
            f"{ANSWERS} names a maintainer as '{str(wrong)[:80]}'.",
            hint="Each one is written as: Name @handle, or Name @handle <e-mail>.",
        ) from wrong


def _topics(text: str, tags: Any) -> tuple[str, ...]:
    listed = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    found = [topic.strip().lower() for topic in (*text.split(","), *listed)]
    good = (topic for topic in found if len(topic) <= _LONGEST_TOPIC and _TOPIC.fullmatch(topic))
    told = (topic for topic in good if topic not in _VISIBILITY_TAGS)  # an entry says that itself
    return tuple(dict.fromkeys(told))[:_MOST_TOPICS]


def _component(text: str) -> Mapping[str, Any]:
    """The first Component of a Backstage descriptor (several documents may share the file)."""
    for tree in read_tree(COMPONENT, text, every=True).get("documents", ()):
        if isinstance(tree, dict) and text_of(tree, "kind") == "Component":
            return tree
    return {}


def _rendered_home(component: Mapping[str, Any]) -> str:
    annotations = mappings(mappings(component, "metadata"), "annotations")
    location = text_of(annotations, "backstage.io/source-location")
    return web_address(location.removeprefix("url:")).rstrip("/")


def _links(component: Mapping[str, Any], *, home: str, moved: str) -> list[Link]:
    listed = mappings(component, "metadata").get("links")
    found = []
    for link in listed[:_MOST_LINKS] if isinstance(listed, list) else ():
        if not isinstance(link, dict):
            continue
        url = web_address(text_of(link, "url"))
        if home and moved and (url == home or url.startswith(f"{home}/")):
            url = moved + url.removeprefix(home)
        kind = text_of(link, "type")
        if url:
            title = _limited("title", text_of(link, "title"))
            found.append(Link(url, title, kind if kind in KINDS else ""))
    return found


def _limited(what: str, text: str) -> str:
    line = one_line(text)
    longest = _LONGEST[what]
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
