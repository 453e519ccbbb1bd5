"""Distils a sentence encoder into one vector per word piece.

    python -m benchmarks.encoder.make_table --teacher FOLDER --wordnet FOLDER

``--teacher``: all-MiniLM-L6-v2 (Apache-2.0) as a folder with ``model.safetensors``, ``config.json``
and ``vocab.txt``. ``--wordnet``: WordNet 3's ``dict`` folder. A text's vector is the sum of its pieces'
vectors, scaled to length 1; they are learnt so that it points where the teacher's does, in the main
directions of the teacher's space. About 15 minutes on one core; the same seed gives the same table.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from benchmarks.encoder.corpus import corpus
from causerie.nlu.encoders.sentence_model import SentenceModel
from causerie.nlu.encoders.static_table import ENGLISH, quantise

Array = NDArray[np.float32]
SIZE = 128
EPOCHS = 20
BATCH = 512
HELD_OUT = 0.02
RATE = 0.01
RARE = 1e-3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ENGLISH)
    wanted = parser.parse_args()
    teacher = SentenceModel.load(wanted.teacher)
    texts = corpus(wanted.wordnet)
    pieces = [teacher.pieces.pieces(text)[:62] for text in texts]
    taught = encode(teacher, pieces, "texts")
    known = encode(teacher, [[i] for i in range(len(teacher.pieces.vocabulary))], "pieces")
    table = distil(pieces, taught, known)
    save(table, list(teacher.pieces.vocabulary), wanted.out)


def encode(teacher: SentenceModel, texts: list[list[int]], what: str) -> Array:
    """Vectors of length 1."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    vectors = np.zeros((len(texts), teacher.size), dtype=np.float32)
    for start in track(range(0, len(order), 16), description=f"Encoding {len(texts)} {what}"):
        batch = order[start : start + 16]
        vectors[batch] = teacher.encode_pieces([texts[i] for i in batch])[:, 0]
    return vectors


def distil(texts: list[list[int]], taught: Array, known: Array, seed: int = 0) -> Array:
    """Vectors ``[pieces, SIZE]`` by Adam on the cosine to the teacher, from the teacher's own vectors
    of single pieces, frequent ones made short (Arora et al., ICLR 2017).
    """
    from scipy.sparse import csr_matrix

    random = np.random.default_rng(seed)
    mean = taught.mean(axis=0)
    _, directions = np.linalg.eigh(np.cov((taught - mean).T))
    main_ones = directions[:, ::-1][:, :SIZE].astype(np.float32)
    targets = unit((taught - mean) @ main_ones)
    table = unit((known - mean) @ main_ones)
    counts = np.bincount(np.concatenate([np.array(text) for text in texts]), minlength=len(table))
    shares = (counts + 1) / (counts.sum() + len(counts))
    table *= (RARE / (RARE + shares)).astype(np.float32)[:, None]

    starts = np.cumsum([0, *map(len, texts)])
    flat = np.concatenate([np.array(text, dtype=np.int64) for text in texts])
    matrix = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, starts), shape=(len(texts), len(table)))
    held_out = random.random(len(texts)) < HELD_OUT
    train, test = np.flatnonzero(~held_out), np.flatnonzero(held_out)
    first, second = np.zeros_like(table), np.zeros_like(table)
    step, steps = 0, EPOCHS * (len(train) // BATCH)
    for epoch in range(EPOCHS):
        order = random.permutation(train)
        for start in range(0, len(order) - BATCH, BATCH):
            rows = order[start : start + BATCH]
            used, gradient = slope(matrix[rows], table, targets[rows])
            first[used] = 0.9 * first[used] + 0.1 * gradient
            second[used] = 0.99 * second[used] + 0.01 * gradient * gradient
            step += 1
            table[used] -= RATE * (1 - step / (steps + 1)) * first[used] / (np.sqrt(second[used]) + 1e-8)
        cosine = float((unit(matrix[test] @ table) * targets[test]).sum(axis=1).mean())
        print(f"epoch {epoch + 1} of {EPOCHS}: cosine on texts held out {cosine:.4f}", flush=True)
    return table


def slope(batch: Any, table: Array, targets: Array) -> tuple[NDArray[np.int64], Array]:
    """The pieces of a batch, and how minus the cosine rises with the vector of each."""
    from scipy.sparse import csr_matrix

    used, places = np.unique(batch.indices, return_inverse=True)
    small = csr_matrix((batch.data, places, batch.indptr), shape=(batch.shape[0], len(used)))
    sums = small @ table[used]
    lengths = np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9
    found = sums / lengths
    along = (found * targets).sum(axis=1, keepdims=True)
    gradient: Array = small.T @ (-(targets - along * found) / lengths)
    return used, gradient


def unit(vectors: Array) -> Array:
    scaled: Array = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return scaled


def save(table: Array, pieces: list[str], folder: Path) -> None:
    """Pieces in Latin script, digits and marks; the rest of the teacher's vocabulary is left out."""
    kept = [
        i
        for i, piece in enumerate(pieces)
        if not piece.startswith("[") and all(ord(c) < 0x250 for c in piece)
    ]
    values, scales = quantise(table[kept])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "vectors.npy", values)
    np.save(folder / "scales.npy", scales)
    (folder / "pieces.txt").write_text("\n".join(pieces[i] for i in kept) + "\n", encoding="utf-8")
    print(f"{len(kept)} pieces in {folder}")


if __name__ == "__main__":
    main()
