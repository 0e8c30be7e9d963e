"""What was said by the label of a choice → the value that it stands for. Pure."""

from __future__ import annotations

from typing import Any

import yaml

from charter.template.casting import cast, split_list
from charter.template.posed import Posed


def by_value(posed: Posed, said: Any) -> Any:
    """What was said, with the value in the place of a label that one choice alone has.

    A value wins over a label that is spelt the same: copier knows values only.
    """
    if not posed.choices:
        return said
    if not posed.question.multiselect:
        return _value(posed, said)
    try:
        items = split_list(said) if isinstance(said, str) else said
    except (ValueError, yaml.YAMLError):
        return said  # it is refused as it is
    return [_value(posed, item) for item in items] if isinstance(items, list) else said


def _value(posed: Posed, said: Any) -> Any:
    if not isinstance(said, str) or _is_value(posed, said):
        return said
    labelled = [it for it in posed.choices if it.label == said and it.label != str(it.value)]
    return labelled[0].value if len(labelled) == 1 else said


def _is_value(posed: Posed, said: str) -> bool:
    try:
        meant = cast(posed.type, said)
    except (ValueError, TypeError, AttributeError, yaml.YAMLError):
        return False
    return any(choice.meant == meant for choice in posed.choices)
