"""A trained assistant: what it knows, how it understands, how it chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from causerie.domain import Domain
from causerie.nlu.pipeline import Pipeline
from causerie.ports import Policy

if TYPE_CHECKING:
    from causerie.llm.open_turns.learnt import Learnt


@dataclass(frozen=True, slots=True)
class Model:
    """``policies`` by their names in the ensemble. ``pipeline`` is None for a core model, and
    ``policies`` is empty for an NLU model. ``fingerprints`` say from what each part was made.
    """

    domain: Domain
    pipeline: Pipeline | None
    policies: Mapping[str, Policy] = field(default_factory=dict)
    language: str | None = None
    assistant_id: str | None = None
    fingerprints: Mapping[str, str] = field(default_factory=dict)
    model_id: str = ""
    config: Mapping[str, Any] = field(default_factory=dict)
    open_turns: Learnt | None = None
    core_schema: tuple[tuple[str, Mapping[str, Any]], ...] = ()
