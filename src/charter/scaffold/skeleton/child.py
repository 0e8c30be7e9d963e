"""The child process in which cookiecutter runs: a job as JSON on stdin, the result on stdout."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cookiecutter import generate
from cookiecutter.main import cookiecutter


class UnsafeNameError(Exception):
    """A path of the template came out empty or outside of the project."""


def main() -> int:
    """Render as the job says; hooks print to stderr, for stdout carries the result alone."""
    job = json.load(sys.stdin)
    result = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    logging.getLogger("cookiecutter").propagate = False  # it logs a traceback for each failed hook
    logging.getLogger("cookiecutter").addHandler(logging.NullHandler())
    try:
        answer = _render(job)
    except Exception as failed:  # noqa: BLE001 - whatever a foreign template raises is its failure
        answer = {"error": f"{type(failed).__name__}: {failed}"}
    with result:
        json.dump(answer, result, default=str)
    return 0


def _render(job: dict[str, Any]) -> dict[str, Any]:
    output = Path(job["output"])
    generate.create_env_with_context = _guarded(generate.create_env_with_context, output)
    folder = cookiecutter(
        job["template"],
        no_input=True,
        extra_context=job["variables"],
        output_dir=str(output),
        default_config={
            "cookiecutters_dir": job["cookiecutters"],
            "replay_dir": job["replay"],
            "abbreviations": {},
        },
        accept_hooks=True,
    )
    return {"folder": folder, "variables": _final_variables(Path(job["replay"]))}


def _final_variables(replay: Path) -> dict[str, Any]:
    """The values cookiecutter came to, without its own keys, which hold paths of this machine."""
    for file in replay.glob("*.json"):
        found = json.loads(file.read_text(encoding="utf-8")).get("cookiecutter", {})
        return {key: value for key, value in found.items() if not key.startswith("_")}
    return {}


def _guarded(make: Callable[..., Any], output: Path) -> Callable[..., Any]:
    """Make the environment with which cookiecutter renders paths, and look at each of them.

    It writes wherever a path leads, also to the folder above for one that came out empty.
    """

    def make_guarded(context: dict[str, Any]) -> Any:
        environment = make(context)
        plain = environment.from_string

        def from_string(source: str) -> Any:
            template = plain(source)
            render = template.render

            def render_checked(*args: Any, **kwargs: Any) -> str:
                rendered: str = render(*args, **kwargs)
                _check(source, rendered, output)
                return rendered

            template.render = render_checked
            return template

        environment.from_string = from_string
        return environment

    return make_guarded


def _check(source: str, rendered: str, output: Path) -> None:
    """Folders are rendered with their whole path, files with their path in the project."""
    folder = source.startswith(f"{output}/")
    path = rendered.removeprefix(f"{output}/") if folder else rendered
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or "\0" in path:
        raise UnsafeNameError(f"'{source}' becomes '{path}', which leaves the project")
    if "" in (parts if folder else parts[:-1]):
        raise UnsafeNameError(f"'{source}' becomes '{path}', a folder without a name")


if __name__ == "__main__":
    sys.exit(main())
