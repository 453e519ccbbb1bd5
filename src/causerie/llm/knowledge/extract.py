"""An answer without a GPT: the sentences of the best passage that meet the question, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from causerie.llm.knowledge.confidence import THRESHOLD
from causerie.llm.knowledge.evidence import asked_for, held_in
from causerie.llm.knowledge.found import Found
from causerie.llm.knowledge.passage import Passage
from causerie.llm.knowledge.sentences import ITEM, units

MOST = 3  # sentences
NEARLY = 0.8  # of the best sentence's share
WHOLE = 45  # words of a passage that is quoted as it is
BRIEF = 25  # words of an answer that the sentence behind it is added to: it may say "but not on Sundays"


@dataclass(frozen=True, slots=True)
class Extract:
    """``text`` for people; ``sentences`` as they stand in ``passages``, in their order."""

    text: str
    sentences: tuple[str, ...]
    passages: tuple[Passage, ...]


def extract(
    question: str, found: Sequence[Found], language: str | None = None, threshold: float = THRESHOLD
) -> Extract | None:
    """One to three sentences, items or rows that answer; None where the question is to be declined.

    A passage in ``language`` is taken before a better one in another, where it is likely to answer too.
    """
    likely = [one for one in found if one.confidence >= threshold]
    if not likely or found[0].confidence < threshold:
        return None
    best = next((one for one in likely if language and one.passage.language == language), likely[0])
    said = units(best.passage.text)
    chosen = [said[number] for number in sorted(_chosen(question, said, best.parts))]
    return Extract(_joined(chosen), tuple(chosen), (best.passage,))


def _chosen(question: str, said: Sequence[str], parts: Sequence[float]) -> set[int]:
    """The best part, those nearly as good, one beside it that holds what is asked for, and what follows it.

    A brief passage is chosen whole: it was written as one answer.
    """
    if len(said) <= MOST and _words(said) <= WHOLE:
        return set(range(len(said)))
    shares = [*parts, *[0.0] * (len(said) - len(parts))]
    order = sorted(range(len(said)), key=lambda number: (-shares[number], number))
    best = order[0]
    chosen = {number for number in order[:MOST] if shares[number] >= NEARLY * shares[best]}
    wanted = set(asked_for(question))
    if len(chosen) < MOST and wanted and not any(wanted & set(held_in(said[number])) for number in chosen):
        beside = [number for number in (best + 1, best - 1) if 0 <= number < len(said)]
        chosen.update([number for number in beside if wanted & set(held_in(said[number]))][:1])
    behind = max(chosen) + 1
    if len(chosen) < MOST and behind < len(said) and shares[behind] > 0 and not said[behind].startswith(ITEM):
        before = [said[number] for number in chosen]
        if _words(before) <= BRIEF and not before[-1].startswith(ITEM):
            chosen.add(behind)
    return chosen


def _words(said: Sequence[str]) -> int:
    return sum(len(sentence.split()) for sentence in said)


def _joined(chosen: Sequence[str]) -> str:
    """Items and rows on lines of their own; a single one without its dash."""
    if len(chosen) == 1:
        return chosen[0].removeprefix(ITEM)
    text = chosen[0]
    for before, after in pairwise(chosen):
        listed = before.startswith(ITEM) or after.startswith(ITEM)
        text += ("\n" if listed else " ") + after
    return text
