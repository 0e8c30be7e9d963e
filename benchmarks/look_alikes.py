#!/usr/bin/env python3
"""How well the look-alikes of a project are found, and how fast, among real packages.

benchmarks/look_alikes.py --lists FOLDER [--entries N] [--model FOLDER] [--postgresql ADDRESS]

look_alikes.jsonl holds needs of projects that exist, in other words: "other" ones avoid every rare
word of the original, "free" ones name techniques as anybody would. A way of looking is as good as
the part of them whose original is among its first 1, 5 or 10. Prints a Markdown table. --lists is
the folder with pypi.tsv and npm.tsv; --model that of the cache of scripts/distil-vectors: where it
is not given, or onnxruntime, numpy and tokenizers are missing, the sentence model is LEFT OUT.
Last comes the catalog itself, in a file, and in the empty database of --postgresql.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from package_lists import Package, choose_packages

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from charter.catalog.entry import Entry
from charter.catalog.meaning.codes import Codes
from charter.catalog.meaning.ranking import rank, weigh
from charter.catalog.meaning.vectors import code_of, text_of, vector_of
from charter.catalog.sqlite import open_catalog_file
from charter.catalog.store import Catalog
from charter.catalog.words import telling_words
from charter.model import Project, Visibility

Way = Callable[["Need"], Sequence[int]]
NEEDS = Path(__file__).with_name("look_alikes.jsonl")
PAGE = 1024  # codes in a row of the database
BY_CODE, BY_WORDS, RARE, COUNTED = 100, 50, 8, 2000
FUSED = 5


@dataclass(frozen=True)
class Need:
    """What a developer says, and the number of the entry that serves it."""

    wording: str
    name: str
    description: str
    serves: int

    @property
    def text(self) -> str:
        return text_of(self.name, self.description)


def read_needs(packages: list[Package]) -> list[Need]:
    """The needs; an original that the lists no longer have is put among the packages."""
    places = {(one.registry, one.name): at for at, one in enumerate(packages)}
    needs = []
    for line in NEEDS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        place = places.get((row["registry"], row["name"]))
        if place is None:
            place = len(packages)
            packages.append(Package(row["registry"], row["name"], row["description"]))
        needs.append(Need(row["wording"], row["told_name"], row["told_description"], place))
    return needs


class Ground:
    """The packages in SQLite, as the catalog has its entries, each way of looking a method."""

    def __init__(self, packages: Sequence[Package]) -> None:
        self.packages = packages
        self.texts = [text_of(one.name, one.description) for one in packages]
        self.connection = sqlite3.connect(":memory:")
        self.connection.executescript(
            "create virtual table words using fts5(name, description,"
            " tokenize = 'porter unicode61 remove_diacritics 2');"
            "create table entry (id integer primary key, text text not null);"
            "create table code_page (first integer primary key, codes blob not null);"
        )
        self.connection.executemany(
            "insert into words (rowid, name, description) values (?, ?, ?)",
            ((at, one.name, one.description) for at, one in enumerate(packages)),
        )
        self.connection.executemany("insert into entry values (?, ?)", enumerate(self.texts))
        start = time.process_time()
        codes = [code_of(vector_of(text)) for text in self.texts]
        self.coded = (time.process_time() - start) / len(codes)
        self.connection.executemany(
            "insert into code_page values (?, ?)",
            ((at, b"".join(codes[at : at + PAGE])) for at in range(0, len(codes), PAGE)),
        )
        self.kept = self.read_codes()
        self.shingles: dict[str, list[int]] = defaultdict(list)
        self.sizes: list[int] = []

    def read_codes(self) -> Codes:
        return Codes(self.connection.execute("select first, codes from code_page").fetchall())

    def all_words(self, need: Need) -> list[int]:
        return self._matching(telling_words(need.name, need.description))

    def rarest(self, need: Need) -> list[int]:
        return self._matching(self._rare(self.count(need)))

    def codes(self, need: Need) -> list[int]:
        near = self.kept.nearest(code_of(vector_of(need.text)), count=BY_CODE)
        return [at for at, _ in rank(need.text, self._with_texts(near), weights={})]

    def bare_codes(self, need: Need) -> list[int]:
        return self.kept.nearest(code_of(vector_of(need.text)), count=BY_CODE)

    def fused(self, need: Need) -> list[int]:
        """Reciprocal rank fusion of words and codes."""
        points: Counter[int] = Counter()
        for order in (self.rarest(need), self.codes(need)):
            for place, at in enumerate(order):
                points[at] += 1 / (FUSED + place)
        return [at for at, _ in points.most_common()]

    def chosen(self, need: Need) -> list[int]:
        """What Charter does: the candidates of both, ranked by likeness and shared words."""
        counts = self.count(need)
        near = self.kept.nearest(code_of(vector_of(need.text)), count=BY_CODE)
        both = dict.fromkeys([*near, *self._matching(self._rare(counts), BY_WORDS)])
        weights = weigh(counts, len(self.packages))
        return [at for at, _ in rank(need.text, self._with_texts(list(both)), weights=weights)]

    def chosen_at_once(self, need: Need) -> list[int]:
        """The same in a command that first has to read the codes."""
        self.kept = self.read_codes()
        return self.chosen(need)

    def shingled(self, need: Need) -> list[int]:
        """By the part of all runs of four signs that both have: what MinHash estimates."""
        if not self.sizes:
            for at, text in enumerate(self.texts):
                runs = _runs(text)
                self.sizes.append(len(runs))
                for run in runs:
                    self.shingles[run].append(at)
        runs = _runs(need.text)
        shared: Counter[int] = Counter()
        for run in runs:
            shared.update(self.shingles.get(run, ()))
        part = {at: n / (len(runs) + self.sizes[at] - n) for at, n in shared.items()}
        return sorted(part, key=lambda at: -part[at])[:BY_CODE]

    def count(self, need: Need) -> dict[str, int]:
        """In how many entries each word is, as far as it is worth counting."""
        counts = {
            word: self.connection.execute(
                "select count(*) from (select 1 from words where words match ? limit ?)",
                (f'"{word}"', COUNTED),
            ).fetchone()[0]
            for word in telling_words(need.name, need.description)
        }
        return {word: count for word, count in counts.items() if count}

    def _rare(self, counts: dict[str, int]) -> list[str]:
        return sorted(counts, key=lambda word: counts[word])[:RARE]

    def _matching(self, words: Sequence[str], limit: int = BY_CODE) -> list[int]:
        quoted = " OR ".join(f'"{word}"' for word in words)
        if not quoted:
            return []
        found = self.connection.execute(
            "select rowid from words where words match ?"
            " order by bm25(words, 10.0, 4.0), rowid limit ?",
            (quoted, limit),
        )
        return [row[0] for row in found]

    def _with_texts(self, numbers: Sequence[int]) -> list[tuple[int, str]]:
        listed = ", ".join(map(str, numbers))
        return self.connection.execute(
            f"select id, text from entry where id in ({listed})"
        ).fetchall()


def _runs(text: str) -> set[str]:
    text = " ".join(text.lower().split())
    return {text[at : at + 4] for at in range(len(text) - 3)}


def measure(needs: Sequence[Need], way: Way) -> tuple[list[int], list[float]]:
    """The place of each original (0 the first; a large one where it was not found), and the ms."""
    places, took = [], []
    way(needs[0])
    for need in needs:
        start = time.perf_counter()
        found = list(way(need))
        took.append((time.perf_counter() - start) * 1000)
        places.append(found.index(need.serves) if need.serves in found else 10**9)
    return places, took


def line(name: str, needs: Sequence[Need], places: list[int], took: Sequence[float]) -> str:
    def part(wordings: tuple[str, ...], first: int) -> str:
        of = [at for need, at in zip(needs, places, strict=True) if need.wording in wordings]
        return f"{sum(at < first for at in of) / len(of):.2f}"

    both = [part(("other", "free"), first) for first in (1, 5, 10)]
    apart = [part(("other",), 10), part(("free",), 10)]
    times = [f"{statistics.median(took):.1f}", f"{statistics.quantiles(took, n=100)[98]:.1f}"]
    return f"| {name} | {' | '.join([*both, *apart, *times])} |"


def near_copies(ground: Ground) -> str:
    """Entries with one word left out and one changed: how often the codes find the original."""
    drawn = random.Random(0).sample(range(len(ground.texts)), 500)
    first, distances = 0, []
    for at in drawn:
        words = ground.packages[at].description.split()
        words[len(words) // 2] = "thing"
        copy = Need("", ground.packages[at].name + "2", " ".join(words[1:]), at)
        first += ground.codes(copy)[:1] == [at]
        pair = [int.from_bytes(code_of(vector_of(text))) for text in (copy.text, ground.texts[at])]
        distances.append((pair[0] ^ pair[1]).bit_count())
    return (
        f"Of 500 near-copies (renamed, a word left out, a word changed) the codes put the original"
        f" first for {first}; the codes differ in {statistics.median(distances):.0f} bits"
        f" (median), {statistics.quantiles(distances, n=100)[98]:.0f} (99 of 100)."
    )


def by_model(ground: Ground, needs: Sequence[Need], folder: Path) -> str:
    """The line of the sentence model, which reads every entry first."""
    import numpy as np  # noqa: PLC0415 - seldom installed
    from sentence_model import SentenceModel  # noqa: PLC0415

    model = SentenceModel(folder)
    entries = model.read([(one.name, one.description) for one in ground.packages])

    def nearest(need: Need) -> list[int]:
        likeness = entries @ model.read_one(need.name, need.description)
        return np.argsort(-likeness)[:BY_CODE].tolist()

    return line("sentence model (int8, ONNX, 22 MB)", needs, *measure(needs, nearest))


def entries_of(packages: Sequence[Package]) -> Iterator[Entry]:
    """Each as an entry whose address ends with its number."""
    for at, one in enumerate(packages):
        url = f"https://git.acme.example/{one.registry}/{at}"
        yield Entry(
            Project(
                one.name, "", one.description, Visibility.INNERSOURCE, one.registry, (), url=url
            )
        )


def by_catalog(
    what: str, catalog: Catalog, packages: Sequence[Package], needs: Sequence[Need]
) -> str:
    """The line of the catalog itself, which holds the packages first."""
    start = time.perf_counter()
    done = sum(step.created for step in catalog.load(entries_of(packages)))
    print(f"{what}: {done / (time.perf_counter() - start):.0f} entries loaded a second")

    def found(need: Need) -> list[int]:
        near = catalog.look_alikes(need.name, need.description, limit=10)
        return [int(one.entry.project.url.rpartition("/")[2]) for one in near]

    return line(what, needs, *measure(needs, found))


def catalog_lines(packages: Sequence[Package], needs: Sequence[Need], address: str) -> list[str]:
    """What `Catalog.look_alikes` finds."""
    with (
        tempfile.TemporaryDirectory(prefix="charter-bench-") as folder,
        closing(open_catalog_file(Path(folder, "catalog.sqlite3"))) as catalog,
    ):
        lines = [by_catalog("**the catalog itself, SQLite**", catalog, packages, needs)]
    if address:
        from charter.catalog.postgresql import open_catalog_database  # noqa: PLC0415

        with closing(open_catalog_database(address, upgrades=True)) as catalog:
            lines.append(by_catalog("**the same, PostgreSQL**", catalog, packages, needs))
    return lines


def report(lists: Path, entries: int, model: Path | None, postgresql: str) -> str:
    packages = choose_packages(lists)[:entries]
    needs = read_needs(packages)
    ground = Ground(packages)
    ways: dict[str, Way] = {
        "runs of four signs (MinHash's ideal)": ground.shingled,
        "BM25, all words": ground.all_words,
        f"BM25, {RARE} rarest words (before)": ground.rarest,
        "codes alone": ground.bare_codes,
        f"codes, the first {BY_CODE} ranked by vector": ground.codes,
        "words and codes, reciprocal rank fusion": ground.fused,
        "**words and codes, likeness and shared words**": ground.chosen,
        "the same, codes read from the database first": ground.chosen_at_once,
    }
    lines = [
        "| way | @1 | @5 | @10 | @10 other | @10 free | median ms | p99 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [line(name, needs, *measure(needs, way)) for name, way in ways.items()]
    try:
        lines.append(by_model(ground, needs, model) if model else "")
    except ImportError as missing:
        print(f"the sentence model was LEFT OUT: {missing}", file=sys.stderr)
    lines += catalog_lines(packages, needs, postgresql)
    told = Counter(need.wording for need in needs)
    surroundings = (
        f"{len(packages)} packages; needs: {told['other']} in other words, {told['free']} free."
        f" A code takes {ground.coded * 1e6:.0f} µs to make."
    )
    return "\n".join([surroundings, "", *filter(None, lines), "", near_copies(ground)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--lists", type=Path, required=True)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--postgresql", default="", metavar="ADDRESS")
    options = parser.parse_args()
    print(report(options.lists, options.entries, options.model, options.postgresql))
