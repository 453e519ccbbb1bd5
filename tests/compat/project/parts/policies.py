"""A policy without training, and one that learns and keeps a file."""

from __future__ import annotations

import json
from typing import Any

from rasa.core.constants import DEFAULT_MAX_HISTORY, POLICY_MAX_HISTORY, POLICY_PRIORITY
from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class EscalationPolicy(Policy):
    """Hands over once a person was unfriendly twice."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {POLICY_PRIORITY: 5, "limit": 2, "action": "action_default_fallback"}

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        probabilities = self._default_predictions(domain)
        messages = [event for event in tracker.events if isinstance(event, UserUttered)]
        bad = [
            entity
            for message in messages
            for entity in message.entities
            if entity["entity"] == "sentiment" and entity["value"] == "neg"
        ]
        events = []
        if tracker.latest_action_name == ACTION_LISTEN_NAME and len(bad) >= self.config["limit"]:
            probabilities[domain.index_for_action(self.config["action"])] = 1.0
            events = [SlotSet("tries", float(len(bad)))]
        return self._prediction(probabilities, optional_events=events)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class CountingPolicy(Policy):
    """Does what was done most often after the same last states."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: TrackerFeaturizer | None = None,
        counts: dict[str, dict[str, int]] | None = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)
        self.counts = counts or {}

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {POLICY_PRIORITY: 2, POLICY_MAX_HISTORY: DEFAULT_MAX_HISTORY}

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_DATA

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> CountingPolicy:
        with model_storage.read_from(resource) as folder:
            counts = json.loads((folder / "counts.json").read_text())
            featurizer = TrackerFeaturizer.load(folder)
        return cls(config, model_storage, resource, execution_context, featurizer, counts)

    @staticmethod
    def _key(states: list[Any]) -> str:
        return json.dumps(states, sort_keys=True, default=str)

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        stories = SupportedData.trackers_for_supported_data(self.supported_data(), training_trackers)
        states, actions = self.featurizer.training_states_and_labels(stories, domain)
        for known, labels in zip(states, actions):
            for label in labels:
                counts = self.counts.setdefault(self._key(known), {})
                counts[label] = counts.get(label, 0) + 1
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "counts.json").write_text(json.dumps(self.counts))
            self.featurizer.persist(folder)
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        states = self._prediction_states(tracker, domain, rule_only_data=rule_only_data)
        counts = self.counts.get(self._key(states), {})
        probabilities = self._default_predictions(domain)
        for name, count in counts.items():
            probabilities[domain.index_for_action(name)] = count / sum(counts.values())
        return self._prediction(probabilities)
