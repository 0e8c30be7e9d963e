"""Documents as YAML that every reader takes for the same, old or new. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

_ENDLESS = 1_000_000  # no line is broken: a reader of one line at a time sees whole values


def document(tree: Mapping[str, Any], *, marked: bool = True) -> str:
    """One YAML document; every text in quotes, for YAML 1.1 and 1.2 differ on what a bare `1e3` is.

    `marked`: it begins with `---`. Keys are ours, and stand bare.
    """
    import yaml  # noqa: PLC0415 - most commands write no YAML

    text: str = yaml.dump(
        {key: _quoted(value) for key, value in tree.items()},
        Dumper=_dumper(),
        allow_unicode=True,
        sort_keys=False,
        explicit_start=marked,
        width=_ENDLESS,
    )
    return text


class _Text(str):
    """A text that is written in quotes."""

    __slots__ = ()


def _quoted(value: Any) -> Any:
    if isinstance(value, str):
        return _Text(value)
    if isinstance(value, Mapping):
        return {key: _quoted(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_quoted(each) for each in value]
    return value


@cache
def _dumper() -> Any:
    import yaml  # noqa: PLC0415

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - nobody reads *id001
            return True

    Dumper.add_representer(
        _Text,
        lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"'),
    )
    return Dumper
