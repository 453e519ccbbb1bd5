"""The base of what finds the words of a response."""

from __future__ import annotations

from typing import Any

from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker


class NaturalLanguageGenerator:
    """Derive from it; name the class as ``nlg: type`` in endpoints.yml."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The message as a dict (text, buttons, image …), or None to say nothing."""
        raise NotImplementedError(
            f"{type(self).__name__} needs generate(utter_action, tracker, output_channel)."
        )

    @classmethod
    def __causerie__(cls, kind: str) -> type:
        from causerie.compat.responses import generator_host

        return generator_host(cls)
