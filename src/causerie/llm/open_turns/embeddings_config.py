"""``embeddings`` under ``open_turns: knowledge:`` in config.yml, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from causerie.llm.section import Section

ENDPOINT, NONE = "endpoint", "none"
KEYS = ("name", "model", "dimensions", "deadline", "price", "batch")
MODEL = "text-embedding-3-small"
DEADLINE = 3.0
BATCH = 64
EXPECTED = "endpoint, none, the name of a step of the pipeline, or {name: SentenceEncoder, model: …}"


@dataclass(frozen=True, slots=True)
class EmbeddingsConfig:
    """``name`` is ``endpoint``, a step of the pipeline, or, where ``is_own``, a component with these ``options``.

    ``deadline``: seconds for the vector of a question. The other values are for ``endpoint``; ``price`` is
    for a million tokens.
    """

    name: str
    is_own: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    model: str = MODEL
    dimensions: int | None = None
    deadline: float = DEADLINE
    price: float = 0.0
    batch: int = BATCH

    @property
    def is_none(self) -> bool:
        """Words alone are wanted."""
        return self.name == NONE and not self.is_own

    @property
    def at_endpoint(self) -> bool:
        return self.name == ENDPOINT


def read_embeddings(section: Section) -> EmbeddingsConfig | None:
    """Of ``knowledge``; None where it says nothing: then the package's English table is used. Mistakes become problems."""
    value = section.values.get("embeddings")
    if value is None:
        return None
    if isinstance(value, str) and value.strip():
        return EmbeddingsConfig(value.strip())
    name = value.get("name") if isinstance(value, dict) else None
    if not isinstance(name, str) or not name.strip():
        section.wrong(
            "embeddings",
            f"'embeddings' of {section.what} must name what makes the vectors.",
            expected=EXPECTED,
            found="a mapping without 'name'" if isinstance(value, dict) else str(value)[:80],
            advice="Write for example 'embeddings: endpoint'.",
            kind="wrong_type",
        )
        return None
    if name != ENDPOINT:
        options = {str(key): item for key, item in value.items() if key != "name"}
        return EmbeddingsConfig(name, is_own=True, options=options)
    return _endpoint(section.part("embeddings"))


def _endpoint(section: Section) -> EmbeddingsConfig:
    section.known(
        KEYS,
        {
            "base_url": "Write it under 'llm' in endpoints.yml.",
            "api_key": "Keys stand in the environment only, see 'llm' in endpoints.yml.",
            "timeout": "Write 'deadline': seconds for the vector of a question.",
        },
    )
    return EmbeddingsConfig(
        ENDPOINT,
        model=section.text("model") or MODEL,
        dimensions=section.whole("dimensions", None, 1),
        deadline=section.number("deadline", DEADLINE, above=0),
        price=section.number("price", 0.0, at_least=0),
        batch=section.whole("batch", BATCH, 1),
    )
