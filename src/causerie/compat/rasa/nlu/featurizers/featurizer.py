"""The base of featurizers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from causerie.compat.rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from causerie.compat.rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE
from causerie.compat.rasa.shared.nlu.training_data.features import Features
from causerie.compat.rasa.shared.nlu.training_data.message import Message

FeatureType = TypeVar("FeatureType")


class Featurizer(Generic[FeatureType], ABC):
    """Adds features to messages, under its ``alias`` or the name it is given."""

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__()
        self.validate_config(config)
        self._config = config
        self._identifier = config.get(FEATURIZER_CLASS_ALIAS) or name

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {FEATURIZER_CLASS_ALIAS: None}

    @classmethod
    @abstractmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Raise InvalidConfigException for a configuration that can't be used."""

    def add_features_to_message(
        self, sequence: FeatureType, sentence: FeatureType | None, attribute: str, message: Message
    ) -> None:
        """``sequence`` has a row per token, ``sentence`` one row."""
        for kind, matrix in ((FEATURE_TYPE_SEQUENCE, sequence), (FEATURE_TYPE_SENTENCE, sentence)):
            if matrix is not None:
                message.add_features(Features(matrix, kind, attribute, self._identifier))
