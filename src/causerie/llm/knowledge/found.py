"""What a search gives: a passage, its rank, and how likely it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from causerie.llm.knowledge.confidence import THRESHOLD
from causerie.llm.knowledge.passage import Passage


@dataclass(frozen=True, slots=True)
class Found:
    """``score`` orders what was found for one question; ``confidence``, 0 to 1, says whether it answers.

    ``parts``: for each sentence, item or row of the passage the share of the question it meets, 0 to 1.
    """

    passage: Passage
    score: float
    confidence: float
    parts: tuple[float, ...] = ()


def answerable(found: Sequence[Found], threshold: float = THRESHOLD) -> bool:
    """Whether the best passage is likely enough to answer; otherwise the question is to be declined."""
    return bool(found) and found[0].confidence >= threshold
