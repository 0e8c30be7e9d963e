"""CODEOWNERS files: which one a forge reads, who owns everything, two of them made one. Pure."""

from __future__ import annotations

import re

EVERYTHING = ("*", "**", ".*", "/", "/**")
_READ_FIRST = {
    "github": (".github/", "", "docs/"),
    "gitlab": ("", "docs/", ".gitlab/"),
    "gitea": ("", "docs/", ".gitea/"),
    "forgejo": ("", "docs/", ".forgejo/", ".gitea/"),
}
_SECTION = re.compile(r"\s*\^?\[[^\]]+\]")


def in_reading_order(paths: list[str], forge: str) -> list[str]:
    """The CODEOWNERS files as the forge looks for them: it reads the first, and no other."""
    places = _READ_FIRST.get(forge, _READ_FIRST["github"])
    order = {f"{place}codeowners": at for at, place in enumerate(places)}
    return sorted(paths, key=lambda path: (order.get(path.lower(), len(order)), path))


def default_owners(text: str) -> tuple[str, ...]:
    """Who owns what no later line gives to somebody else."""
    found: tuple[str, ...] = ()
    for line in text.splitlines():
        pattern, *owners = _rule(line) or [""]
        if pattern in EVERYTHING and owners:
            found = tuple(owners)
    return found


def unite_owners(governed: bytes, own: bytes) -> bytes:
    """The governed default first, then the team's rules: the last line that matches decides.

    Owners of everything whom the team named stand beside the governed ones in the same line.
    """
    first, second = (_text(side).splitlines() for side in (governed, own))
    mine, rest = _default_and_rest(second, known=set(first))
    made = [_joined(line, mine) for line in first]
    while rest and not rest[0].strip():
        rest.pop(0)
    if any(line.strip() for line in rest):
        made += ["", *rest]
    return ("\n".join(made).rstrip("\n") + "\n").encode("utf-8", errors="surrogateescape")


def keeps_rules(own: bytes, united: bytes) -> bool:
    """Whether each rule of the team still gives its paths to the same owners, or to more."""
    before, after = _text(own), _text(united)
    there = [rule for line in after.splitlines() if (rule := _rule(line))]
    rules = [rule for line in before.splitlines() if (rule := _rule(line))]
    kept = all(
        any(rule[0] == it[0] and _owners(rule) <= _owners(it) for it in there)
        for rule in rules
        if rule[0] not in EVERYTHING
    )
    # of several lines for everything the last one counts
    first, second = ({it.lower() for it in default_owners(text)} for text in (before, after))
    return kept and first <= second


def _owners(rule: list[str]) -> set[str]:
    return {owner.lower() for owner in rule[1:]}


def _default_and_rest(lines: list[str], known: set[str]) -> tuple[list[str], list[str]]:
    """The owners of everything, and the lines that say something else than the governed file."""
    mine: list[str] = []
    rest: list[str] = []
    in_section = False
    for line in lines:
        in_section = in_section or bool(_SECTION.match(line))
        pattern, *owners = _rule(line) or [""]
        if pattern in EVERYTHING and owners and not in_section:
            mine = owners
        elif line in known and line.strip():
            continue
        else:
            rest.append(line)
    return mine, rest


def _joined(line: str, owners: list[str]) -> str:
    pattern, *there = _rule(line) or [""]
    if pattern not in EVERYTHING:
        return line
    known = {owner.lower() for owner in there}
    return " ".join([line.rstrip(), *(owner for owner in owners if owner.lower() not in known)])


def _rule(line: str) -> list[str]:
    """Pattern and owners of a line; empty for a comment, a section or nothing."""
    if _SECTION.match(line):
        return []
    return line.partition("#")[0].split()


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape").replace("\r\n", "\n").lstrip("\ufeff")
