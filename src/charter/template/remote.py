"""git-remote-charter: lets git and copier find templates by name (`charter::builtin`) everywhere.

Speaks the `connect` capability of gitremote-helpers(7): git says `connect git-upload-pack`, we
answer with an empty line and become the upload-pack of the mirror that the name stands for.
"""

from __future__ import annotations

import os
import sys

from charter.errors import CharterError
from charter.settings import read_settings
from charter.template.mirror import open_mirror
from charter.template.source import HELPER, resolve_source


def main() -> int:
    """Answer git on standard input and output; git gives the remote's name and its address."""
    if len(sys.argv) < 3:  # noqa: PLR2004
        _say("git calls this program itself, for addresses such as charter::builtin.")
        return 2
    name = sys.argv[2].removeprefix(HELPER)
    for line in iter(sys.stdin.readline, ""):
        command = line.rstrip("\n")
        if command == "capabilities":
            _answer("connect\n\n")
        elif command == "connect git-upload-pack":
            return _serve(name)
        elif command.startswith("connect "):
            if command.endswith("upload-archive"):
                _say("a template is only read: clone it, then archive the clone.")
            _answer("fallback\n")
        elif not command:
            return 0
        else:
            _say(f"git asked for '{command}', which a template cannot do: it is only read.")
            return 2
    return 0


def _serve(name: str) -> int:
    try:
        settings = read_settings()
        source = resolve_source(HELPER + name, settings.templates)
        mirror = open_mirror(source, settings.folders.cache, warn=_say)
    except CharterError as failure:
        _say(f"{failure.message} {failure.hint}".strip())
        return 2
    _answer("\n")
    return os.execvp("git", ["git", "upload-pack", str(mirror)])  # noqa: S606 - becomes git, by its own protocol


def _answer(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _say(text: str) -> None:
    sys.stderr.write(f"git-remote-charter: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
