"""The command's one entry and its one door out: done, no, could not, a bug, interrupted."""

from __future__ import annotations

import os
import sys

from charter import __version__

DONE = 0  # the other codes live in cli, which --version does not import


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code (design: 0 done, 1 no, 2 could not, 3 bug, 130)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments in (["--version"], ["-V"]):  # imports nothing: shells and scripts ask this often
        print(f"charter {__version__}")  # noqa: T201
        return DONE
    import gc  # noqa: PLC0415

    gc.set_threshold(100_000)  # a short life: collecting garbage in it costs a tenth
    from charter.cli import run  # noqa: PLC0415

    try:
        return run(arguments)
    except BrokenPipeError:
        # whoever read our output (head, less) has gone: Python must not complain at exit about it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    finally:
        gc.freeze()  # nor does Python, at its end, look through everything once more


if __name__ == "__main__":
    sys.exit(main())
