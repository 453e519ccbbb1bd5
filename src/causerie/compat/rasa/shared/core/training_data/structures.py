"""Stories: a view of ours."""

from __future__ import annotations

from collections.abc import Iterable

from causerie.compat.rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SlotSet,
    UserUttered,
)
from causerie.domain.names import ACTION_LISTEN
from causerie.training_data import ActionStep, BotStep, LoopStep, SlotStep, Step, Story, UserStep


class StoryStep:
    """One story or rule; made from events, or standing for one that was read."""

    def __init__(
        self,
        block_name: str | None = None,
        events: list[Event] | None = None,
        source_name: str | None = None,
        is_rule: bool = False,
        ours: Story | None = None,
    ) -> None:
        self.block_name = ours.name if ours else block_name or ""
        self.events: list[Event] = events or []
        self.source_name = source_name
        self.is_rule = is_rule
        self._ours = ours

    @property
    def ours(self) -> Story:
        return self._ours or Story(self.block_name, tuple(_steps(self.events)), is_rule=self.is_rule)

    def add_event(self, event: Event) -> None:
        self.events.append(event)

    def add_events(self, events: Iterable[Event]) -> None:
        self.events.extend(events)

    add_user_message = add_event


class RuleStep(StoryStep):
    """A rule."""

    def __init__(self, block_name: str | None = None, events: list[Event] | None = None) -> None:
        super().__init__(block_name, events, is_rule=True)


class StoryGraph:
    """All stories and rules."""

    def __init__(self, story_steps: list[StoryStep]) -> None:
        self.story_steps = story_steps

    def merge(self, other: StoryGraph | None) -> StoryGraph:
        return StoryGraph([*self.story_steps, *(other.story_steps if other else ())])

    def is_empty(self) -> bool:
        return not self.story_steps

    def ordered_steps(self) -> list[StoryStep]:
        return list(self.story_steps)


def _steps(events: Iterable[Event]) -> Iterable[Step]:
    for event in events:
        match event:
            case UserUttered():
                yield UserStep(event.intent_name, event.text, tuple(event.entities))
            case ActionExecuted():
                if event.action_text:
                    yield BotStep(event.action_text)
                elif event.action_name and event.action_name != ACTION_LISTEN:
                    yield ActionStep(event.action_name)
            case SlotSet():
                yield SlotStep(event.key, event.value)
            case ActiveLoop():
                yield LoopStep(event.name)
            case _:
                pass
