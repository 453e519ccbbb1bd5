"""The tracker: a conversation's events, folded as they come.

Two folds run side by side, as in Rasa. The *live* one is what slots, loops and actions see. The
*applied* one is what policies see: it leaves out what was undone, and inside a form all but the
first and the latest run of the form. Each applied event keeps the state before it, so undoing is
a matter of dropping the end of a list, and a turn costs the same however long the conversation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from causerie.dialogue import events as e
from causerie.dialogue.state import NO_SLOTS, Slots, State, apply, initial_state


class Moment(NamedTuple):
    """What held before an action was chosen; ``hidden``: only rules speak of that action."""

    state: State
    action: e.ActionExecuted | None


@dataclass(frozen=True, slots=True)
class _Applied:
    event: e.Event
    before: State


class Tracker:
    """``events`` are those of the conversation so far, oldest first; append through ``update``."""

    def __init__(self, sender_id: str, slots: Slots = NO_SLOTS, events: Iterable[e.Event] = ()) -> None:
        self.sender_id = sender_id
        self.slots = slots
        self.events: list[e.Event] = []
        self.state = initial_state(slots)
        self._applied: list[_Applied] = []
        self._after_applied = self.state
        self._loops: set[str] = set()
        self._clean_until = 0
        self._clean_loop: str | None = None
        self._latest_restart = 0
        for event in events:
            self.update(event)

    def update(self, event: e.Event) -> None:
        """Append one event and fold it."""
        self.events.append(event)
        if isinstance(event, e.UserUtteranceReverted | e.ActionReverted):
            self._undo(event)
            return
        self.state = apply(self.state, event, self.slots)
        if isinstance(event, e.Restarted | e.SessionStarted):
            self._start_over(event)
        elif isinstance(event, e.ActionExecuted) and self._repeats_loop(event.name):
            self._forget_loop_steps(event.name)
        else:
            if isinstance(event, e.ActiveLoop) and event.name:
                self._loops.add(event.name)
            self._apply(event)

    def update_all(self, events: Iterable[e.Event]) -> None:
        for event in events:
            self.update(event)

    def moments(self, limit: int | None = None) -> list[Moment]:
        """The moments before each applied action and the present one, oldest first.

        With ``limit`` only that many of the latest.
        """
        return list(reversed(list(_take(self.moments_backwards(), limit))))

    def moments_backwards(self) -> Iterator[Moment]:
        """The present moment, then the one before the latest action, and so on."""
        yield Moment(self._after_applied, None)
        for applied in reversed(self._applied):
            if isinstance(applied.event, e.ActionExecuted):
                yield Moment(applied.before, applied.event)

    def applied_events(self) -> list[e.Event]:
        """The events that count: without what was undone, since the session began."""
        return [applied.event for applied in self._applied]

    def applied_backwards(self) -> Iterator[e.Event]:
        """The events that count, latest first."""
        return (applied.event for applied in reversed(self._applied))

    def events_after_restart(self) -> list[e.Event]:
        return self.events[self._latest_restart :]

    def latest(self, *kinds: type[e.Event]) -> e.Event | None:
        """The latest event of one of these kinds, undone or not."""
        return next((event for event in reversed(self.events) if isinstance(event, kinds)), None)

    @property
    def latest_input_channel(self) -> str | None:
        event = self.latest(e.UserUttered)
        return event.input_channel if isinstance(event, e.UserUttered) else None

    def slot(self, name: str) -> Any:
        """A slot's value; None for a slot that is unset or unknown."""
        return self.state.slots.get(name)

    def until(self, time: float) -> Tracker:
        """A tracker that stopped after the events up to and including ``time``."""
        earlier: list[e.Event] = []
        for event in self.events:
            if event.timestamp > time:
                break
            earlier.append(event)
        return Tracker(self.sender_id, self.slots, earlier)

    def copy(self) -> Tracker:
        """A tracker of its own that shares the (frozen) events and states."""
        twin = Tracker(self.sender_id, self.slots)
        twin.events = list(self.events)
        twin.state = self.state
        twin._applied = list(self._applied)
        twin._after_applied = self._after_applied
        twin._loops = set(self._loops)
        twin._clean_until = self._clean_until
        twin._clean_loop = self._clean_loop
        twin._latest_restart = self._latest_restart
        return twin

    def _apply(self, event: e.Event) -> None:
        self._applied.append(_Applied(event, self._after_applied))
        self._after_applied = apply(self._after_applied, event, self.slots)

    def _start_over(self, event: e.Event) -> None:
        self._applied.clear()
        self._clean_until = 0
        self._clean_loop = None
        self._after_applied = initial_state(self.slots)
        if isinstance(event, e.Restarted):
            self._latest_restart = len(self.events)

    def _undo(self, event: e.Event) -> None:
        if isinstance(event, e.UserUtteranceReverted):
            self._drop_until(e.UserUttered)
        self._drop_until(e.ActionExecuted)
        self.state = self._after_applied

    def _drop_until(self, kind: type[e.Event]) -> None:
        """Drop applied events from the end, up to and including the first of this kind."""
        while self._applied:
            dropped = self._applied.pop()
            self._after_applied = dropped.before
            if isinstance(dropped.event, kind):
                break
        if self._clean_until > len(self._applied):
            self._clean_until, self._clean_loop = 0, None

    def _repeats_loop(self, action: str | None) -> bool:
        """Whether this runs a loop again that was not left, rejected or interrupted since."""
        if action not in self._loops:
            return False
        later_action: str | None = None
        for index in range(len(self._applied) - 1, self._clean_until - 1, -1):
            event = self._applied[index].event
            if isinstance(event, e.ActiveLoop) and event.name is None:
                return False
            if isinstance(event, e.ActionExecutionRejected) and event.name == action:
                return False
            if isinstance(event, e.UserUttered) and later_action not in (None, action):
                return False
            if isinstance(event, e.ActionExecuted):
                if event.name == action:
                    return True
                later_action = event.name or event.action_text
        return self._clean_until > 0 and self._clean_loop == action

    def _forget_loop_steps(self, action: str | None) -> None:
        """Drop the steps since the loop's last run; what they changed (slots …) stays."""
        start = len(self._applied)
        while start > self._clean_until:
            event = self._applied[start - 1].event
            if isinstance(event, e.ActionExecuted) and event.name == action:
                break
            start -= 1
        steps = self._applied[start:]
        if steps:
            self._after_applied = steps[0].before
            del self._applied[start:]
        for step in steps:
            if not isinstance(step.event, e.ActionExecuted | e.UserUttered | e.UserFeaturization):
                self._apply(step.event)
        self._clean_until, self._clean_loop = len(self._applied), action


def _take(moments: Iterator[Moment], limit: int | None) -> Iterator[Moment]:
    if limit is None:
        yield from moments
        return
    for _, moment in zip(range(limit), moments, strict=False):
        yield moment
