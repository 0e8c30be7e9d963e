"""Where the remote, the licence and the answer say different things of who may see it. Pure."""

from __future__ import annotations

from charter.errors import CharterError
from charter.model import Visibility
from charter.scaffold.adopt.guesses import Findings
from charter.scaffold.layout.packaging import unlike


class ContradictionError(CharterError):
    """A public repository would become innersource by accident: nobody has decided that."""

    exit_code = 1  # the answer is no


def find_contradictions(findings: Findings, visibility: Visibility) -> tuple[str, ...]:
    """What speaks against this visibility, each in a sentence; none for a candidate.

    An opensource candidate stays closed until the OSPO has decided, whatever was before.
    """
    if visibility is Visibility.OPENSOURCE:
        return ()
    found = []
    if findings.remote and findings.is_public:
        found.append(f"{findings.remote.url} is public: {findings.remote.why}")
    found += [
        f"{licence.path} is the open source licence {licence.spoken}"
        for licence in findings.licences
        if licence.ids
    ]
    return tuple(found)


def refuse_contradictions(found: tuple[str, ...]) -> None:
    """Raises ContradictionError where anything contradicts."""
    if found:
        raise ContradictionError(
            f"it would become innersource, closed outside, but {'; and '.join(found)}.",
            hint="If it is open source: --visibility opensource. "
            "If somebody has decided to close it: --although-public",
        )


def warn_of(findings: Findings, visibility: Visibility, spdx: str) -> tuple[str, ...]:
    """What is allowed but should be known; `spdx` is the repository's licence, empty inside."""
    told = []
    if visibility is Visibility.OPENSOURCE and findings.remote and findings.is_public:
        told.append(
            f"{findings.remote.url} is public already: {findings.remote.why}. For Charter it is a "
            "candidate until the OSPO has decided: tell it so"
        )
    ours = f"the repository's is {spdx}" if spdx else "the repository is not open source"
    for path, names in findings.named.items():
        if other := unlike(spdx, names):
            told.append(f"{path} names {' and '.join(other)}; {ours}")
    return tuple(told)
