"""What a model makes of texts, and of whole labels, that it was not taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.corpus import Corpus, Numbers
from causerie.nlu.linear.folds import stratified_folds
from causerie.nlu.linear.likeness import WordVectors
from causerie.nlu.linear.neighbours import sample
from causerie.nlu.linear.scorer import Looks, Scorer

FOLDS = 5
ENOUGH_HELD_OUT = 1500
ENOUGH_TAUGHT = 10_000
SAMPLED = 2500
KIND_FOLDS = 3
FEWEST_KINDS = 4


@dataclass(slots=True)
class HeldOut:
    """``numbers``: which examples were held out. For each, in that order: what it was taken for, and
    whether that was right; ``looks``: what was seen in them fold by fold, by models with these labels.
    """

    numbers: list[int] = field(default_factory=list)
    looks: list[tuple[Looks, list[str]]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    taken_for: list[str] = field(default_factory=list)

    def scores(self, labels: Sequence[str]) -> NDArray[np.float64]:
        """``[texts, labels]``; a label that a model did not have scores as low as its lowest."""
        number = {label: index for index, label in enumerate(labels)}
        found = []
        for looks, own in self.looks:
            scores = np.repeat(looks.scores.min(axis=1, keepdims=True), len(labels), axis=1)
            scores[:, [number[label] for label in own]] = looks.scores
            found.append(scores)
        return np.concatenate(found) if found else np.zeros((0, len(labels)))


def held_out_texts(corpus: Corpus, seed: int, words: WordVectors | None = None) -> HeldOut:
    """Cross-validation; with many examples it ends as soon as enough of them were held out."""
    held = HeldOut()
    examples = corpus.examples
    whole = real_ones(corpus)
    if len(whole) > ENOUGH_TAUGHT:
        whole = whole[sample(numbered([examples[i].label for i in whole.tolist()]), ENOUGH_TAUGHT, seed)]
    hints = hints_of(corpus)
    folds = stratified_folds(numbered([examples[i].kind for i in whole.tolist()]), FOLDS, seed)
    for fold in range(FOLDS):
        out, kept = whole[folds == fold], whole[folds != fold]
        if not len(out) or not len(kept):
            continue
        taught = np.concatenate([kept, hints])
        model = Scorer(words)
        model.learn(corpus, taught, seed)
        looks = model.look_at(corpus, taught, out)
        taken = [model.labels[i] for i in looks.scores.argmax(axis=1).tolist()]
        held.numbers += out.tolist()
        held.looks.append((looks, model.labels))
        held.taken_for += taken
        held.right += [label == examples[i].label for i, label in zip(out.tolist(), taken, strict=True)]
        if len(held.numbers) >= ENOUGH_HELD_OUT:
            break
    return held


@dataclass(frozen=True, slots=True)
class Foreign:
    """Looks at texts whose label was held out, and at held-out texts whose label was not."""

    foreign: list[Looks] = field(default_factory=list)
    known: list[Looks] = field(default_factory=list)


def foreign_texts(corpus: Corpus, seed: int, words: WordVectors | None = None) -> Foreign:
    """Hold out each third of the labels, or of their parts, with a third of the others' examples."""
    found = Foreign()
    kinds = np.array(numbered([example.kind for example in corpus.examples]))
    count = int(kinds.max(initial=-1)) + 1
    if count < FEWEST_KINDS:
        return found
    random = np.random.default_rng(seed)
    whole, hints = real_ones(corpus), hints_of(corpus)
    whole = whole[sample(kinds[whole].tolist(), SAMPLED, seed)]
    group = random.permutation(count) % KIND_FOLDS
    folds = stratified_folds(kinds[whole].tolist(), KIND_FOLDS, seed)
    for fold in range(KIND_FOLDS):
        outside = group[kinds] == fold
        inside = ~outside[whole]
        taught = whole[inside & (folds != fold)]
        if not len(taught):
            continue
        taught = np.concatenate([taught, hints[~outside[hints]]])
        model = Scorer(words)
        model.learn(corpus, taught, seed)
        found.foreign.append(model.look_at(corpus, taught, whole[outside[whole]]))
        found.known.append(model.look_at(corpus, taught, whole[inside & (folds == fold)]))
    return found


def real_ones(corpus: Corpus) -> Numbers:
    return np.flatnonzero([not example.is_hint for example in corpus.examples])


def hints_of(corpus: Corpus) -> Numbers:
    return np.flatnonzero([example.is_hint for example in corpus.examples])


def numbered(names: Sequence[str]) -> list[int]:
    """Each name's place among the different ones."""
    place: dict[str, int] = {}
    return [place.setdefault(name, len(place)) for name in names]
