"""What training keeps for open turns: the knowledge, and some examples of each intent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from causerie.errors import LlmReason
from causerie.llm.knowledge.found import Found
from causerie.llm.knowledge.knowledge import Knowledge
from causerie.llm.leash.personal import personal

EXAMPLES_KEPT = 5
TABLE = "the package's English table"
NO_ENDPOINT = "no_endpoint"


@dataclass(frozen=True, slots=True)
class Embeddings:
    """``by`` names what was to make the passages' vectors; ``missing`` says why it made none.

    ``component`` is the state of a component of its own.
    """

    by: str = ""
    missing: str = ""
    component: Mapping[str, Any] | None = None

    @property
    def may_come(self) -> bool:
        """Whether the same training may go better next time."""
        return self.missing not in ("", NO_ENDPOINT, LlmReason.NO_KEY, LlmReason.NOT_INSTALLED)


@dataclass(frozen=True, slots=True)
class Learnt:
    """``examples``: a few texts of each intent, which tell a GPT what it means."""

    knowledge: Knowledge
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    embeddings: Embeddings = Embeddings()

    def search(
        self, text: str, count: int, language: str | None = None, vector: NDArray[Any] | None = None
    ) -> list[Found]:
        """As ``Knowledge.search``; addresses and numbers of people are nothing to look for."""
        return self.knowledge.search(without_personal(text), count, language, vector)

    def confidence(self, text: str) -> float:
        """How sure it is, 0 to 1, that some passage answers."""
        found = self.search(text, 1)
        return found[0].confidence if found else 0.0

    def state(self) -> dict[str, Any]:
        """JSON values and arrays, for the model's archive."""
        return {
            "knowledge": self.knowledge.state(),
            "examples": {k: list(v) for k, v in self.examples.items()},
            "embeddings": {
                "by": self.embeddings.by,
                "missing": self.embeddings.missing,
                "component": self.embeddings.component,
            },
        }

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> Learnt:
        knowledge = Knowledge()
        knowledge.load(state["knowledge"])
        examples = {name: tuple(texts) for name, texts in state["examples"].items()}
        made = state.get("embeddings") or {}
        embeddings = Embeddings(str(made.get("by", "")), str(made.get("missing", "")), made.get("component"))
        return cls(knowledge, examples, embeddings)


def without_personal(text: str) -> str:
    kept, done = "", 0
    for span in sorted(personal(text), key=lambda span: span.start):
        kept += text[done : max(done, span.start)]
        done = max(done, span.end)
    return kept + text[done:]
