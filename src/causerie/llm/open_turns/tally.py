"""What open turns came to since the model was loaded, for metrics."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from causerie.llm.open_turns.answer import Answer

REFUSED_TOPIC = "topic"
TOKENS = ("input_tokens", "cached_tokens", "output_tokens")


@dataclass(slots=True)
class Tally:
    """``answers`` by kind and by why no GPT's words were said; ``tokens`` by kind; ``cost`` by the prices."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)
    cost: float = 0.0

    def note(self, answer: Answer) -> None:
        """Names of refused topics are the project's words: they count as one."""
        why = answer.why if answer.kind != "refused" or answer.why == "moderation" else REFUSED_TOPIC
        self.answers[answer.kind, why] += 1
        for kind in TOKENS:
            self.tokens[kind] += int((answer.usage or {}).get(kind, 0))
        self.cost += float((answer.usage or {}).get("cost", 0.0))
