"""The tracker: a conversation's events, folded as they come.

Two folds run side by side, as in Rasa. The *live* one is what slots, loops and actions see. The
*applied* one is what policies see: it leaves out what was undone, and inside a form all but the
first and the latest run of the form. Applied events form a linked stack in which each keeps the
state before it: undoing drops the top, forking copies a reference, and a turn costs the same
however long the conversation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from causerie.dialogue import events as e
from causerie.dialogue.event_log import EventLog
from causerie.dialogue.state import NO_SLOTS, LastAction, Slots, State, apply, initial_state


class Moment(NamedTuple):
    """What held before ``action`` was chosen; None for the present, where none is chosen yet."""

    state: State
    action: e.ActionExecuted | None


class VisibleMoment(NamedTuple):
    """A moment that story policies see, and the last action they know of."""

    state: State
    latest_action: LastAction | None


@dataclass(frozen=True, slots=True, eq=False)
class _Choice:
    """An applied action. ``hidden``: only rules speak of it, so story policies don't see it.

    ``known_action`` is the last action they know of before it; ``visible_below`` the nearest
    earlier choice that they see.
    """

    action: e.ActionExecuted
    before: State
    hidden: bool
    known_action: LastAction | None
    below: _Choice | None
    visible_below: _Choice | None


@dataclass(frozen=True, slots=True, eq=False)
class _Applied:
    event: e.Event
    before: State
    below: _Applied | None
    depth: int
    choice: _Choice | None


class Tracker:
    """``events`` are those of the conversation so far, oldest first; append through ``update``."""

    def __init__(self, sender_id: str, slots: Slots = NO_SLOTS, events: Iterable[e.Event] = ()) -> None:
        self.sender_id = sender_id
        self.slots = slots
        self.events = EventLog()
        self.state = initial_state(slots)
        self._top: _Applied | None = None
        self._after_top = self.state
        self._loops: frozenset[str] = frozenset()
        self._clean_depth = 0
        self._clean_loop: str | None = None
        self._latest_restart = 0
        self.update_all(events)

    def fork(self) -> Tracker:
        """A tracker that goes on from here by itself; costs nothing, copies nothing."""
        twin = Tracker.__new__(Tracker)
        twin.__dict__.update(self.__dict__)
        twin.events = self.events.fork()
        return twin

    def update(self, event: e.Event) -> None:
        """Append one event and fold it."""
        self.events.append(event)
        if isinstance(event, e.FeedbackGiven):
            return
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
                self._loops |= {event.name}
            self._push(event)

    def update_all(self, events: Iterable[e.Event]) -> None:
        for event in events:
            self.update(event)

    def clear_followup(self) -> None:
        """Forget the follow-up action: it is being handled."""
        self.state = self.state.without_followup()

    def moments(self, limit: int | None = None) -> list[Moment]:
        """The moments before each applied action and the present one, oldest first.

        With ``limit`` only that many of the latest.
        """
        return list(islice(self.moments_backwards(), limit))[::-1]

    def moments_backwards(self) -> Iterator[Moment]:
        """The present moment, then the one before the latest action, and so on."""
        yield Moment(self._after_top, None)
        choice = self._choice
        while choice is not None:
            yield Moment(choice.before, choice.action)
            choice = choice.below

    def visible_moments_backwards(self) -> Iterator[VisibleMoment]:
        """The moments that story policies see, latest first; hidden stretches cost nothing."""
        present = _choose(_PRESENT, self._after_top, self._choice)
        choice = present.visible_below if present.hidden else present
        while choice is not None:
            yield VisibleMoment(choice.before, choice.known_action)
            choice = choice.visible_below

    def applied_events(self) -> list[e.Event]:
        """The events that count: without what was undone, since the session began."""
        return list(self.applied_backwards())[::-1]

    def applied_backwards(self) -> Iterator[e.Event]:
        """The events that count, latest first."""
        return (applied.event for applied in self._applied_backwards())

    @property
    def has_applied_events(self) -> bool:
        return self._top is not None

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

    def _applied_backwards(self) -> Iterator[_Applied]:
        applied = self._top
        while applied is not None:
            yield applied
            applied = applied.below

    @property
    def _depth(self) -> int:
        return self._top.depth if self._top else 0

    @property
    def _choice(self) -> _Choice | None:
        return self._top.choice if self._top else None

    def _push(self, event: e.Event) -> None:
        choice = self._choice
        if isinstance(event, e.ActionExecuted):
            choice = _choose(event, self._after_top, choice)
        self._top = _Applied(event, self._after_top, self._top, self._depth + 1, choice)
        self._after_top = apply(self._after_top, event, self.slots)

    def _start_over(self, event: e.Event) -> None:
        self._top = None
        self._clean_depth, self._clean_loop = 0, None
        self._after_top = initial_state(self.slots)
        if isinstance(event, e.Restarted):
            self._latest_restart = len(self.events)

    def _undo(self, event: e.Event) -> None:
        if isinstance(event, e.UserUtteranceReverted):
            self._drop_through(e.UserUttered)
        self._drop_through(e.ActionExecuted)
        self.state = self._after_top

    def _drop_through(self, kind: type[e.Event]) -> None:
        """Drop applied events from the top, up to and including the first of this kind."""
        while self._top is not None:
            dropped = self._top
            self._top, self._after_top = dropped.below, dropped.before
            if isinstance(dropped.event, kind):
                break
        if self._clean_depth > self._depth:
            self._clean_depth, self._clean_loop = 0, None

    def _repeats_loop(self, action: str | None) -> bool:
        """Whether this runs a loop again that was not left, rejected or interrupted since."""
        if action not in self._loops:
            return False
        later_action: str | None = None
        for applied in self._applied_backwards():
            if applied.depth <= self._clean_depth:
                return self._clean_loop == action
            event = applied.event
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
        return False

    def _forget_loop_steps(self, action: str | None) -> None:
        """Drop the steps since the loop's last run; what they changed (slots …) stays."""
        steps: list[e.Event] = []
        while (top := self._top) is not None and top.depth > self._clean_depth:
            if isinstance(top.event, e.ActionExecuted) and top.event.name == action:
                break
            steps.append(top.event)
            self._top, self._after_top = top.below, top.before
        for event in reversed(steps):
            if not isinstance(event, e.ActionExecuted | e.UserUttered | e.UserFeaturization):
                self._push(event)
        self._clean_depth, self._clean_loop = self._depth, action


_PRESENT = e.ActionExecuted()


def _choose(action: e.ActionExecuted, before: State, below: _Choice | None) -> _Choice:
    """A choice on top of another. A follow-up or a loop's happy path is as visible as what led to it."""
    if not before.followup_action and before.action_name != before.loop_name:
        hidden = action.hide_rule_turn
    else:
        hidden = below is not None and below.hidden
    if below is None:
        return _Choice(action, before, hidden, before.latest_action, None, None)
    known = below.known_action if below.hidden else before.latest_action
    visible = below.visible_below if below.hidden else below
    return _Choice(action, before, hidden, known, below, visible)
