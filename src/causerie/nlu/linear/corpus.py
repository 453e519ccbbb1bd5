"""The training examples' features, computed once and shared by all models that learn from some of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.ngrams import Ngrams, is_single_word, normalise, telling_grams, word_key
from causerie.nlu.linear.text_example import TextExample

MANY_EXAMPLES = 2500
"""From so many on, n-grams that stand in one example alone are left out."""
CHAR_WEIGHT_ALONE = 1.5
"""Where no vectors tell which words are alike, those that look alike count for more."""
HINT_WEIGHT = 1.0
HINT_WEIGHT_OF_MANY = 0.5

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]
Known = NDArray[np.bool_]


class Corpus:
    """``grams``: a sparse matrix ``[examples, n-grams]`` of what each n-gram weighs before a text is
    scaled to length 1; ``vectors``: ``[examples, size]``, of which each of the ``examples`` has its row, so that those
    that came in can be forgotten. Sparse matrices are scipy's.
    """

    def __init__(self, examples: Sequence[TextExample]) -> None:
        self.vectors: Matrix = np.array([example.vector for example in examples], dtype=np.float32)
        self.examples = [
            replace(example, vector=own) for example, own in zip(examples, self.vectors, strict=True)
        ]
        self.is_large = len(examples) >= MANY_EXAMPLES
        self.fewest = 2 if self.is_large else 1
        self.ngrams = Ngrams(1.0 if self.vectors.shape[1] else CHAR_WEIGHT_ALONE)
        self.ngrams.learn((example.words for example in examples), self.fewest)
        hint = HINT_WEIGHT_OF_MANY if self.is_large else HINT_WEIGHT
        self.weights = np.array([hint if example.is_hint else 1.0 for example in examples])
        texts = [normalise(example.words) for example in examples]
        self.grams = weigh(self.ngrams, texts)
        self.is_word = np.array([gram.startswith("\t") for gram in self.ngrams.vocabulary], dtype=np.bool_)
        self.is_single = np.array([is_single_word(gram) for gram in self.ngrams.vocabulary], dtype=np.bool_)
        self.texts = texts
        self.words = list(dict.fromkeys(word for text in texts for word in text))
        self.telling: Any = None

    def __len__(self) -> int:
        return len(self.examples)

    def known_to(self, numbers: Numbers) -> Known:
        """Which n-grams a model knows that learns from these examples alone."""
        if len(numbers) == len(self):
            return np.ones(len(self.ngrams), dtype=np.bool_)
        counts = np.bincount(self.grams[numbers].indices, minlength=len(self.ngrams))
        known: Known = (counts >= self.fewest) | (self.is_single & (counts > 0))
        return known

    def scaled(self, numbers: Numbers, known: Known) -> Any:
        """The examples' rows over the known n-grams, as long as ``Ngrams`` says."""
        from scipy.sparse import csr_matrix

        rows = self.grams[numbers]
        values = np.where(known[rows.indices], rows.data, np.float32(0))
        squares = csr_matrix((values * values, rows.indices, rows.indptr), shape=rows.shape)
        blocks = np.stack([self.is_word, ~self.is_word], axis=1).astype(np.float32)
        lengths = np.sqrt(np.asarray(squares @ blocks)) / np.array([1, self.ngrams.char_weight])
        row = np.repeat(np.arange(rows.shape[0], dtype=np.int32), np.diff(rows.indptr))
        of_block = lengths[row, np.where(self.is_word[rows.indices], 0, 1)]
        values = (values / np.maximum(of_block, 1e-9)).astype(np.float32)
        return csr_matrix((values, rows.indices, rows.indptr), shape=rows.shape)

    def evidence(self, numbers: Numbers, known: Known) -> NDArray[np.float64]:
        """How much of each text is known, as ``Ngrams.read`` finds it."""
        if self.telling is None:
            self.telling = self.tell_words()
        telling, counts, single = self.telling
        shares = np.asarray(telling @ known.astype(np.float32)) / np.maximum(counts, 1)
        is_known = np.zeros(len(self.words), dtype=np.bool_)
        is_known[single >= 0] = known[single[single >= 0]]
        idf = np.asarray(self.ngrams.idf)
        weight = np.where(is_known, idf[np.maximum(single, 0)], self.ngrams.unknown_idf)
        amount = np.where(is_known, weight, weight * shares * shares)
        place = {word: i for i, word in enumerate(self.words)}
        found = np.zeros(len(numbers))
        for at, number in enumerate(numbers.tolist()):
            own = [place[word] for word in self.texts[number]]
            if own:
                found[at] = amount[own].sum() / weight[own].sum()
        return found

    def tell_words(self) -> tuple[Any, NDArray[np.int64], NDArray[np.int64]]:
        """Per word: a row of its telling n-grams, how many they are, and the word's own number or -1."""
        vocabulary = self.ngrams.vocabulary
        grams = [telling_grams(word) for word in self.words]
        found = [[vocabulary[gram] for gram in own if gram in vocabulary] for own in grams]
        single = np.array([vocabulary.get(word_key(word), -1) for word in self.words], dtype=np.int64)
        return counted(found, len(vocabulary)), np.array([len(own) for own in grams]), single


def weigh(ngrams: Ngrams, texts: Iterable[Sequence[str]]) -> Any:
    """Normalised texts → their n-grams' sublinear frequency times idf."""
    rows = counted((ngrams.indices(words) for words in texts), len(ngrams))
    rows.data = np.asarray(ngrams.idf, dtype=np.float32)[rows.indices] * (1 + np.log(rows.data))
    return rows


def counted(rows: Iterable[Sequence[int]], size: int) -> Any:
    """Column numbers per row → a scipy CSR matrix of how often each stands there, in order."""
    from scipy.sparse import csr_matrix

    columns = array("i")
    starts = [0]
    for row in rows:
        columns.extend(row)
        starts.append(len(columns))
    ones = np.ones(len(columns), dtype=np.float32)
    found = csr_matrix((ones, np.array(columns, dtype=np.int32), starts), shape=(len(starts) - 1, size))
    found.sum_duplicates()
    return found
