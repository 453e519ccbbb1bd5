"""A slot type: a place per colour that is known."""

from typing import Any

from rasa.shared.core.slots import Slot


class PaletteSlot(Slot):
    type_name = "parts.slots.PaletteSlot"

    def __init__(
        self,
        name: str,
        mappings: list[dict[str, Any]],
        colours: list[str],
        initial_value: Any = None,
        value_reset_delay: int | None = None,
        influence_conversation: bool = True,
    ) -> None:
        super().__init__(name, mappings, initial_value, value_reset_delay, influence_conversation)
        self.colours = colours

    def _feature_dimensionality(self) -> int:
        return len(self.colours)

    def _as_feature(self) -> list[float]:
        return [float(self.value == colour) for colour in self.colours]
