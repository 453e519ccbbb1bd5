"""What training keeps for open turns: the knowledge, and some examples of each intent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from causerie.llm.knowledge.found import Found
from causerie.llm.knowledge.knowledge import Knowledge
from causerie.llm.leash.personal import personal

EXAMPLES_KEPT = 5


@dataclass(frozen=True, slots=True)
class Learnt:
    """``examples``: a few texts of each intent, which tell a GPT what it means."""

    knowledge: Knowledge
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def search(self, text: str, count: int, language: str | None = None) -> list[Found]:
        """As ``Knowledge.search``; addresses and numbers of people are nothing to look for."""
        return self.knowledge.search(without_personal(text), count, language)

    def confidence(self, text: str) -> float:
        """How sure it is, 0 to 1, that some passage answers."""
        found = self.search(text, 1)
        return found[0].confidence if found else 0.0

    def state(self) -> dict[str, Any]:
        """JSON values and arrays, for the model's archive."""
        return {
            "knowledge": self.knowledge.state(),
            "examples": {k: list(v) for k, v in self.examples.items()},
        }

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> Learnt:
        knowledge = Knowledge()
        knowledge.load(state["knowledge"])
        return cls(knowledge, {name: tuple(texts) for name, texts in state["examples"].items()})


def without_personal(text: str) -> str:
    kept, done = "", 0
    for span in sorted(personal(text), key=lambda span: span.start):
        kept += text[done : max(done, span.start)]
        done = max(done, span.end)
    return kept + text[done:]
