"""What is tested: the parts of an assistant that decide."""

from __future__ import annotations

from dataclasses import dataclass

from causerie.dialogue.events import ActionExecuted
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.policies.ensemble import Ensemble
from causerie.ports import Interpreter, Json, Prediction

TOO_MANY_ACTIONS = "circuit breaker tripped"


@dataclass(frozen=True, slots=True)
class Subject:
    """``max_predictions`` is how many actions may follow one message."""

    domain: Domain
    interpreter: Interpreter
    ensemble: Ensemble
    max_predictions: int = 10

    async def parse(self, text: str) -> Json:
        """What the model understands, as ``/model/parse`` tells it."""
        return await self.interpreter.parse_data(text)

    def predict(self, tracker: Tracker) -> Prediction:
        """The next action; after too many in one turn, none but the name of that failure."""
        if _actions_since_listen(tracker) >= self.max_predictions:
            return Prediction({TOO_MANY_ACTIONS: 1.0})
        return self.ensemble.predict(tracker, self.domain)


def _actions_since_listen(tracker: Tracker) -> int:
    actions = 0
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted):
            if event.name == ACTION_LISTEN:
                break
            actions += 1
    return actions
