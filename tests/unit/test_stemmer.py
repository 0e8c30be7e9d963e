"""Stems are those of SQLite's own Porter stemmer, word by word."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from charter.catalog.stemmer import stem

ROOT = Path(__file__).parents[2]
OTHERS = {".venv", ".cache", "node_modules"}  # what others wrote differs from machine to machine


def stems_of_sqlite(words: list[str]) -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create virtual table t using fts5(x, tokenize = 'porter ascii')")
        connection.execute("create virtual table v using fts5vocab(t, 'instance')")
        connection.executemany("insert into t (rowid, x) values (?, ?)", enumerate(words))
        return {words[row]: term for term, row in connection.execute("select term, doc from v")}


def test_every_word_of_our_documents_and_their_endings_is_stemmed_as_by_sqlite():
    text = " ".join(
        file.read_text("utf-8") for file in ROOT.glob("**/*.md") if not OTHERS & set(file.parts)
    )
    words = {word for word in re.findall(r"[a-z]+", text.lower()) if len(word) < 60}
    endings = (
        "s",
        "ed",
        "ing",
        "ation",
        "ational",
        "iveness",
        "fulness",
        "ly",
        "ement",
        "ies",
        "ll",
    )
    words |= {word + ending for word in words for ending in endings}
    expected = stems_of_sqlite(sorted(words | {"eed", "eeds", "ies", "sses", "yyed", "xxxyyying"}))
    assert len(expected) > 10_000
    assert {word: stem(word) for word in expected} == expected


@pytest.mark.parametrize("word", ["", "s", "as", "größe", "x86", "数据", "a" * 200])
def test_what_is_no_english_word_stays(word):
    assert stem(word) == word
