"""The default actions, one function each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from causerie.actions.context import ActionContext
from causerie.actions.utterances import bot_uttered, utter
from causerie.dialogue.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain import names
from causerie.errors import ActionError

MOST_CARRIED_OVER = 100
Builtin = Callable[[ActionContext], Awaitable[list[Event]]]


async def listen(context: ActionContext) -> list[Event]:
    """Waits for the next message."""
    return []


async def restart(context: ActionContext) -> list[Event]:
    """Says utter_restart if there is one, and forgets slots, the active loop and what was said."""
    return [*await utter("utter_restart", context), Restarted()]


async def session_start(context: ActionContext) -> list[Event]:
    """A new session; the slots set in the last one are set again, if the domain says so."""
    carried: list[SlotSet] = []
    if context.domain.session.carry_over_slots:
        carried = _carried_over(context.tracker)
    return [SessionStarted(), *carried, ActionExecuted(name=names.ACTION_LISTEN)]


def _carried_over(tracker: Tracker) -> list[SlotSet]:
    """Every slot that was set, as often as it was, as in Rasa.

    Past a hundred only the latest of each: else each session would begin with all sessions before.
    """
    found = [event for event in tracker.applied_events() if isinstance(event, SlotSet)]
    if len(found) > MOST_CARRIED_OVER:
        latest = {event.name: event for event in found}
        found = [event for event in found if latest[event.name] is event]
    return [SlotSet(name=event.name, value=event.value, metadata=event.metadata) for event in found]


async def default_fallback(context: ActionContext) -> list[Event]:
    """Undoes the last message and what came of it, and says utter_default if there is one."""
    return [*await utter("utter_default", context), UserUtteranceReverted()]


async def deactivate_loop(context: ActionContext) -> list[Event]:
    """Ends the active loop and what it asked for."""
    return [ActiveLoop(name=None), SlotSet(name=names.REQUESTED_SLOT, value=None)]


async def back(context: ActionContext) -> list[Event]:
    """Says utter_back if there is one, and undoes the last two messages and what came of them."""
    return [*await utter("utter_back", context), UserUtteranceReverted(), UserUtteranceReverted()]


async def ask_rephrase(context: ActionContext) -> list[Event]:
    """Says utter_ask_rephrase if there is one."""
    return list(await utter("utter_ask_rephrase", context))


async def ask_affirmation(context: ActionContext) -> list[Event]:
    """Did you mean the best intent (the second, when the best is the fallback)?"""
    message = context.tracker.state.latest_message
    if message is None:
        raise ActionError("There is no message to ask about.", names.ACTION_DEFAULT_ASK_AFFIRMATION)
    intent = message.intent_name
    ranking = message.parse_data.get("intent_ranking") or []
    if intent == names.INTENT_NLU_FALLBACK and len(ranking) > 1:
        intent = ranking[1].get("name")
    draft = {
        "text": f"Did you mean '{intent}'?",
        "buttons": [
            {"title": "Yes", "payload": f"/{intent}"},
            {"title": "No", "payload": f"/{names.INTENT_OUT_OF_SCOPE}"},
        ],
        "utter_action": names.ACTION_DEFAULT_ASK_AFFIRMATION,
    }
    return [bot_uttered(draft)]


async def revert_fallback_events(context: ActionContext) -> list[Event]:
    """After a rephrased or affirmed message: undo the asking, keep the message."""
    tracker = context.tracker
    if _executed_before(tracker, names.ACTION_DEFAULT_ASK_REPHRASE):
        return _undo_questions(tracker, rephrased=True)
    if _executed_before(tracker, names.ACTION_DEFAULT_ASK_AFFIRMATION):
        again = _undo_questions(tracker, rephrased=False)
        if _executed_before(tracker, names.ACTION_DEFAULT_ASK_REPHRASE, skip=1):
            return [*again[:-1], *_undo_questions(tracker, rephrased=True)[:-1], again[-1]]
        return again
    return []


def _undo_questions(tracker: Tracker, rephrased: bool) -> list[Event]:
    message = next((event for event in tracker.applied_backwards() if isinstance(event, UserUttered)), None)
    if message is None:
        raise ActionError("There is no message to go back to.", names.ACTION_REVERT_FALLBACK_EVENTS)
    undo: list[Event] = [UserUtteranceReverted() for _ in range(3 if rephrased else 2)]
    if not rephrased:
        message = with_confidence(message, 1.0)
    return [*undo, ActionExecuted(name=names.ACTION_LISTEN), message]


def with_confidence(message: UserUttered, confidence: float) -> UserUttered:
    """The message with its intent made sure of."""
    intent = {**message.intent, "confidence": confidence}
    return replace(message, intent=intent, parse_data={**message.parse_data, "intent": intent})


def _executed_before(tracker: Tracker, action: str, skip: int = 0) -> bool:
    """Whether this was the last action but listening (``skip`` counts further back)."""
    for event in tracker.applied_backwards():
        if isinstance(event, ActionExecuted) and event.name != names.ACTION_LISTEN:
            if skip == 0:
                return event.name == action
            skip -= 1
    return False


async def unlikely_intent(context: ActionContext) -> list[Event]:
    """Does nothing by itself; rules and stories can react to it."""
    return []


BUILTINS: dict[str, Builtin] = {
    names.ACTION_LISTEN: listen,
    names.ACTION_RESTART: restart,
    names.ACTION_SESSION_START: session_start,
    names.ACTION_DEFAULT_FALLBACK: default_fallback,
    names.ACTION_DEACTIVATE_LOOP: deactivate_loop,
    names.ACTION_REVERT_FALLBACK_EVENTS: revert_fallback_events,
    names.ACTION_DEFAULT_ASK_AFFIRMATION: ask_affirmation,
    names.ACTION_DEFAULT_ASK_REPHRASE: ask_rephrase,
    names.ACTION_UNLIKELY_INTENT: unlikely_intent,
    names.ACTION_BACK: back,
}
