"""The one file that calls copier: a template version and answers become a folder of files."""

from __future__ import annotations

import os
import sysconfig
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charter.errors import TemplateError
from charter.git import LOCATION
from charter.model import Visibility
from charter.template.mirror import redirect
from charter.template.source import Source


@dataclass(frozen=True)
class Edition:
    """A template at one version: where it comes from, and where its bytes lie on this machine."""

    source: Source
    mirror: Path
    version: str


@dataclass(frozen=True)
class Order:
    """What to render: the answers that are stored, for which side, and the template's name there.

    Without a `source` the template gets the name that it has for that side.
    """

    answers: Mapping[str, Any]
    visibility: Visibility
    asks: bool = False  # copier itself asks what `answers` leaves open
    source: str = ""


def render_with_copier(edition: Edition, order: Order, into: Path) -> None:
    """Write the rendering into `into`, which must not exist; raises TemplateError in plain words.

    Never runs a template's tasks, migrations or extensions: copier refuses such a template.
    """
    import copier  # noqa: PLC0415
    from copier.errors import UnsafeTemplateError  # noqa: PLC0415
    from plumbum import local  # noqa: PLC0415

    recorded = order.source or edition.source.recorded(order.visibility)
    surroundings = {
        # plumbum keeps a copy of the environment of its own: what changed since counts too
        **os.environ,
        **redirect(edition.source, edition.mirror, recorded),
        "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    try:
        with local.env(**surroundings), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for name in LOCATION:  # copier's git must not work on a repository around us
                local.env.pop(name, "")
            copier.run_copy(
                recorded,
                into,
                dict(order.answers),
                vcs_ref=edition.version,
                defaults=not order.asks,
                overwrite=True,
                quiet=True,
                # what the person told copier to assume or to trust has no say here
                settings=copier.Settings(),
            )
    except UnsafeTemplateError as unsafe:
        raise TemplateError(
            "the template wants to run code of its own (tasks, migrations or Jinja extensions).",
            hint="A governance template holds none: ask its owners to move them into hooks/.",
        ) from unsafe
    except Exception as failure:  # a template can make copier raise anything, assertions too
        said = str(failure) or type(failure).__name__
        raise TemplateError(f"the template cannot be rendered: {said}") from failure
