"""A template's copier.yml → its questions, in copier's own format. Pure: receives bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import yaml

from charter.errors import TemplateError

Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MISSING = object()  # a question without a default

_ADDED_UP = ("_exclude", "_jinja_extensions", "_secret_questions", "_skip_if_exists")


@dataclass(frozen=True)
class Question:
    """One question as copier knows it; texts may be Jinja. Reference: copier docs, "Questions"."""

    name: str
    type: str = ""
    default: Any = MISSING
    help: str = ""
    choices: Any = ()
    multiselect: bool = False
    validator: str = ""
    when: str | bool = True
    ask: str | bool = True
    placeholder: str = ""
    multiline: str | bool = False
    secret: bool = False

    @property
    def is_computed(self) -> bool:
        """Never asked and never stored: a value the template works out for itself."""
        return self.when is False


@dataclass(frozen=True)
class Configuration:
    """What copier.yml says: its questions in order, and its settings (without the underscore)."""

    questions: tuple[Question, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


def parse_configuration(
    text: bytes, read: Callable[[str], bytes | None], match: Callable[[str], list[str]]
) -> Configuration:
    """Read copier.yml; `read` and `match` find what it includes, relative to the template's root.

    Raises TemplateError where it is not YAML, or says of a question what copier does not know.
    """

    class Including(Loader):  # type: ignore[misc]
        """A loader of our own: adding a constructor to the shared one would reach everybody."""

    def include(loader: Any, node: Any) -> list[Any]:
        paths = match(str(loader.construct_scalar(node)))
        found = chain.from_iterable(yaml.load_all(read(path) or b"", Including) for path in paths)
        return list(_flat(found))

    Including.add_constructor("!include", include)
    try:
        documents = list(_flat(yaml.load_all(text, Including)))
    except yaml.YAMLError as wrong:
        raise TemplateError(f"the template's copier.yml is not YAML: {wrong}") from wrong
    merged: dict[str, Any] = {}
    for document in documents:
        if not isinstance(document, dict):
            raise TemplateError("the template's copier.yml must be a mapping of questions.")
        merged |= document
    merged |= {key: _together(key, documents) for key in _ADDED_UP if key in merged}
    settings = {key[1:]: value for key, value in merged.items() if key.startswith("_")}
    secret = frozenset(settings.get("secret_questions") or ())
    questions = (_question(key, value) for key, value in merged.items() if not key.startswith("_"))
    return Configuration(
        tuple(_hidden(each) if each.secret or each.name in secret else each for each in questions),
        settings,
    )


def _together(key: str, documents: list[dict[str, Any]]) -> Any:
    """What all documents list under `key`: copier adds such settings up."""
    listed = [document[key] for document in documents if key in document]
    if len(listed) == 1 or not all(isinstance(each, list) for each in listed):
        return listed[-1]
    return list(chain.from_iterable(listed))


def _flat(documents: Any) -> Iterator[Any]:
    for document in documents:
        if isinstance(document, list):
            yield from _flat(document)
        elif document:
            yield document


def _question(name: str, details: Any) -> Question:
    if not isinstance(details, dict):
        details = {"default": details}
    known = {key: value for key, value in details.items() if key in _FIELDS}
    if unknown := details.keys() - known.keys() - {"qmark"}:
        raise TemplateError(f"question '{name}' has an unknown key: {', '.join(sorted(unknown))}.")
    return Question(name, **known)


def _hidden(question: Question) -> Question:
    if question.default is MISSING:  # nobody can say it again at the next update
        raise TemplateError(f"the secret question '{question.name}' has no default.")
    return replace(question, secret=True)


_FIELDS = Question.__dataclass_fields__.keys() - {"name"}
