"""What a model makes of texts, and of whole labels, that it was not taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from causerie.nlu.linear.confidence import Numbers, Tried, signs
from causerie.nlu.linear.folds import stratified_folds
from causerie.nlu.linear.likeness import WordVectors
from causerie.nlu.linear.neighbours import sample
from causerie.nlu.linear.scorer import Look, Scorer, TextExample

FOLDS = 5
ENOUGH_HELD_OUT = 1500
ENOUGH_TAUGHT = 20_000
SAMPLED = 2500
KIND_FOLDS = 3
FEWEST_KINDS = 4


@dataclass(slots=True)
class HeldOut:
    """``numbers``: which examples were held out. For each, in that order: what was seen in it by a
    model with ``labels``, and whether that was right.
    """

    numbers: list[int] = field(default_factory=list)
    looks: list[tuple[Look, list[str]]] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    taken_for: list[str] = field(default_factory=list)

    @property
    def tried(self) -> Tried:
        return Tried(signs([look for look, _ in self.looks]), np.array(self.right, dtype=np.bool_))

    def scores(self, labels: Sequence[str]) -> NDArray[np.float64]:
        """``[texts, labels]``; a label that a model did not have has a score of -1."""
        found = np.full((len(self.looks), len(labels)), -1.0)
        number = {label: index for index, label in enumerate(labels)}
        for row, (look, own) in enumerate(self.looks):
            found[row, [number[label] for label in own]] = look.scores
        return found


def held_out_texts(examples: Sequence[TextExample], seed: int, words: WordVectors | None = None) -> HeldOut:
    """Cross-validation; with many examples it ends as soon as enough of them were held out."""
    held = HeldOut()
    whole = [i for i, example in enumerate(examples) if not example.is_hint]
    if len(whole) > ENOUGH_TAUGHT:
        labels = {label: i for i, label in enumerate(dict.fromkeys(e.label for e in examples))}
        chosen = sample([labels[examples[i].label] for i in whole], ENOUGH_TAUGHT, seed)
        whole = [whole[i] for i in chosen.tolist()]
    hints = [example for example in examples if example.is_hint]
    number = {kind: i for i, kind in enumerate(dict.fromkeys(examples[i].kind for i in whole))}
    folds = stratified_folds([number[examples[i].kind] for i in whole], FOLDS, seed)
    for fold in range(FOLDS):
        out = [i for i, own in zip(whole, folds.tolist(), strict=True) if own == fold]
        kept = [examples[i] for i, own in zip(whole, folds.tolist(), strict=True) if own != fold]
        if not out or not kept:
            continue
        model = Scorer(words)
        model.train([*kept, *hints], seed)
        for i in out:
            look = model.look(examples[i].words, examples[i].vector)
            label = model.labels[int(look.scores.argmax())]
            held.numbers.append(i)
            held.looks.append((look, model.labels))
            held.taken_for.append(label)
            held.right.append(label == examples[i].label)
        if len(held.numbers) >= ENOUGH_HELD_OUT:
            break
    return held


@dataclass(frozen=True, slots=True)
class Foreign:
    """Signs of texts whose label was held out, and of held-out texts whose label was not."""

    foreign: Numbers
    known: Numbers


def foreign_texts(examples: Sequence[TextExample], seed: int, words: WordVectors | None = None) -> Foreign:
    """Hold out each third of the labels, or of their parts, with a third of the others' examples."""
    kinds = list(dict.fromkeys(example.kind for example in examples))
    if len(kinds) < FEWEST_KINDS:
        return Foreign(signs([]), signs([]))
    random = np.random.default_rng(seed)
    number = {kind: i for i, kind in enumerate(kinds)}
    whole = [example for example in examples if not example.is_hint]
    chosen = sample([number[example.kind] for example in whole], SAMPLED, seed)
    whole = [whole[i] for i in chosen.tolist()]
    group = random.permutation(len(kinds)) % KIND_FOLDS
    folds = stratified_folds([number[e.kind] for e in whole], KIND_FOLDS, seed).tolist()
    foreign, known = [], []
    for fold in range(KIND_FOLDS):
        outside = {kind for kind in kinds if group[number[kind]] == fold}
        inside = [(e, own) for e, own in zip(whole, folds, strict=True) if e.kind not in outside]
        taught = [example for example, own in inside if own != fold]
        if not taught:
            continue
        model = Scorer(words)
        model.train([*taught, *(e for e in examples if e.is_hint and e.kind not in outside)], seed)
        foreign += model.look_at(e for e in whole if e.kind in outside)
        known += model.look_at(example for example, own in inside if own == fold)
    return Foreign(signs(foreign), signs(known))
