"""A story played with its own actions: each prediction is compared, then the story's action applied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from causerie.dialogue.events import ActionExecuted, ActionExecutionRejected, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.policies.ensemble import Ensemble
from causerie.training_data.unfolding import Line


@dataclass(frozen=True, slots=True)
class Step:
    """One prediction. ``turn`` counts the user's messages, ``message`` is the latest intent."""

    expected: str
    predicted: str | None
    turn: int
    message: str | None

    @property
    def right(self) -> bool:
        return self.expected == self.predicted

    @property
    def speaks(self) -> bool:
        return self.expected != ACTION_LISTEN


def play(ensemble: Ensemble, line: Line, domain: Domain) -> list[Step]:
    """As ``rasa test`` does: where a form is predicted and the story has it refuse, ask again."""

    def choose(tracker: Tracker, expected: str) -> str | None:
        predicted = ensemble.predict(tracker, domain).best
        loop = tracker.state.loop_name
        if predicted != expected and loop is not None and predicted == loop:
            tracker.update(ActionExecutionRejected(name=loop))
            predicted = ensemble.predict(tracker, domain).best
        return predicted

    return _steps(line, domain, choose)


def steps_of(predictions: Sequence[str], line: Line, domain: Domain) -> list[Step]:
    """The same of predictions that were made elsewhere, one for each action of the story."""
    following = iter(predictions)
    return _steps(line, domain, lambda tracker, expected: next(following))


def _steps(line: Line, domain: Domain, choose: Callable[[Tracker, str], str | None]) -> list[Step]:
    tracker = Tracker(line.name, domain.slots)
    steps: list[Step] = []
    turn = 0
    for event in line.tracker(domain).applied_events():
        if isinstance(event, UserUttered):
            turn += 1
        if isinstance(event, ActionExecuted) and not event.unpredictable:
            expected = event.name or event.action_text or ""
            predicted = choose(tracker, expected)
            message = tracker.state.latest_message
            steps.append(Step(expected, predicted, turn, message.intent_name if message else None))
        tracker.update(event)
    return steps


def percent(right: Sequence[bool]) -> float:
    return 100 * sum(right) / len(right) if right else float("nan")
