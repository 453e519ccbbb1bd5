"""Responses from the domain."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from causerie.dialogue.tracker import Tracker
from causerie.domain import Variation
from causerie.responses.filling import fill
from causerie.responses.variations import eligible

FILLED_FIELDS = ("text", "image", "custom", "buttons", "attachment", "quick_replies")
LANGUAGE_SLOT = "language"


class TemplateResponses:
    """Chooses a variation at random among those that fit, and fills in slots and arguments."""

    def __init__(self, responses: Mapping[str, Sequence[Variation]], seed: int | None = None) -> None:
        self.responses = responses
        self._random = random.Random(seed)

    async def generate(
        self, name: str, tracker: Tracker, channel: str, /, **arguments: Any
    ) -> dict[str, Any] | None:
        return self.from_slots(name, tracker.state.slots, channel, **arguments)

    def from_slots(
        self, name: str, slots: Mapping[str, Any], channel: str, /, **arguments: Any
    ) -> dict[str, Any] | None:
        language = slots.get(LANGUAGE_SLOT)
        found = eligible(
            self.responses.get(name, ()), channel, slots, language if isinstance(language, str) else None
        )
        if not found:
            return None
        chosen = found[0] if len(found) == 1 else self._random.choice(found)
        return filled(chosen, {**slots, **arguments})


def filled(variation: Variation, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a variation with the values in their places, and the channel it is meant for."""
    fields = {
        key: fill(value, values) if key in FILLED_FIELDS and values else deepcopy(value)
        for key, value in variation.fields.items()
    }
    return {**fields, "channel": variation.channel} if variation.channel else fields
