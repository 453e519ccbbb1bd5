"""One state as features: a place per intent, entity, slot value, action and loop."""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse

from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.nlu.training_data.features import Features

State = dict[str, dict[str, Any]]
SENTENCE = "sentence"


class SingleStateFeaturizer:
    """Texts are not featurised: there are no precomputed features of them here."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, int]] = {}
        self.action_texts: list[str] = []
        self.entity_tag_specs: list[Any] = []

    def prepare_for_training(self, domain: Domain, bilou_tagging: bool = False) -> None:
        slots = [f"{slot.name}_{n}" for slot in domain.slots for n in range(slot.feature_dimensionality())]
        parts = {
            "intent": domain.intents,
            "entities": domain.entities,
            "action_name": domain.action_names_or_texts,
            "slots": slots,
            "active_loop": domain.form_names,
        }
        self._places = {part: {name: n for n, name in enumerate(names)} for part, names in parts.items()}
        self.action_texts = domain.action_texts

    def encode_state(
        self, state: State, precomputations: Any = None, **kwargs: Any
    ) -> dict[str, list[Features]]:
        """Features per part of the state; a part that says nothing has none."""
        user = state.get("user", {})
        slots = {
            f"{name}_{place}": number
            for name, numbers in state.get("slots", {}).items()
            if not isinstance(numbers, str)
            for place, number in enumerate(numbers)
        }
        said: dict[str, dict[str, float]] = {
            "intent": {user["intent"]: 1.0} if user.get("intent") else {},
            "entities": dict.fromkeys(user.get("entities", ()), 1.0),
            "action_name": dict.fromkeys(filter(None, state.get("prev_action", {}).values()), 1.0),
            "slots": slots,
            "active_loop": dict.fromkeys(filter(None, [state.get("active_loop", {}).get("name")]), 1.0),
        }
        return {part: [self._row(part, values)] for part, values in said.items() if values}

    def encode_all_labels(
        self, domain: Domain, precomputations: Any = None
    ) -> list[dict[str, list[Features]]]:
        """Features of each action."""
        return [
            {"action_name": [self._row("action_name", {name: 1.0})]} for name in domain.action_names_or_texts
        ]

    def _row(self, part: str, values: dict[str, float]) -> Features:
        places = self._places.get(part, {})
        row = np.zeros((1, len(places)), dtype=np.float32)
        for name, value in values.items():
            if name in places:
                row[0, places[name]] = value
        return Features(scipy.sparse.coo_matrix(row), SENTENCE, part, type(self).__name__)

    def to_dict(self) -> dict[str, Any]:
        return {"type": type(self).__name__, "places": self._places, "action_texts": self.action_texts}

    @classmethod
    def create_from_dict(cls, data: dict[str, Any]) -> SingleStateFeaturizer:
        made = cls()
        made._places = data["places"]
        made.action_texts = data["action_texts"]
        return made
