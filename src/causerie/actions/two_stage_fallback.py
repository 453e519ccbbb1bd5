"""Two-stage fallback: first "did you mean …?", then "please rephrase", then giving up."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from causerie.actions.builtin import with_confidence
from causerie.actions.context import ActionContext
from causerie.dialogue.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    UserUtteranceReverted,
    UserUttered,
    now,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import (
    ACTION_DEFAULT_ASK_AFFIRMATION,
    ACTION_DEFAULT_ASK_REPHRASE,
    ACTION_DEFAULT_FALLBACK,
    ACTION_LISTEN,
    ACTION_TWO_STAGE_FALLBACK,
    INTENT_NLU_FALLBACK,
    INTENT_OUT_OF_SCOPE,
)


class TwoStageFallback:
    """A loop that is active while the user is being asked what they meant."""

    async def run(self, context: ActionContext) -> list[Event]:
        events: list[Event] = []
        if context.tracker.state.loop_name != ACTION_TWO_STAGE_FALLBACK:
            events.append(ActiveLoop(name=ACTION_TWO_STAGE_FALLBACK))
        if not _is_done(context.tracker):
            return [*events, *await self._ask(context, just_begun=bool(events))]
        return [*events, ActiveLoop(name=None), *await self._end(context)]

    async def _ask(self, context: ActionContext, just_begun: bool) -> list[Event]:
        affirm = just_begun or _last_intent(context.tracker) == INTENT_NLU_FALLBACK
        question = ACTION_DEFAULT_ASK_AFFIRMATION if affirm else ACTION_DEFAULT_ASK_REPHRASE
        return await context.run_action(question, context)

    async def _end(self, context: ActionContext) -> list[Event]:
        if _gives_up(context.tracker):
            return await context.run_action(ACTION_DEFAULT_FALLBACK, context)
        message = context.tracker.state.latest_message
        again = [replace(with_confidence(message, 1.0), timestamp=now())] if message else []
        return [UserUtteranceReverted(), ActionExecuted(name=ACTION_LISTEN), *again]


def _is_done(tracker: Tracker) -> bool:
    clarified = _last_intent(tracker) not in (INTENT_NLU_FALLBACK, INTENT_OUT_OF_SCOPE)
    return clarified or _gives_up(tracker)


def _gives_up(tracker: Tracker) -> bool:
    intents = _last_intents(tracker)
    return intents[:2] == [INTENT_NLU_FALLBACK, INTENT_NLU_FALLBACK] or intents == [
        INTENT_OUT_OF_SCOPE,
        INTENT_NLU_FALLBACK,
        INTENT_OUT_OF_SCOPE,
    ]


def _last_intent(tracker: Tracker) -> str | None:
    message = tracker.state.latest_message
    return message.intent_name if message else None


def _last_intents(tracker: Tracker) -> list[str | None]:
    """Intents of the last three messages, latest first; None for a message that was taken back."""
    messages = (
        event for event in reversed(tracker.events) if isinstance(event, UserUttered | UserUtteranceReverted)
    )
    return [event.intent_name if isinstance(event, UserUttered) else None for event in islice(messages, 3)]
