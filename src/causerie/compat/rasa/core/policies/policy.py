"""The base of policies."""

from __future__ import annotations

from abc import abstractmethod
from enum import Enum
from pathlib import Path
from typing import Any

from causerie.compat.prediction import PolicyPrediction, confidence_scores_for
from causerie.compat.rasa.core.constants import (
    DEFAULT_POLICY_PRIORITY,
    POLICY_FEATURIZER,
    POLICY_MAX_HISTORY,
    POLICY_PRIORITY,
)
from causerie.compat.rasa.core.featurizers import single_state_featurizer, tracker_featurizers
from causerie.compat.rasa.core.featurizers.single_state_featurizer import SingleStateFeaturizer
from causerie.compat.rasa.core.featurizers.tracker_featurizers import (
    FEATURIZER_FILE,
    MaxHistoryTrackerFeaturizer,
    TrackerFeaturizer,
)
from causerie.compat.rasa.engine.graph import ExecutionContext, GraphComponent
from causerie.compat.rasa.engine.storage.resource import Resource
from causerie.compat.rasa.engine.storage.storage import ModelStorage
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.events import Event
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.compat.rasa.shared.exceptions import RasaException
from causerie.compat.rasa.shared.utils.common import class_from_module_path

__all__ = [
    "InvalidPolicyConfig",
    "Policy",
    "PolicyPrediction",
    "SupportedData",
    "confidence_scores_for",
]

Json = dict[str, Any]
Trackers = list[DialogueStateTracker]


class InvalidPolicyConfig(RasaException):
    """A policy with a wrong configuration."""


class SupportedData(Enum):
    """Which conversations a policy learns from: stories, rules, or both."""

    ML_DATA = 1
    RULE_DATA = 2
    ML_AND_RULE_DATA = 3

    @staticmethod
    def trackers_for_supported_data(supported_data: SupportedData, trackers: Trackers) -> Trackers:
        if supported_data is SupportedData.ML_AND_RULE_DATA:
            return trackers
        wants_rules = supported_data is SupportedData.RULE_DATA
        return [tracker for tracker in trackers if tracker.is_rule_tracker == wants_rules]


class Policy(GraphComponent):
    """Derive from it; name the class under ``policies`` in config.yml."""

    def __init__(
        self,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
    ) -> None:
        self.config = config
        self.__featurizer = featurizer or self._create_featurizer()
        self.priority = config.get(POLICY_PRIORITY, DEFAULT_POLICY_PRIORITY)
        self.finetune_mode = execution_context.is_finetuning
        self._model_storage = model_storage
        self._resource = resource

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_DATA

    @classmethod
    def create(
        cls,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Policy:
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(
        cls,
        config: Json,
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Policy:
        """A new one, with the featurizer that was persisted, if any was."""
        featurizer = None
        try:
            with model_storage.read_from(resource) as folder:
                featurizer = (
                    TrackerFeaturizer.load(folder) if Path(folder, FEATURIZER_FILE).exists() else None
                )
        except ValueError:  # nothing was kept
            pass
        return cls(config, model_storage, resource, execution_context, featurizer=featurizer)

    @abstractmethod
    def train(self, training_trackers: Trackers, domain: Domain, **kwargs: Any) -> Resource:
        """Learn from stories and rules; return the resource that was written to."""

    @abstractmethod
    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Json | None = None, **kwargs: Any
    ) -> PolicyPrediction:
        """Vote for the next action."""

    @property
    def featurizer(self) -> TrackerFeaturizer:
        return self.__featurizer

    def _create_featurizer(self) -> TrackerFeaturizer:
        """The one that the configuration names, or the usual one."""
        written = self.config.get(POLICY_FEATURIZER)
        if not written:
            return self._standard_featurizer()
        entry = dict(written[0])
        kind = class_from_module_path(entry.pop("name"), tracker_featurizers.__name__)
        inner = entry.pop("state_featurizer", None)
        if inner:
            options = dict(inner[0])
            state_kind = class_from_module_path(options.pop("name"), single_state_featurizer.__name__)
            entry["state_featurizer"] = state_kind(**options)
        made: TrackerFeaturizer = kind(**entry)
        if isinstance(made, MaxHistoryTrackerFeaturizer) and POLICY_MAX_HISTORY not in entry:
            made.max_history = self.config.get(POLICY_MAX_HISTORY)
        return made

    def _standard_featurizer(self) -> MaxHistoryTrackerFeaturizer:
        return MaxHistoryTrackerFeaturizer(SingleStateFeaturizer(), self.config.get(POLICY_MAX_HISTORY))

    def _featurize_for_training(
        self,
        training_trackers: Trackers,
        domain: Domain,
        precomputations: Any = None,
        bilou_tagging: bool = False,
        **kwargs: Any,
    ) -> Any:
        return self.featurizer.featurize_trackers(
            training_trackers, domain, precomputations, bilou_tagging, self._learns_from_stories()
        )

    def _featurize_for_prediction(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        precomputations: Any = None,
        rule_only_data: Json | None = None,
        use_text_for_last_user_input: bool = False,
    ) -> Any:
        return self.featurizer.create_state_features(
            [tracker],
            domain,
            precomputations,
            use_text_for_last_user_input=use_text_for_last_user_input,
            ignore_rule_only_turns=self._learns_from_stories(),
            rule_only_data=rule_only_data,
            ignore_action_unlikely_intent=self._learns_from_stories(),
        )

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: Json | None = None,
    ) -> list[Json]:
        """The states of the conversation, as the featurizer cuts them."""
        return self.featurizer.prediction_states(
            [tracker],
            domain,
            use_text_for_last_user_input,
            self._learns_from_stories(),
            rule_only_data,
            self._learns_from_stories(),
        )[0]

    def _learns_from_stories(self) -> bool:
        return self.supported_data() is SupportedData.ML_DATA

    def _prediction(
        self,
        probabilities: list[float],
        events: list[Event] | None = None,
        optional_events: list[Event] | None = None,
        is_end_to_end_prediction: bool = False,
        is_no_user_prediction: bool = False,
        diagnostic_data: Json | None = None,
        action_metadata: Json | None = None,
    ) -> PolicyPrediction:
        return PolicyPrediction(
            probabilities,
            type(self).__name__,
            self.priority,
            events,
            optional_events,
            is_end_to_end_prediction,
            is_no_user_prediction,
            diagnostic_data,
            action_metadata=action_metadata,
        )

    def _default_predictions(self, domain: Domain) -> list[float]:
        return [0.0] * domain.num_actions

    @staticmethod
    def format_tracker_states(states: list[Json]) -> str:
        return "\n".join(["", *(f"[state {place}] {state}" for place, state in enumerate(states))])
