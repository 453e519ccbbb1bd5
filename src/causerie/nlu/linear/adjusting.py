"""A trained classifier → one that has heard a few more examples, in milliseconds.

Passive-aggressive steps (Crammer et al., JMLR 2006): the weights change as little as is needed for a new
example to be as clear as its neighbours are, and for the neighbours to stay as they were. A full
training follows; until then the confidence is set as before, and what an example that was taken out
taught is not forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.features import Row
from causerie.nlu.linear.likeness import Likeness
from causerie.nlu.linear.neighbours import Neighbours, pack, unpack
from causerie.nlu.linear.ngrams import Ngrams, all_grams, normalise
from causerie.nlu.linear.scorer import Scorer, rounded
from causerie.nlu.linear.text_classifier import TextClassifier
from causerie.nlu.linear.text_example import TextExample

NEIGHBOURS_OF_EACH = 60
MOST_NEIGHBOURS = 400
RIVALS = 5
SWEEPS = 10
SMALLEST_MARGIN = 0.1
USUAL_MARGIN = 1.0
NEGLIGIBLE = 0.02


@dataclass(slots=True)
class Lesson:
    """A text, the number of its label, what score that has to have, and by how much it has to lead."""

    row: Row
    label: int
    score: float
    margin: float


def adjusted(
    classifier: TextClassifier, gone: Sequence[TextExample], new: Sequence[TextExample]
) -> TextClassifier:
    """``gone`` and ``new``: examples that were taken out and added. The one given stays as it is."""
    found = TextClassifier()
    found.confidence, found.temperature = classifier.confidence, classifier.temperature
    found.scorer = scorer = with_room_for(classifier.scorer, new)
    scorer.neighbours = without(scorer, gone)
    lessons, near = lessons_of(scorer, new)
    for _ in range(SWEEPS):
        if not sum(step(scorer, lesson) for lesson in (*lessons, *near)):
            break
    scorer.weights = rounded(scorer.weights)
    scorer.neighbours = joined(scorer, new)
    return found


def with_room_for(scorer: Scorer, new: Sequence[TextExample]) -> Scorer:
    """A copy that has the n-grams and the labels of ``new`` too."""
    found = copy(scorer)
    found.labels = [*dict.fromkeys([*scorer.labels, *(example.label for example in new)])]
    found.ngrams = more_ngrams(scorer.ngrams, [example.words for example in new])
    grams, added = len(scorer.ngrams), len(found.ngrams) - len(scorer.ngrams)
    weights = np.insert(scorer.weights, [grams] * added, 0.0, axis=0)
    fresh = range(len(scorer.labels), len(found.labels))
    columns = np.zeros((len(weights), len(fresh)), dtype=np.float32)
    columns[-1] = weights[-1].min(initial=0.0)
    found.weights = np.insert(weights, [len(scorer.labels)] * len(fresh), columns, axis=1)
    if len(scorer.label_of_part):
        found.label_of_part = np.concatenate([scorer.label_of_part, fresh]).astype(np.int32)
        found.weights = np.concatenate([found.weights, columns], axis=1)
    number = {label: index for index, label in enumerate(found.labels)}
    found.likeness = more_words(scorer.likeness, [(e.words, number[e.label]) for e in new], len(found.labels))
    return found


def more_ngrams(ngrams: Ngrams, texts: Sequence[Sequence[str]]) -> Ngrams:
    """Those that are new count as seen once."""
    found = copy(ngrams)
    found.vocabulary, found.cache = dict(ngrams.vocabulary), {}
    for words in texts:
        for gram in all_grams(normalise(words)):
            found.vocabulary.setdefault(gram, len(found.vocabulary))
    found.idf = [*ngrams.idf, *[ngrams.unknown_idf] * (len(found.vocabulary) - len(ngrams.vocabulary))]
    return found


def more_words(likeness: Likeness, texts: Sequence[tuple[Sequence[str], int]], labels: int) -> Likeness:
    found = Likeness(likeness.vectors)
    if likeness.vectors is None:
        return found
    number = {word: place for place, word in enumerate(likeness.words)}
    own = [set(words.tolist()) for words in likeness.of_labels]
    own += [set() for _ in range(labels - len(own))]
    for words, label in texts:
        own[label].update(number.setdefault(word.lower(), len(number)) for word in words)
    found.words = list(number)
    found.of_labels = [np.array(sorted(words), dtype=np.int32) for words in own]
    return found


def without(scorer: Scorer, gone: Sequence[TextExample]) -> Neighbours:
    left = {(" ".join(example.words), example.label) for example in gone}
    kept = [
        place
        for place, (text, label) in enumerate(scorer.neighbours.examples())
        if (text, scorer.labels[label]) not in left
    ]
    found = copy(scorer.neighbours)
    found.texts = [scorer.neighbours.texts[place] for place in kept]
    found.vectors, found.labels = scorer.neighbours.vectors[kept], scorer.neighbours.labels[kept]
    return found


def joined(scorer: Scorer, new: Sequence[TextExample]) -> Neighbours:
    before = scorer.neighbours
    if not new:
        return before
    found = copy(before)
    vectors = np.array([example.vector for example in new], dtype=np.float32)
    number = {label: index for index, label in enumerate(scorer.labels)}
    found.texts = [*before.texts, *(" ".join(example.words) for example in new)]
    found.vectors = np.concatenate(
        [before.vectors.reshape(len(before.labels), vectors.shape[1]), unpack(pack(vectors))]
    )
    found.labels = np.concatenate([before.labels, [number[example.label] for example in new]]).astype(
        np.int32
    )
    return found


def lessons_of(scorer: Scorer, new: Sequence[TextExample]) -> tuple[list[Lesson], list[Lesson]]:
    """What is to be learnt, and what is to be kept in mind meanwhile."""
    number = {label: index for index, label in enumerate(scorer.labels)}
    fresh = [(scorer.row(e.words, e.vector)[0], number[e.label]) for e in new]
    places = near_places(scorer, new, [row for row, _ in fresh])
    near = [example_at(scorer, place) for place in places]
    known = [(own, own - rival) for row, label in near for own, rival in [own_and_rival(scorer, row, label)]]
    usual = [pair for pair in known if pair[1] > 0] or [(USUAL_MARGIN, USUAL_MARGIN)]
    score, margin = (float(np.median(column)) for column in zip(*usual, strict=True))
    margin = max(margin, SMALLEST_MARGIN)
    return (
        [Lesson(row, label, score, margin) for row, label in fresh],
        [
            Lesson(row, label, min(own, score), min(lead, margin))
            for (row, label), (own, lead) in zip(near, known, strict=True)
            if lead > 0
        ],
    )


def near_places(scorer: Scorer, new: Sequence[TextExample], rows: Sequence[Row]) -> list[int]:
    """The nearest examples; without vectors some of the labels that come into question."""
    known = scorer.neighbours
    if not len(known.labels):
        return []
    found: dict[int, None] = {}
    for example, row in zip(new, rows, strict=True):
        if known.vectors.size and example.vector.any():
            order = np.argsort(-(known.vectors @ example.vector), kind="stable")
        else:
            rivals = np.argsort(-scores_of(scorer, row), kind="stable")[:RIVALS]
            order = np.flatnonzero(np.isin(known.labels, rivals))
        found.update(dict.fromkeys(order[:NEIGHBOURS_OF_EACH].tolist()))
    return list(found)[:MOST_NEIGHBOURS]


def example_at(scorer: Scorer, place: int) -> tuple[Row, int]:
    known = scorer.neighbours
    row, _ = scorer.row(known.texts[place].split(" "), known.vector(place))
    return row, int(known.labels[place])


def columns_of(scorer: Scorer, row: Row) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The labels' scores, and for each the column of its best part; -1 where it has none."""
    found = (row.values @ scorer.weights[row.indices] + scorer.weights[-1]).astype(np.float64)
    scores, parts = found[: len(scorer.labels)].copy(), np.full(len(scorer.labels), -1)
    if len(scorer.label_of_part):
        for part, label in enumerate(scorer.label_of_part.tolist(), len(scorer.labels)):
            if parts[label] < 0 or found[part] > found[parts[label]]:
                parts[label] = part
        has = parts >= 0
        scores[has] = (scores[has] + found[parts[has]]) / 2
    return scores, parts


