"""What was said."""

from __future__ import annotations

from typing import Any, ClassVar

from causerie.compat.events.base import Event

Json = dict[str, Any]


class UserUttered(Event):
    type_name = "user"

    def __init__(
        self,
        text: str | None = None,
        intent: Json | None = None,
        entities: list[Json] | None = None,
        parse_data: Json | None = None,
        timestamp: float | None = None,
        input_channel: str | None = None,
        message_id: str | None = None,
        metadata: Json | None = None,
        use_text_for_featurization: bool | None = None,
    ) -> None:
        super().__init__(timestamp, metadata)
        self.text = text
        self.intent = intent or {}
        self.entities = entities or []
        self.input_channel = input_channel
        self.message_id = message_id
        known = {"intent": self.intent, "entities": self.entities, "text": text, "message_id": message_id}
        self.parse_data: Json = {**known, "metadata": self.metadata, **(parse_data or {})}
        self.use_text_for_featurization = use_text_for_featurization

    @property
    def intent_name(self) -> str | None:
        return self.intent.get("name")

    @property
    def full_retrieval_intent_name(self) -> str | None:
        return self.intent.get("full_retrieval_intent_name")

    def as_dict(self) -> Json:
        return {
            **super().as_dict(),
            "metadata": self.metadata,
            "text": self.text,
            "parse_data": self.parse_data,
            "input_channel": self.input_channel,
            "message_id": self.message_id,
        }

    @classmethod
    def _read(cls, raw: Json) -> Event:
        parsed = raw.get("parse_data") or {}
        return cls(
            raw.get("text"),
            parsed.get("intent"),
            parsed.get("entities"),
            parsed,
            raw.get("timestamp"),
            raw.get("input_channel"),
            raw.get("message_id"),
            raw.get("metadata"),
        )

    def as_sub_state(self) -> Json:
        """What a policy sees of it."""
        labels = tuple(entity.get("entity") for entity in self.entities)
        known = {"text": self.text, "intent": self.intent_name, "entities": labels}
        return {key: value for key, value in known.items() if value}


class _Said(Event):
    _keys: ClassVar[dict[str, str]] = {"text": "text", "data": "data"}

    def __init__(
        self,
        text: str | None = None,
        data: Json | None = None,
        metadata: Json | None = None,
        timestamp: float | None = None,
    ) -> None:
        super().__init__(timestamp, metadata)
        self.text = text
        self.data: Json = data or {}

    @classmethod
    def _read(cls, raw: Json) -> Event:
        return cls(
            raw.get("text"), raw.get("data"), metadata=raw.get("metadata"), timestamp=raw.get("timestamp")
        )


class BotUttered(_Said):
    type_name = "bot"

    def message(self) -> Json:
        """What is sent: text, data and metadata beside each other."""
        return {**self.data, "text": self.text, **self.metadata}


class AgentUttered(_Said):
    type_name = "agent"

    def __init__(
        self,
        text: str | None = None,
        data: Any = None,
        timestamp: float | None = None,
        metadata: Json | None = None,
    ) -> None:
        super().__init__(text, data, metadata, timestamp)
