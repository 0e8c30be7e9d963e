"""Joins two ignore files, attribute files or editor settings. Pure."""

from __future__ import annotations

import re

UNIONS = (".gitignore", ".gitattributes", ".editorconfig")


def unite(path: str, governed: bytes, own: bytes) -> bytes:
    """Both files' rules, the governed ones first; for `.editorconfig` by section and key."""
    one, two = (_text(data) for data in (governed, own))
    joined = _sections(one, two) if path.endswith(".editorconfig") else _lines(one, two)
    return joined.encode("utf-8", errors="surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogateescape").replace("\r\n", "\n").lstrip("\ufeff")


def _lines(governed: str, own: str) -> str:
    """Paragraph by paragraph: one whose rules are all known goes away with its comment.

    A rule that takes something back (`!keep.log`) always stays, for it depends on what is above.
    """
    known = set(governed.splitlines())
    result = governed.rstrip("\n") + "\n" if governed.strip() else ""
    for paragraph in re.split(r"\n\s*\n", own.strip("\n")):
        fresh = [
            line for line in paragraph.splitlines() if line.startswith("!") or line not in known
        ]
        if any(line.strip() and not line.startswith("#") for line in fresh):
            result += ("\n" if result else "") + "\n".join(fresh) + "\n"
            known.update(fresh)
    return result


def _sections(governed: str, own: str) -> str:
    """The code's value wins, for its files are written so; what governance adds stays."""
    result = _split_sections(governed)
    order = {head: at for at, (head, _) in enumerate(result)}
    for head, lines in _split_sections(own):
        if head in order:
            _override(result[order[head]][1], lines)
        else:
            result.append((head, lines))
    blocks = ("\n".join([*([head] if head else []), *_trim(lines)]) for head, lines in result)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _split_sections(text: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if line.strip().startswith("["):
            found.append((line.strip(), []))
        else:
            found[-1][1].append(line)
    return found


def _override(lines: list[str], own: list[str]) -> None:
    places = {_key(line): at for at, line in enumerate(lines) if _key(line)}
    for line in own:
        if _key(line) in places:
            lines[places[_key(line)]] = line
        elif _key(line):
            while lines and not lines[-1].strip():
                lines.pop()
            lines.append(line)


def _key(line: str) -> str:
    if line.lstrip().startswith(("#", ";")) or "=" not in line:
        return ""
    return line.partition("=")[0].strip().lower()


def _trim(lines: list[str]) -> list[str]:
    return "\n".join(lines).strip("\n").splitlines()
