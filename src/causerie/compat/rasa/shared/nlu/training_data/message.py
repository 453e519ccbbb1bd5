"""What somebody said, and all that components found in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from causerie.compat.rasa.shared.nlu.constants import (
    ACTION_NAME,
    ACTION_TEXT,
    ENTITIES,
    FEATURE_TYPE_SENTENCE,
    FEATURE_TYPE_SEQUENCE,
    INTENT,
    INTENT_RESPONSE_KEY,
    METADATA,
    METADATA_EXAMPLE,
    METADATA_INTENT,
    RESPONSE,
    RESPONSE_IDENTIFIER_DELIMITER,
    TEXT,
)
from causerie.compat.rasa.shared.nlu.training_data.features import Features, combined

Pair = tuple[Features | None, Features | None]
DIAGNOSTIC_DATA = "diagnostic_data"


class Message:
    """``data`` holds properties by name; those in ``output_properties`` are part of the answer."""

    def __init__(
        self,
        data: dict[str, Any] | None = None,
        output_properties: set[str] | None = None,
        time: float | None = None,
        features: list[Features] | None = None,
        **kwargs: Any,
    ) -> None:
        self.time = time
        self.data: dict[str, Any] = {**(data or {}), **kwargs}
        self.features: list[Features] = features or []
        self.output_properties: set[str] = {TEXT, *(output_properties or ())}

    @classmethod
    def build(
        cls,
        text: str,
        intent: str | None = None,
        entities: list[dict[str, Any]] | None = None,
        intent_metadata: Any = None,
        example_metadata: Any = None,
        **kwargs: Any,
    ) -> Message:
        """A training example; ``faq/hours`` is the intent ``faq`` with a response."""
        data: dict[str, Any] = {TEXT: text}
        if intent:
            data[INTENT], response = cls.separate_intent_response_key(intent)
            if response:
                data[INTENT_RESPONSE_KEY] = intent
        if entities:
            data[ENTITIES] = entities
        metadata = {METADATA_INTENT: intent_metadata, METADATA_EXAMPLE: example_metadata}
        if any(value is not None for value in metadata.values()):
            data[METADATA] = {key: value for key, value in metadata.items() if value is not None}
        return cls(data=data, **kwargs)

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        self.data[prop] = info
        if add_to_output:
            self.output_properties.add(prop)

    def get(self, prop: str, default: Any = None) -> Any:
        return self.data.get(prop, default)

    def as_dict(self, only_output_properties: bool = False) -> dict[str, Any]:
        if not only_output_properties:
            return {key: value for key, value in self.data.items() if value is not None}
        return {key: value for key, value in self.data.items() if key in self.output_properties}

    def as_dict_nlu(self) -> dict[str, Any]:
        """As an example of training data."""
        written = self.as_dict()
        if written.get(INTENT):
            written[INTENT] = self.get_full_intent()
        for inner in (RESPONSE, INTENT_RESPONSE_KEY):
            written.pop(inner, None)
        return written

    def get_full_intent(self) -> str:
        return str(self.get(INTENT_RESPONSE_KEY) or self.get(INTENT))

    @staticmethod
    def separate_intent_response_key(original_intent: str) -> tuple[str, str | None]:
        intent, _, response = original_intent.partition(RESPONSE_IDENTIFIER_DELIMITER)
        return intent, response or None

    def add_diagnostic_data(self, origin: str, data: dict[str, Any]) -> None:
        self.data.setdefault(DIAGNOSTIC_DATA, {})[origin] = data

    def add_features(self, features: Features | None) -> None:
        if features is not None:
            self.features.append(features)

    def get_sparse_features(self, attribute: str, featurizers: list[str] | None = None) -> Pair:
        """Features per token and of the whole text; of all featurizers, or of those named."""
        return self._pair(attribute, featurizers, is_sparse=True)

    def get_dense_features(self, attribute: str, featurizers: list[str] | None = None) -> Pair:
        return self._pair(attribute, featurizers, is_sparse=False)

    def get_all_features(self, attribute: str, featurizers: list[str] | None = None) -> list[Features]:
        pairs = (
            self.get_sparse_features(attribute, featurizers),
            self.get_dense_features(attribute, featurizers),
        )
        return [found for pair in pairs for found in pair if found is not None]

    def features_present(self, attribute: str, featurizers: list[str] | None = None) -> bool:
        return bool(self._found(attribute, featurizers))

    def is_core_or_domain_message(self) -> bool:
        return not self.data.keys().isdisjoint({ACTION_NAME, ACTION_TEXT})

    def is_e2e_message(self) -> bool:
        return bool((self.get(ACTION_TEXT) or self.get(TEXT)) and not self.get(INTENT))

    def _found(self, attribute: str, featurizers: Iterable[str] | None) -> list[Features]:
        names = set(featurizers or ())
        return [
            found
            for found in self.features
            if found.attribute == attribute and (not names or found.origin in names)
        ]

    def _pair(self, attribute: str, featurizers: list[str] | None, is_sparse: bool) -> Pair:
        found = [x for x in self._found(attribute, featurizers) if x.is_sparse() == is_sparse]
        return (
            combined([x for x in found if x.type == FEATURE_TYPE_SEQUENCE]),
            combined([x for x in found if x.type == FEATURE_TYPE_SENTENCE]),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and other.data == self.data

    def __hash__(self) -> int:
        return hash(json.dumps(self.data, sort_keys=True, default=str))

    def __repr__(self) -> str:
        return f"<Message {self.get(TEXT)!r}>"
