"""Where in the configuration a question stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping


class LineOf:
    """Where a question stands: in copier.yml, or in a file that it includes."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __call__(self, question: str, word: str = "") -> tuple[str, int]:
        for path, text in self._texts.items():
            lines = text.splitlines()
            for number, line in enumerate(lines, start=1):
                if line.startswith((f"{question}:", f'"{question}":', f"'{question}':")):
                    return path, self._within(lines, number, word) if word else number
        return next(iter(self._texts), ""), 0

    @staticmethod
    def _within(lines: list[str], first: int, word: str) -> int:
        """The line of the word below the head of its question, or that head."""
        for number, line in enumerate(lines[first:], start=first + 1):
            if line[:1] not in ("", " ", "\t", "#", "-"):
                break
            if word in line:
                return number
        return first
