"""Plays test stories: at each step the model is asked, then the story goes on as it is written.

Custom actions are not run; what they would change stands in the story.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from causerie.dialogue.event_json import user_uttered
from causerie.dialogue.events import ActionExecuted, ActionExecutionRejected, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import ACTION_LISTEN, ACTION_UNLIKELY_INTENT, UTTER_PREFIX
from causerie.evaluation.story_lines import TestLine
from causerie.evaluation.story_results import ActionCheck, Entity, MessageCheck, PlayedEvent, StoryResult
from causerie.evaluation.subject import Subject
from causerie.ports import Json, Prediction
from causerie.training_data.examples import RETRIEVAL_SEPARATOR

COMPARED = ("start", "end", "entity", "value")


async def play(line: TestLine, subject: Subject, end_to_end: bool) -> StoryResult:
    """``end_to_end``: messages are understood by the model, and what it finds is compared too."""
    tracker = Tracker(line.name, subject.domain.slots, line.events[:1])
    played = [PlayedEvent(event, place) for event, place in zip(line.events[:1], line.places, strict=False)]
    for event, place in zip(line.events[1:], line.places[1:], strict=True):
        if isinstance(event, ActionExecuted):
            asked = _Asked(tracker, subject)
            check = asked.check(event.name or event.action_text or "")
            tracker.update(_executed(event, asked.prediction, check.passed))
            played.append(PlayedEvent(event, place, check))
        elif isinstance(event, UserUttered) and end_to_end:
            message, understood = await _understand(event, subject)
            tracker.update(message)
            played.append(PlayedEvent(message, place, understood))
        else:
            tracker.update(event)
            played.append(PlayedEvent(event, place))
    return StoryResult(line.name, line.file, tuple(played))


# -- actions


@dataclass(slots=True)
class _Asked:
    """The model, asked for the next action; ``prediction`` is its latest answer."""

    tracker: Tracker
    subject: Subject
    prediction: Prediction = field(default_factory=lambda: Prediction({}))

    def check(self, expected: str) -> ActionCheck:
        predicted = self._ask(expected)
        unlikely: float | None = None
        if predicted == ACTION_UNLIKELY_INTENT != expected:
            unlikely = _severity(self.prediction)
            self.tracker.update(ActionExecuted(name=ACTION_UNLIKELY_INTENT))
            predicted = self._ask(expected)
        return ActionCheck(expected, predicted, self.prediction.policy, self.prediction.confidence, unlikely)

    def _ask(self, expected: str) -> str:
        predicted = self._predicted(expected)
        if predicted != expected and self._may_have_been_rejected(predicted):
            self.tracker.update(ActionExecutionRejected(name=predicted))
            predicted = self._predicted(expected)
        return predicted

    def _predicted(self, expected: str) -> str:
        self.prediction = self.subject.predict(self.tracker)
        name = self.prediction.best or ACTION_LISTEN
        intent = name.removeprefix(UTTER_PREFIX)
        if name == expected or intent not in self.subject.domain.retrieval_intents:
            return name
        return _full_name(name, intent, self.tracker)

    def _may_have_been_rejected(self, predicted: str) -> bool:
        """A story that leaves a form means that the form declined to run."""
        return predicted == self.tracker.state.loop_name and predicted in self.subject.domain.forms


def _full_name(action: str, intent: str, tracker: Tracker) -> str:
    """``utter_faq/hours`` where the story says which response it wants, not only ``utter_faq``."""
    message = tracker.state.latest_message
    if message is None:
        return action
    selector = message.parse_data.get("response_selector")
    key = _selected_response(selector, intent) or message.full_retrieval_intent_name
    return f"{UTTER_PREFIX}{key}" if key else action


def _executed(event: ActionExecuted, prediction: Prediction, passed: bool) -> ActionExecuted:
    """The step as the story has it, logged as in a conversation: a retrieval action by its short name."""
    name = event.name
    if name and name.startswith(UTTER_PREFIX) and RETRIEVAL_SEPARATOR in name:
        name = name.partition(RETRIEVAL_SEPARATOR)[0]
    return replace(
        event,
        name=name,
        policy=prediction.policy,
        confidence=prediction.confidence,
        hide_rule_turn=passed and prediction.hide_rule_turn,
    )


def _severity(prediction: Prediction) -> float:
    return float(prediction.diagnostics.get("query_intent", {}).get("severity", 0.0))


# -- messages


async def _understand(event: UserUttered, subject: Subject) -> tuple[UserUttered, MessageCheck | None]:
    """The message as the story has it, and how the model understands its text.

    A message by intent alone has nothing to understand. One by text alone is taken as the model
    understands it.
    """
    expected = event.full_retrieval_intent_name or event.intent_name
    if not event.text:
        return event, MessageCheck("", expected, expected)
    parsed = await subject.parse(event.text)
    if expected is None:
        return user_uttered(event.text, parsed["intent"], parsed["entities"], parsed), None
    check = MessageCheck(
        event.text,
        expected,
        _predicted_intent(parsed, expected),
        _unique(_compared(event.text, entity) for entity in event.entities),
        _unique(_compared(event.text, entity) for entity in parsed["entities"]),
    )
    selected = {key: parsed[key] for key in ("response_selector",) if key in parsed}
    return replace(event, parse_data={**event.parse_data, **selected}) if check.passed else event, check


def _predicted_intent(parsed: Json, expected: str) -> str | None:
    """The full name of a retrieval intent, unless the story asks for the short one only."""
    name: str | None = parsed["intent"].get("name")
    if name is None or name == expected:
        return name
    selector = parsed.get("response_selector") or {}
    if name not in selector.get("all_retrieval_intents", ()):
        return name
    return _selected_response(selector, name) or name


def _selected_response(selector: Json | None, intent: str) -> str | None:
    selected = (selector or {}).get(intent) or (selector or {}).get("default") or {}
    key: str | None = selected.get("response", {}).get("intent_response_key")
    return key


def _unique(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """What two extractors both found was understood once."""
    found: list[Entity] = []
    for entity in entities:
        if entity not in found:
            found.append(entity)
    return tuple(found)


def _compared(text: str, entity: dict[str, Any]) -> Entity:
    """Values are compared as text, for that is what a story can hold."""
    return {
        "text": text,
        **{key: str(entity[key]) if key == "value" else entity[key] for key in COMPARED if key in entity},
    }
