"""Knows the many ways in which templates and packages write a licence's name. Pure."""

from __future__ import annotations

import re

PROPRIETARY = "proprietary"
_CLOSED = re.compile(
    r"no|none|proprietary|closed|closed source|all rights reserved|unlicensed|private|internal"
    r"|no licen[sc]e( file)?|not open[ -]source|other/proprietary licen[sc]e|other"
)
_FAMILIES = (
    (r"\bmit\b(?!-0)", "MIT"),
    (r"apache", "Apache-2.0"),
    (r"\b(bsd[- ]?)?(2|two)[- ]clause|simplified bsd|freebsd", "BSD-2-Clause"),
    (r"\b(bsd[- ]?)?(3|three)[- ]clause|new bsd|revised bsd|modified bsd", "BSD-3-Clause"),
    (r"\bisc\b|iscl", "ISC"),
    (r"\bmpl\b|mozilla", "MPL-2.0"),
    (r"\bepl\b|eclipse", "EPL-2.0"),
    (r"\beupl\b|european union public", "EUPL-1.2"),
    (r"unlicense", "Unlicense"),
)
_GNU = (
    (r"agpl|affero", "AGPL"),
    (r"lgpl|lesser general|library general", "LGPL"),
    (r"\bgpl|general public", "GPL"),
)


def spdx_of(name: str) -> str:
    """The SPDX id (GNU ones without `-only` and `-or-later`), `proprietary`, or nothing."""
    text = name.strip().lower()
    if _CLOSED.fullmatch(text) or text.startswith("licenseref-"):
        return PROPRIETARY
    for pattern, family in _GNU:
        if re.search(pattern, text):
            return _gnu(family, text)
    return next((spdx for pattern, spdx in _FAMILIES if re.search(pattern, text)), "")


def _gnu(family: str, text: str) -> str:
    digits = re.search(r"([123])(\.[01])?", text)
    if not digits:
        return ""
    minor = ".1" if (family, digits[1]) == ("LGPL", "2") else ".0"
    return f"{family}-{digits[1]}{minor}"


def allows_later(name: str) -> bool:
    """Whether a GNU licence's name says `or later`."""
    return bool(re.search(r"or[ -]later|\+|or newer", name.lower()))


def choose_licence(spdx: str, choices: list[str]) -> str:
    """The choice that says the same as `spdx`; else one that brings no licence file; else nothing.

    The repository's licence comes from its governance, so no licence is better than another one.
    """
    wanted = spdx_of(spdx) if spdx else PROPRIETARY
    same = [choice for choice in choices if wanted and spdx_of(choice) == wanted]
    same.sort(key=lambda choice: allows_later(choice) != allows_later(spdx))
    none = [choice for choice in choices if spdx_of(choice) == PROPRIETARY]
    return next(iter((*same, *none)), "")
