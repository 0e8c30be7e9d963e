"""Where in a text what was looked for stands: between MARK and END. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.catalog.entry import END, MARK
from charter.catalog.tokens import Wanted, composed, read_pieces
from charter.plain_text import one_line

_AROUND = 90  # characters of a snippet on either side of the first match
_MOST = 200_000


def marked(text: str, wanted: Sequence[Wanted]) -> str:
    """The text with every match marked."""
    text = composed(text)
    return _with_marks(text, list(_spans(text, wanted)))


def marked_part(name: str, parts: Sequence[str]) -> str:
    """A name with the parts of it marked that were typed, in whatever case."""
    low = name.lower()
    spans = [(at, at + len(part)) for part in parts if part and (at := low.find(part)) >= 0]
    return _with_marks(name, spans) if len(low) == len(name) else name


def snippet(text: str, wanted: Sequence[Wanted]) -> str:
    """A piece of a long text around its first match; empty where there is none."""
    text = composed(text[:_MOST])
    first = next(_spans(text, wanted), None)
    if first is None:
        return ""
    begin, end = max(first[0] - _AROUND, 0), min(first[1] + _AROUND, len(text))
    if begin:
        begin = max(text.find(" ", begin, first[0]) + 1, begin)
    if end < len(text):
        cut = text.rfind(" ", first[1], end)
        end = cut if cut > 0 else end
    piece = one_line(text[begin:end])
    return f"{'…' if begin else ''}{marked(piece, wanted)}{'…' if end < len(text) else ''}"


def _spans(text: str, wanted: Sequence[Wanted]) -> Iterator[tuple[int, int]]:
    whole = {token for word in wanted for spelling in word.spellings for token in spelling}
    beginnings = tuple(s[-1] for word in wanted if word.is_prefix for s in word.spellings)
    last = 0
    for start, tokens in read_pieces(text):
        for token in tokens:
            if token.text in whole or token.plain in whole or token.text.startswith(beginnings):
                if start + token.start < last:
                    continue  # a part of a whole that is marked
                last = start + token.end
                yield start + token.start, last


def _with_marks(text: str, spans: Sequence[tuple[int, int]]) -> str:
    done, at = "", 0
    for begin, end in sorted(spans):
        if begin < at:
            continue
        done += f"{text[at:begin]}{MARK}{text[begin:end]}{END}"
        at = end
    return done + text[at:]
