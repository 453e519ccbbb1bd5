"""A policy of the project's own, written for Rasa, among ours."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from causerie.compat.calling import accepted, call, wrong
from causerie.compat.component_traits import check_packages, default_config
from causerie.compat.model_files import files_as_state, storage_of_state
from causerie.compat.rasa.core.policies.policy import PolicyPrediction
from causerie.compat.rasa.engine.graph import ExecutionContext, GraphComponent
from causerie.compat.rasa.engine.recipes.default_recipe import RegisteredComponent
from causerie.compat.rasa.engine.storage.resource import Resource
from causerie.compat.rasa.engine.storage.storage import ModelStorage
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.compat.tracker_events import ours_of
from causerie.compat.training_trackers import training_trackers
from causerie.dialogue import events as ours
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain as OurDomain
from causerie.policies.states import RuleOnly
from causerie.ports import Json, PolicyContext, Prediction


class PolicyHost:
    """Fits ``causerie.ports.Policy``; ``policy`` is the project's own, once trained or loaded."""

    cls: ClassVar[type[GraphComponent]]
    said: ClassVar[RegisteredComponent]

    def __init__(self, config: Json) -> None:
        self.config = {**default_config(self.cls), **config}
        self.priority = int(self.config.get("priority", 1))
        self.storage = ModelStorage()
        self.resource = Resource(f"train_{self.cls.__name__}")
        self.context = ExecutionContext(node_name=f"run_{self.cls.__name__}")
        self.policy: Any = None
        self.rule_only: Json = {}
        self._domain: Domain | None = None
        check_packages(self.cls)

    def train(self, context: PolicyContext) -> None:
        self.policy = self._make("create")
        self._hide(context.shared.get("rule_only", RuleOnly()))
        if not self.said.is_trainable:
            return
        function = self._method("train")
        offered = accepted(function, precomputations=None)
        resource = call(
            self.cls, "train", function, training_trackers(context), Domain(context.domain), **offered
        )
        if not isinstance(resource, Resource):
            raise wrong(
                self.cls,
                f"'train' must return the Resource it wrote to; it returned {resource!r:.60}.",
                "End it with 'return self._resource', or register the class with is_trainable=False.",
            )
        self.resource = resource
        self.policy = self._make("load")

    def predict(self, tracker: Tracker, domain: OurDomain) -> Prediction:
        function = self._method("predict_action_probabilities")
        offered = accepted(function, rule_only_data=self.rule_only, precomputations=None)
        view = DialogueStateTracker.of(tracker.fork())
        found = call(self.cls, "predict_action_probabilities", function, view, self._view(domain), **offered)
        if not isinstance(found, PolicyPrediction):
            raise wrong(
                self.cls,
                f"'predict_action_probabilities' must return a PolicyPrediction; it returned {found!r:.60}.",
                "Write 'return self._prediction(probabilities)'.",
            )
        return self._prediction(found, domain)

    def _prediction(self, found: PolicyPrediction, domain: OurDomain) -> Prediction:
        probabilities = [float(value) for value in found.probabilities]
        if len(probabilities) != len(domain.action_names):
            raise wrong(
                self.cls,
                f"a prediction needs a probability for each of the {len(domain.action_names)} actions of the domain; "
                f"{len(probabilities)} came.",
                "Begin with self._default_predictions(domain) and set domain.index_for_action(name).",
            )
        scores = dict(zip(domain.action_names, probabilities, strict=True))
        return Prediction(
            {name: score for name, score in scores.items() if score},
            found.policy_name or self.cls.__name__,
            int(found.policy_priority),
            self._events(found.events),
            self._events(found.optional_events),
            found.is_no_user_prediction,
            found.is_end_to_end_prediction,
            found.hide_rule_turn,
            dict(found.diagnostic_data),
        )

    def _events(self, events: Iterable[Any]) -> tuple[ours.Event, ...]:
        return tuple(call(self.cls, "predict_action_probabilities", ours_of, event) for event in events)

    def state(self) -> Json:
        return {
            "resource": self.resource.name,
            "rule_only": self.rule_only,
            **files_as_state(self.storage),
        }

    def load(self, state: Json, domain: OurDomain) -> None:
        self.storage = storage_of_state(state)
        self.resource = Resource(state["resource"])
        self.rule_only = dict(state["rule_only"])
        self.policy = self._make("load")

    def _make(self, how: str) -> Any:
        made = call(
            self.cls,
            how,
            getattr(self.cls, how),
            dict(self.config),
            self.storage,
            self.resource,
            self.context,
        )
        if made is None:
            raise wrong(
                self.cls, f"'{how}' must return the policy; it returned None.", "End it with 'return …'."
            )
        return made

    def _method(self, name: str) -> Any:
        function = getattr(self.policy, name, None)
        if function is None:
            raise wrong(self.cls, f"it has no method '{name}', which a policy needs.")
        return function

    def _hide(self, rule_only: RuleOnly) -> None:
        self.rule_only = {
            "rule_only_slots": sorted(rule_only.slots),
            "rule_only_loops": sorted(rule_only.loops),
        }

    def _view(self, domain: OurDomain) -> Domain:
        """One view per domain: what it works out is worked out once."""
        if self._domain is None or self._domain.ours is not domain:
            self._domain = Domain(domain)
        return self._domain


def policy_host(cls: type, said: RegisteredComponent) -> type[PolicyHost]:
    """The class of ours for this class of the project."""
    return type(cls.__name__, (PolicyHost,), {"cls": cls, "said": said, "__doc__": cls.__doc__})
