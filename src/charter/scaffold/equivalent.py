"""The command that founds the same repository without a question. Pure."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

# questions with a flag of their own; every other one is said by --set
FLAGS = ("visibility", "description", "team", "maintainers", "license", "forge")


def flag_of(spoken_name: str) -> str:
    """The flag that answers a question: its own, the command's argument for the name, or --set."""
    if spoken_name == "name":
        return "NAME"
    return f"--{spoken_name}" if spoken_name in FLAGS else f"--set {spoken_name}=…"


def in_words(value: Any) -> str:
    """A value as --set takes it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def equivalent_command(
    answers: Mapping[str, Any],
    worth_saying: Sequence[str],
    options: Sequence[str] = (),
    *,
    adopts: str = "",
) -> str:
    """One line for a shell: the answers in `worth_saying` by their flags, then `options`.

    `adopts` is the repository that is there already; without it, one is founded.
    """
    name_it = ["charter", "new", str(answers.get("name", ""))]
    words = ["charter", "adopt", adopts] if adopts else name_it
    for name in worth_saying:
        spoken, text = name.removeprefix("public_"), in_words(answers[name])
        if spoken == "name" and not adopts:
            continue
        words += [f"--{spoken}", text] if spoken in FLAGS else ["--set", f"{spoken}={text}"]
    return shlex.join([*words, *options, "--defaults", "--yes"])