def scores_of(scorer: Scorer, row: Row) -> NDArray[np.float64]:
    return columns_of(scorer, row)[0]


def own_and_rival(scorer: Scorer, row: Row, label: int) -> tuple[float, float]:
    """The label's score, and the best of the others."""
    scores = scores_of(scorer, row)
    own, scores[label] = float(scores[label]), -np.inf
    return own, float(scores.max()) if len(scores) > 1 else own - USUAL_MARGIN


def step(scorer: Scorer, lesson: Lesson) -> bool:
    """Change the weights just enough for the label to lead, and to score, as it should; whether that was
    needed.
    """
    scores, parts = columns_of(scorer, lesson.row)
    own = float(scores[lesson.label])
    moved = raise_by(scorer, lesson.row, {lesson.label: 1.0}, parts, lesson.score - own, lesson.margin)
    scores, parts = columns_of(scorer, lesson.row)
    own, scores[lesson.label] = float(scores[lesson.label]), -np.inf
    if len(scores) < 2:
        return moved
    rival = int(scores.argmax())
    missing = lesson.margin - (own - float(scores[rival]))
    signs = {lesson.label: 1.0, rival: -1.0}
    return raise_by(scorer, lesson.row, signs, parts, missing, lesson.margin) or moved


def raise_by(
    scorer: Scorer,
    row: Row,
    signs: dict[int, float],
    parts: NDArray[np.int64],
    missing: float,
    margin: float,
) -> bool:
    """Move the scores of this text by what is missing in all, if it is worth it beside the margin."""
    if missing <= NEGLIGIBLE * margin:
        return False
    directions = {
        column: sign * (0.5 if parts[label] >= 0 else 1.0)
        for label, sign in signs.items()
        for column in (label, int(parts[label]))
        if column >= 0
    }
    length = float(row.values @ row.values) * sum(amount * amount for amount in directions.values())
    if length <= 0:
        return False
    for column, amount in directions.items():
        scorer.weights[row.indices, column] += np.float32(missing / length * amount) * row.values
    return True
