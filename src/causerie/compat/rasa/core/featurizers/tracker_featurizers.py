"""Conversations as states, and states as features."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from causerie.compat.rasa.core.featurizers.single_state_featurizer import SingleStateFeaturizer
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.compat.rasa.shared.nlu.training_data.features import Features
from causerie.policies.states import (
    training_examples,
    use_text_or_intent,
    without_unlikely_intent,
)

State = dict[str, dict[str, Any]]
FeaturesOfState = dict[str, list[Features]]
FEATURIZER_FILE = "featurizer.json"
Trackers = list[DialogueStateTracker]


class TrackerFeaturizer:
    """Each action of a conversation is learnt from all states before it."""

    def __init__(self, state_featurizer: SingleStateFeaturizer | None = None) -> None:
        self.state_featurizer = state_featurizer

    def training_states_and_labels(
        self,
        trackers: Trackers,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_action_unlikely_intent: bool = False,
    ) -> tuple[list[list[State]], list[list[str]]]:
        """For each action of the trackers the states before it, and its name."""
        states, labels, _ = self.training_states_labels_and_entities(
            trackers, domain, omit_unset_slots, ignore_action_unlikely_intent
        )
        return states, labels

    def training_states_labels_and_entities(
        self,
        trackers: Trackers,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_action_unlikely_intent: bool = False,
    ) -> tuple[list[list[State]], list[list[str]], list[list[dict[str, Any]]]]:
        found: dict[str, tuple[list[State], str]] = {}
        for tracker in trackers:
            for states, label in training_examples(tracker.ours, domain.ours, omit_unset_slots):
                known = without_unlikely_intent(states) if ignore_action_unlikely_intent else states
                recent = self._recent(list(known))
                found.setdefault(json.dumps([recent, label], sort_keys=True, default=str), (recent, label))
        states_of = [states for states, _ in found.values()]
        return states_of, [[label] for _, label in found.values()], [[] for _ in found]

    def prediction_states(
        self,
        trackers: Trackers,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
        ignore_action_unlikely_intent: bool = False,
    ) -> list[list[State]]:
        """The states of each conversation as they are now."""
        found = []
        for tracker in trackers:
            states = tracker.past_states(domain, False, ignore_rule_only_turns, rule_only_data)
            if ignore_action_unlikely_intent:
                states = without_unlikely_intent(states)
            use_text_or_intent(states, by_text=use_text_for_last_user_input)
            found.append(self._recent(states))
        return found

    def _recent(self, states: list[State]) -> list[State]:
        return states

    def featurize_trackers(
        self,
        trackers: Trackers,
        domain: Domain,
        precomputations: Any = None,
        bilou_tagging: bool = False,
        ignore_action_unlikely_intent: bool = False,
    ) -> tuple[list[list[FeaturesOfState]], Any, list[list[FeaturesOfState]]]:
        """Features of all states, the numbers of the actions, and no entity tags."""
        featurizer = self._prepared(domain)
        states, labels = self.training_states_and_labels(
            trackers, domain, ignore_action_unlikely_intent=ignore_action_unlikely_intent
        )
        features = [[featurizer.encode_state(state) for state in example] for example in states]
        ids = np.array([[domain.index_for_action(name) for name in names] for names in labels])
        return features, ids, [[] for _ in features]

    def create_state_features(
        self, trackers: Trackers, domain: Domain, precomputations: Any = None, **kwargs: Any
    ) -> list[list[FeaturesOfState]]:
        """Features of the states as they are now."""
        featurizer = self._prepared(domain)
        found = self.prediction_states(trackers, domain, **kwargs)
        return [[featurizer.encode_state(state) for state in states] for states in found]

    def _prepared(self, domain: Domain) -> SingleStateFeaturizer:
        if self.state_featurizer is None:
            raise ValueError(
                "A featurizer of trackers needs a featurizer of states: SingleStateFeaturizer()."
            )
        self.state_featurizer.prepare_for_training(domain)
        return self.state_featurizer

    def to_dict(self) -> dict[str, Any]:
        inner = self.state_featurizer.to_dict() if self.state_featurizer else None
        return {"type": type(self).__name__, "state_featurizer": inner}

    def persist(self, path: str | Path) -> None:
        Path(path, FEATURIZER_FILE).write_text(json.dumps(self.to_dict()), encoding="utf-8")

    @staticmethod
    def load(path: str | Path) -> TrackerFeaturizer | None:
        """The featurizer that was persisted there; one of the usual kinds."""
        file = Path(path, FEATURIZER_FILE)
        if not file.exists():
            return None
        data = json.loads(file.read_text(encoding="utf-8"))
        kinds = {kind.__name__: kind for kind in (FullDialogueTrackerFeaturizer, MaxHistoryTrackerFeaturizer)}
        made = kinds.get(data["type"], TrackerFeaturizer)()
        if data.get("state_featurizer"):
            made.state_featurizer = SingleStateFeaturizer.create_from_dict(data["state_featurizer"])
        if isinstance(made, MaxHistoryTrackerFeaturizer):
            made.max_history = data.get("max_history")
        return made


class FullDialogueTrackerFeaturizer(TrackerFeaturizer):
    """All states from the beginning."""


class MaxHistoryTrackerFeaturizer(TrackerFeaturizer):
    """The latest ``max_history`` states."""

    def __init__(
        self,
        state_featurizer: SingleStateFeaturizer | None = None,
        max_history: int | None = None,
        remove_duplicates: bool = True,
    ) -> None:
        super().__init__(state_featurizer)
        self.max_history = max_history
        self.remove_duplicates = remove_duplicates

    @staticmethod
    def slice_state_history(states: list[State], slice_length: int | None) -> list[State]:
        return states[-slice_length:] if slice_length else states

    def _recent(self, states: list[State]) -> list[State]:
        return self.slice_state_history(states, self.max_history)

    def to_dict(self) -> dict[str, Any]:
        return {**super().to_dict(), "max_history": self.max_history}
