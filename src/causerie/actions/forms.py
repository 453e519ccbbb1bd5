"""A form: asks for its slots one by one, lets the project validate them, and ends when all are filled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from causerie.actions.context import ActionContext
from causerie.actions.extract_slots import extract_slots
from causerie.actions.said_by_actions import events_of_answer
from causerie.dialogue.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    Restarted,
    SlotSet,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import ACTION_LISTEN, REQUESTED_SLOT
from causerie.errors import ActionRejected


class FormAction:
    """Runs once per turn while the form is active; raises ActionRejected when it got no answer."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def run(self, context: ActionContext) -> list[Event]:
        events: list[Event] = []
        if context.tracker.state.loop_name != self.name:
            events += await self._activate(context)
        if not _is_done(events):
            events += await self._step(context, events)
        if _is_done(events):
            events.append(ActiveLoop(name=None))
        return events

    # -- beginning

    async def _activate(self, context: ActionContext) -> list[Event]:
        """The form begins; slots that are known already are validated first."""
        begun: list[Event] = [ActiveLoop(name=self.name)]
        inside = context.after(begun)
        extracted = await extract_slots(inside)
        inside = inside.after(extracted)
        set_slots = [event for event in extracted if isinstance(event, SlotSet)]
        if not self._has_validation(context):
            return [*begun, *set_slots]
        known = {
            name: inside.tracker.slot(name)
            for name in self._required_slots(context)
            if inside.tracker.slot(name) is not None
        }
        validated = await self._validate_slots(known, inside)
        names = {event.name for event in validated if isinstance(event, SlotSet)}
        return [*begun, *validated, *(event for event in set_slots if event.name not in names)]

    # -- one turn

    async def _step(self, context: ActionContext, so_far: Sequence[Event]) -> list[Event]:
        events: list[Event] = []
        if all(isinstance(event, ActiveLoop) for event in so_far):
            events = await self._validate_if_needed(context)
        if not _rejected_by_hand(events):
            events += await self._request_next_slot(context, [*so_far, *events])
        return events

    async def _validate_if_needed(self, context: ActionContext) -> list[Event]:
        state = context.tracker.state
        loop = state.active_loop
        if loop is None or (state.action_name == ACTION_LISTEN and not loop.is_interrupted):
            return await self._validate(context)
        return await self._validate_slots({}, context)

    async def _validate(self, context: ActionContext) -> list[Event]:
        extracted = self._extracted(context) or await self._proposed(context)
        events = await self._validate_slots(extracted, context)
        validated = any(isinstance(event, SlotSet) and event.name != REQUESTED_SLOT for event in events)
        asked_for = self._asked_for(context.tracker)
        if asked_for and not extracted and not validated and not _rejected_by_hand(events):
            raise ActionRejected(
                self.name, f"The form '{self.name}' got no value for the slot '{asked_for}'."
            )
        return events

    async def _validate_slots(self, candidates: dict[str, Any], context: ActionContext) -> list[Event]:
        """What ``validate_<form>`` makes of these values; nothing when there is no such action."""
        if not self._has_validation(context):
            return []
        events = [SlotSet(name=name, value=value) for name, value in candidates.items()]
        name = f"validate_{self.name}"
        inside = self._inside(context, events)
        answer = await context.runner.run(name, inside.tracker, context.domain)
        return await events_of_answer(name, answer, inside)

    def _has_validation(self, context: ActionContext) -> bool:
        return f"validate_{self.name}" in context.domain.action_set

    def _inside(self, context: ActionContext, events: Sequence[Event]) -> ActionContext:
        """The conversation as the form's own actions see it: asked for, run, and these events."""
        asked_for = SlotSet(name=REQUESTED_SLOT, value=self._asked_for(context.tracker))
        return context.after([asked_for, ActionExecuted(name=self.name), *events])

    # -- slots

    def _required_slots(self, context: ActionContext) -> tuple[str, ...]:
        return context.domain.forms[self.name].required_slots

    def _asked_for(self, tracker: Tracker) -> str | None:
        state = tracker.state
        return state.requested_slot if state.loop_name == self.name else None

    def _extracted(self, context: ActionContext) -> dict[str, Any]:
        """Values of this form's slots that the latest message set."""
        wanted = {*self._required_slots(context), self._asked_for(context.tracker)}
        values: dict[str, Any] = {}
        for event in _slots_since_message(context.tracker):
            if event.name in wanted:
                values[event.name] = event.value
        return values

    async def _proposed(self, context: ActionContext) -> dict[str, Any]:
        """What a GPT reads in a message that filled nothing: only a candidate for the form's own validation."""
        asked_for = self._asked_for(context.tracker)
        if context.open_turns is None or asked_for is None or not self._has_validation(context):
            return {}
        return await context.open_turns.proposal(self.name, asked_for, context.tracker, context.domain)

    # -- the next question

    async def _request_next_slot(self, context: ActionContext, so_far: Sequence[Event]) -> list[Event]:
        if _is_done(so_far):
            return [SlotSet(name=REQUESTED_SLOT, value=None)]
        inside = self._inside(context, so_far)
        slot = _requested_by(so_far)
        events: list[Event] = []
        if not slot:
            slot = self._next_slot(context, inside.tracker)
            events.append(SlotSet(name=REQUESTED_SLOT, value=slot))
        if not slot:
            return [SlotSet(name=REQUESTED_SLOT, value=None)]
        return [*events, *await self._ask(slot, inside)]

    def _next_slot(self, context: ActionContext, tracker: Tracker) -> str | None:
        return next((name for name in self._required_slots(context) if tracker.slot(name) is None), None)

    async def _ask(self, slot: str, context: ActionContext) -> list[Event]:
        """The most special question there is; silence when there is none."""
        questions = (
            f"action_ask_{self.name}_{slot}",
            f"utter_ask_{self.name}_{slot}",
            f"action_ask_{slot}",
            f"utter_ask_{slot}",
        )
        question = next((name for name in questions if name in context.domain.action_set), None)
        return await context.run_action(question, context) if question else []


def _is_done(events: Sequence[Event]) -> bool:
    if _rejected_by_hand(events):
        return False
    for event in reversed(events):
        if isinstance(event, SlotSet) and event.name == REQUESTED_SLOT:
            if event.value is None:
                return True
            break
    last_loop = next((event for event in reversed(events) if isinstance(event, ActiveLoop)), None)
    return last_loop is not None and last_loop.name is None


def _rejected_by_hand(events: Sequence[Event]) -> bool:
    return any(isinstance(event, ActionExecutionRejected) for event in events)


def _requested_by(events: Sequence[Event]) -> str | None:
    """A slot that the project's own code asked to be requested next."""
    return next(
        (event.value for event in events if isinstance(event, SlotSet) and event.name == REQUESTED_SLOT),
        None,
    )


def _slots_since_message(tracker: Tracker) -> list[SlotSet]:
    """Slots set since the latest message, oldest first."""
    message = tracker.state.latest_message
    found: list[SlotSet] = []
    for event in reversed(tracker.events):
        if isinstance(event, Restarted) or (message is not None and event == message):
            break
        if isinstance(event, SlotSet):
            found.append(event)
    return found[::-1]
