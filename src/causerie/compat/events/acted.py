"""What was done: actions, loops, and how a message was taken."""

from __future__ import annotations

from typing import Any, ClassVar

from causerie.compat.events.base import Event

Json = dict[str, Any]


class _Chosen(Event):
    """An action that was chosen, done or declined."""

    def __init__(
        self,
        action_name: str | None = None,
        policy: str | None = None,
        confidence: float | None = None,
        timestamp: float | None = None,
        metadata: Json | None = None,
    ) -> None:
        super().__init__(timestamp, metadata)
        self.action_name = action_name
        self.policy = policy
        self.confidence = confidence


class ActionExecuted(_Chosen):
    type_name = "action"
    _keys: ClassVar[dict[str, str]] = {
        "name": "action_name",
        "policy": "policy",
        "confidence": "confidence",
        "action_text": "action_text",
        "hide_rule_turn": "hide_rule_turn",
    }

    def __init__(
        self,
        action_name: str | None = None,
        policy: str | None = None,
        confidence: float | None = None,
        timestamp: float | None = None,
        metadata: Json | None = None,
        action_text: str | None = None,
        hide_rule_turn: bool = False,
    ) -> None:
        super().__init__(action_name, policy, confidence, timestamp, metadata)
        self.action_text = action_text
        self.hide_rule_turn = hide_rule_turn


class ActionExecutionRejected(_Chosen):
    type_name = "action_execution_rejected"
    _keys: ClassVar[dict[str, str]] = {"name": "action_name", "policy": "policy", "confidence": "confidence"}


class _Named(Event):
    _keys: ClassVar[dict[str, str]] = {"name": "name"}

    def __init__(
        self, name: str | None, timestamp: float | None = None, metadata: Json | None = None
    ) -> None:
        super().__init__(timestamp, metadata)
        self.name = name


class ActiveLoop(_Named):
    type_name = "active_loop"


class FollowupAction(_Named):
    type_name = "followup"
    _keys: ClassVar[dict[str, str]] = {"name": "action_name"}

    def __init__(self, name: str, timestamp: float | None = None, metadata: Json | None = None) -> None:
        super().__init__(name, timestamp, metadata)
        self.action_name = name


class LoopInterrupted(Event):
    type_name = "loop_interrupted"
    _keys: ClassVar[dict[str, str]] = {"is_interrupted": "is_interrupted"}

    def __init__(
        self, is_interrupted: bool, timestamp: float | None = None, metadata: Json | None = None
    ) -> None:
        super().__init__(timestamp, metadata)
        self.is_interrupted = is_interrupted


class EntitiesAdded(Event):
    type_name = "entities"
    _keys: ClassVar[dict[str, str]] = {"entities": "entities"}

    def __init__(
        self, entities: list[Json], timestamp: float | None = None, metadata: Json | None = None
    ) -> None:
        super().__init__(timestamp, metadata)
        self.entities = entities


class DefinePrevUserUtteredFeaturization(Event):
    type_name = "user_featurization"
    _keys: ClassVar[dict[str, str]] = {"use_text_for_featurization": "use_text_for_featurization"}

    def __init__(
        self, use_text_for_featurization: bool, timestamp: float | None = None, metadata: Json | None = None
    ) -> None:
        super().__init__(timestamp, metadata)
        self.use_text_for_featurization = use_text_for_featurization
