"""Custom actions that do not run here: what they did on the old server is taken over."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence

from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import (
    ACTION_DEFAULT_ASK_AFFIRMATION,
    ACTION_DEFAULT_ASK_REPHRASE,
    ACTION_TWO_STAGE_FALLBACK,
    ACTION_VALIDATE_SLOT_MAPPINGS,
    REQUESTED_SLOT,
)
from causerie.errors import ActionRejected
from causerie.migration.talking.turns import Json
from causerie.ports import Say

NOT_OF_AN_ACTION = ("user_featurization", "user", "action")
WITHIN, QUESTION = "within ", "question of "
REJECTED: Json = {"rejected": True}


class TakenOver:
    """An action runner for one turn after the other; ``not_run`` are actions it knows nothing of.

    Validators and questions of forms leave no event of their own in a tracker: theirs are those that
    stand after the form's.
    """

    def __init__(self, domain: Domain) -> None:
        self._filled_by = {
            mapping.action for slot in domain.slots.values() for mapping in slot.mappings if mapping.action
        }
        self._results: dict[str, deque[Json]] = {}
        self.not_run: list[str] = []

    def begin(self, events: Sequence[Json] | None) -> None:
        """The events of the old server's turn; None when they can't be seen."""
        self._results, self.not_run = {}, []
        for name, after in _runs(events or ()):
            self._keep(name, _result(after))
            if name and _is_rejection(after):
                self._keep(WITHIN + name, _result(()))
            elif name:
                question = _question_in(after)
                self._keep(WITHIN + name, _result(after[:question], but="active_loop"))
                self._keep(QUESTION + name, _result(after[question:], but="active_loop"))

    def knows(self, name: str) -> bool:
        return True

    async def run(self, name: str, tracker: Tracker, domain: Domain, say: Say | None = None) -> Json:
        """Raises ActionRejected for an action that declined there."""
        result = self._next(name) or self._of_no_event(name, tracker)
        if result is REJECTED:
            raise ActionRejected(name)
        if result is None:
            self.not_run.append(name)
            return {}
        return result

    async def close(self) -> None:
        pass

    def _of_no_event(self, name: str, tracker: Tracker) -> Json | None:
        """Of actions that others run: their events stand after those others', or before all."""
        if name == ACTION_VALIDATE_SLOT_MAPPINGS or name in self._filled_by:
            return self._next("")
        if name.startswith("validate_"):
            return self._next(WITHIN + name.removeprefix("validate_"))
        if name in (ACTION_DEFAULT_ASK_AFFIRMATION, ACTION_DEFAULT_ASK_REPHRASE):
            return self._next(WITHIN + ACTION_TWO_STAGE_FALLBACK)
        return self._next(f"{QUESTION}{tracker.state.loop_name}") if name.startswith("action_ask_") else None

    def _keep(self, name: str, result: Json) -> None:
        self._results.setdefault(name, deque()).append(result)

    def _next(self, name: str) -> Json | None:
        """Results are used in their order; the last one stays."""
        kept = self._results.get(name)
        if not kept:
            return None
        return kept.popleft() if len(kept) > 1 else kept[0]


def _runs(events: Sequence[Json]) -> Iterable[tuple[str, list[Json]]]:
    """Each action with the events after it; under no name, those between the message and the first one."""
    name: str | None = None
    after: list[Json] = []
    for event in events:
        kind = event.get("event")
        if kind in ("user", "action"):
            if name is not None:
                yield name, after
            name, after = ("" if kind == "user" else str(event.get("name") or "…")), []
        elif kind == "action_execution_rejected":
            yield str(event.get("name")), [event]
        elif name is not None:
            after.append(event)
    if name is not None:
        yield name, after


def _question_in(events: Sequence[Json]) -> int:
    """Where a form has chosen the next slot, and begins to ask for it."""
    for index, event in enumerate(events):
        if event.get("event") == "slot" and event.get("name") == REQUESTED_SLOT:
            return index + 1
    return len(events)


def _result(events: Sequence[Json], but: str = "") -> Json:
    """Events as an action server would have answered them, without those of one kind."""
    if _is_rejection(events):
        return REJECTED
    return {
        "events": [event for event in events if event.get("event") not in (*NOT_OF_AN_ACTION, "bot", but)],
        "responses": [_response(event) for event in events if event.get("event") == "bot"],
    }


def _is_rejection(events: Sequence[Json]) -> bool:
    return any(event.get("event") == "action_execution_rejected" for event in events)


def _response(bot: Json) -> Json:
    data = {key: value for key, value in (bot.get("data") or {}).items() if value}
    return {"text": bot.get("text"), **data}
