"""Three versions of one file become one: text by lines, modes and line ends by their own rules."""

from __future__ import annotations

from dataclasses import dataclass

from charter.contents import merge_texts
from charter.model import EXECUTABLE, REGULAR, FileContent

_TEXTS = (REGULAR, EXECUTABLE)
_SAMPLE = 8000  # bytes that git looks at to tell text from binary


@dataclass(frozen=True)
class Merged:
    """The merge; `content` holds the marks of a conflict where it is not clean, or is ours."""

    content: FileContent
    is_clean: bool


def merge_files(
    base: FileContent | None, ours: FileContent, theirs: FileContent, labels: tuple[str, str]
) -> Merged:
    """Merge as git does. The team's line ends stay; a binary file or a link is never merged."""
    base, theirs = fit_line_ends(base, ours), fit_line_ends(theirs, ours) or theirs
    if base == ours:
        return Merged(theirs, is_clean=True)
    if theirs in (base, ours):
        return Merged(ours, is_clean=True)
    mode = _mode(base, ours, theirs)
    if not mode:
        return Merged(ours, is_clean=False)
    if (data := _data_of_one(base, ours, theirs)) is not None:
        return Merged(FileContent(data, mode), is_clean=True)
    if any(map(_is_binary, filter(None, (base, ours, theirs)))):
        return Merged(ours, is_clean=False)
    data, is_clean = merge_texts(base.data if base else b"", ours.data, theirs.data, labels)
    return Merged(FileContent(data, mode), is_clean)


def _data_of_one(base: FileContent | None, ours: FileContent, theirs: FileContent) -> bytes | None:
    """The bytes of the side that changed them, where at most one did; None where both did."""
    if base is not None and base.data == ours.data:
        return theirs.data
    if ours.data == theirs.data or (base is not None and base.data == theirs.data):
        return ours.data
    return None


def fit_line_ends(content: FileContent | None, ours: FileContent) -> FileContent | None:
    """The content with the line ends of ours, where all of ours end the same way."""
    if content is None or not _is_text(content) or not _is_text(ours) or content == ours:
        return content
    returns, lines = ours.data.count(b"\r\n"), ours.data.count(b"\n")
    data = content.data
    if returns and returns == lines:
        data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    elif lines and not returns:
        data = data.replace(b"\r\n", b"\n")
    return FileContent(data, content.mode)


def _mode(base: FileContent | None, ours: FileContent, theirs: FileContent) -> int:
    """The mode of the result; 0 where a kind (file, link, submodule) meets another kind."""
    if ours.mode == theirs.mode:
        return ours.mode if ours.mode in _TEXTS or ours.data == theirs.data else 0
    if ours.mode not in _TEXTS or theirs.mode not in _TEXTS:
        return 0
    if base is None:  # both added it: executable is what one of them asked for
        return EXECUTABLE
    return theirs.mode if ours.mode == base.mode else ours.mode


def _is_text(content: FileContent) -> bool:
    return content.mode in _TEXTS and not _is_binary(content)


def _is_binary(content: FileContent) -> bool:
    return b"\0" in content.data[:_SAMPLE]
