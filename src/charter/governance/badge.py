"""A standing as an SVG badge, drawn here: an internal repository asks no public service."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from charter.governance.check import Severity
from charter.governance.many import Row
from charter.plain_text import one_line

_LABEL = "governance"
_GREEN, _YELLOW, _RED, _GREY = (
    "#2e7d32",
    "#8d6e00",
    "#b3261e",
    "#5f6368",
)  # white is legible on each
_NARROW, _WIDE = "fijlrt1,./:;|! ", "mwMW@%"
_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label={told}>
  <title>{title}</title>
  <clipPath id="round"><rect width="{width}" height="20" rx="3"/></clipPath>
  <g clip-path="url(#round)">
    <rect width="{left}" height="20" fill="#3c4043"/>
    <rect x="{left}" width="{right}" height="20" fill="{colour}"/>
  </g>
  <g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
    <text x="6" y="14" textLength="{label_length}">{label}</text>
    <text x="{start}" y="14" textLength="{text_length}">{text}</text>
  </g>
</svg>
"""


def as_badge(row: Row) -> str:
    """A file to commit or to publish with the pages; it refers to nothing outside itself."""
    text, colour = _standing(row)
    label_length, text_length = _length(_LABEL), _length(text)
    left, right = label_length + 12, text_length + 12
    told = f"{_LABEL}: {text}"
    return _SVG.format(
        width=left + right,
        left=left,
        right=right,
        start=left + 6,
        label_length=label_length,
        text_length=text_length,
        label=_LABEL,
        text=escape(text),
        title=escape(told),
        told=quoteattr(told),
        colour=colour,
    )


def _standing(row: Row) -> tuple[str, str]:
    if row.error:
        return "unknown", _GREY
    if not row.is_governed:
        return "siloed", _GREY
    verdict = row.verdict
    text = f"{one_line(row.visibility)}, {verdict.passed}/{verdict.held}"
    if verdict.count(Severity.ERROR):
        return text, _RED
    return text, _YELLOW if verdict.count(Severity.WARNING) else _GREEN


def _length(text: str) -> int:
    """Its width in the font, near enough: `textLength` makes it so."""
    return round(sum(4 if it in _NARROW else 10 if it in _WIDE else 7 for it in text))
