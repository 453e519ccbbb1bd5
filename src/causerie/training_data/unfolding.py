"""Stories → the conversations they stand for, as events.

Checkpoints join stories and every ``or`` branches them; what comes out are straight lines of
events, each named after the stories it went through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from causerie.dialogue import events as e
from causerie.dialogue.event_json import user_uttered
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain, MappingType
from causerie.domain.names import ACTION_LISTEN, RULE_SNIPPET, SHOULD_NOT_BE_SET
from causerie.errors import Place
from causerie.training_data.examples import RETRIEVAL_SEPARATOR
from causerie.training_data.stories import (
    ActionStep,
    BotStep,
    CheckpointStep,
    LoopStep,
    OrStep,
    SlotStep,
    Step,
    Story,
    UserStep,
)

MAX_LINES = 20_000
NAME_SEPARATOR = " > "
VALUE_OF_NAMED_SLOT: dict[str, Any] = {"text": "filled", "list": ["filled"]}


@dataclass(frozen=True, slots=True)
class Line:
    """One straight conversation that policies learn from."""

    name: str
    events: tuple[e.Event, ...]
    is_rule: bool = False
    place: Place = Place()

    def tracker(self, domain: Domain) -> Tracker:
        return Tracker(self.name, domain.slots, self.events)


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of a story between checkpoints, without ``or``."""

    story: Story
    steps: tuple[Step, ...]
    starts: tuple[CheckpointStep, ...]
    end: str | None


@dataclass(frozen=True, slots=True)
class _Path:
    names: tuple[str, ...]
    events: tuple[e.Event, ...]
    seen: frozenset[int]
    place: Place


def unfold(stories: Sequence[Story], domain: Domain) -> list[Line]:
    """All lines of stories or rules; equal ones once. At most MAX_LINES of them."""
    blocks = [block for story in stories for block in _blocks(story)]
    by_start: dict[str, list[_Block]] = {}
    for block in blocks:
        for start in block.starts:
            by_start.setdefault(start.name, []).append(block)
    lines: dict[Any, Line] = {}
    for block in blocks:
        if not block.starts:
            first = _Path((), (), frozenset(), block.story.place)
            for path in _follow(block, first, by_start, domain):
                line = _line(path, block.story)
                lines.setdefault((line.is_rule, _identity(line.events)), line)
                if len(lines) >= MAX_LINES:
                    return list(lines.values())
    return list(lines.values())


def line_events(story: Story, domain: Domain) -> tuple[e.Event, ...]:
    """The events of one story that has no checkpoint and no ``or``."""
    (block,) = _blocks(story)
    return _close(_block_events(block, domain, ()))


def _blocks(story: Story) -> Iterator[_Block]:
    """Cut at checkpoints; each alternative of each ``or`` gives a block of its own."""
    starts: tuple[CheckpointStep, ...] = ()
    steps: list[Step] = []
    for step in story.steps:
        if not isinstance(step, CheckpointStep):
            steps.append(step)
        elif steps:
            yield from _alternatives(story, steps, starts, step.name)
            starts, steps = (replace(step, slots=()),), []
        else:
            starts = (*starts, step)
    if steps or not story.steps:
        yield from _alternatives(story, steps, starts, None)


def _alternatives(
    story: Story, steps: Sequence[Step], starts: tuple[CheckpointStep, ...], end: str | None
) -> Iterator[_Block]:
    lines: list[tuple[Step, ...]] = [()]
    for step in steps:
        options = step.options if isinstance(step, OrStep) else ((step,),)
        lines = [(*line, *option) for line in lines for option in options][:MAX_LINES]
    for line in lines:
        yield _Block(story, line, starts, end)


def _follow(block: _Block, path: _Path, by_start: dict[str, list[_Block]], domain: Domain) -> Iterator[_Path]:
    """Go through a block and then through all that continue it, each at most once per path."""
    events = _block_events(block, domain, path.events)
    names = path.names if block.story.name in path.names else (*path.names, block.story.name)
    here = _Path(names, events, path.seen | {id(block)}, path.place)
    if block.end is None:
        yield replace(here, events=_close(events))
        return
    continued = False
    for follower in by_start.get(block.end, ()):
        if id(follower) not in here.seen and _holds(follower, block.end, here, domain):
            continued = True
            yield from _follow(follower, here, by_start, domain)
    if not continued:
        yield here


def _holds(block: _Block, checkpoint: str, path: _Path, domain: Domain) -> bool:
    """Whether the slots that the checkpoint asks for have these values on this path."""
    wanted = [slot for start in block.starts if start.name == checkpoint for slot in start.slots]
    if not wanted:
        return True
    tracker = Tracker("", domain.slots, path.events)
    return all(tracker.slot(slot.name) == slot.value for slot in wanted)


def _line(path: _Path, story: Story) -> Line:
    events = path.events
    if story.is_rule:
        events = tuple(_as_rule_event(event) for event in events)
    return Line(NAME_SEPARATOR.join(path.names), events, story.is_rule, path.place)


def _as_rule_event(event: e.Event) -> e.Event:
    """In a rule, null says that something must not be set."""
    if isinstance(event, e.ActiveLoop) and event.name is None:
        return replace(event, name=SHOULD_NOT_BE_SET)
    if isinstance(event, e.SlotSet) and event.value is None:
        return replace(event, value=SHOULD_NOT_BE_SET)
    return event


def _block_events(block: _Block, domain: Domain, before: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    events = list(before)
    if block.story.is_rule and not before:
        for condition in block.story.conditions:
            _add(events, condition, domain)
        if not block.story.starts_conversation:
            events.append(e.ActionExecuted(name=RULE_SNIPPET))
    for step in block.steps:
        _add(events, step, domain)
    if block.story.is_rule and block.end is None and not block.story.waits_for_user:
        events.append(e.ActionExecuted(name=RULE_SNIPPET))
    if not before:
        _mark_unpredictable(events)
    return tuple(events)


def _close(events: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    return events if _ends_listening(events) else (*events, e.ActionExecuted(name=ACTION_LISTEN))


def _ends_listening(events: Sequence[e.Event]) -> bool:
    last = events[-1] if events else None
    return isinstance(last, e.ActionExecuted) and last.name == ACTION_LISTEN


def _mark_unpredictable(events: list[e.Event]) -> None:
    """The bot's first word, if it speaks first, follows from nothing."""
    for index, event in enumerate(events):
        if isinstance(event, e.UserUttered):
            return
        if isinstance(event, e.ActionExecuted) and event.name != ACTION_LISTEN:
            events[index] = replace(event, unpredictable=True)
            return


def _add(events: list[e.Event], step: Step, domain: Domain) -> None:
    match step:
        case UserStep():
            if not _ends_listening(events):
                events.append(e.ActionExecuted(name=ACTION_LISTEN))
            user = training_message(step)
            events.append(user)
            events.extend(slots_of_entities(user.entities, domain))
        case ActionStep():
            events.append(e.ActionExecuted(name=step.name))
        case BotStep():
            events.append(e.ActionExecuted(action_text=step.text))
        case SlotStep():
            value = step.value if step.has_value else _value_of_named(step.name, domain)
            events.append(e.SlotSet(name=step.name, value=value))
        case LoopStep():
            events.append(e.ActiveLoop(name=step.name))


def _value_of_named(slot: str, domain: Domain) -> Any:
    known = domain.slots.get(slot)
    return VALUE_OF_NAMED_SLOT.get(known.type) if known else None


def training_message(step: UserStep) -> e.UserUttered:
    """The message a user step stands for."""
    intent: dict[str, Any] = {}
    if step.intent:
        main, _, key = step.intent.partition(RETRIEVAL_SEPARATOR)
        intent = {"name": main, "confidence": 1.0}
        if key:
            intent["full_retrieval_intent_name"] = step.intent
    return user_uttered(step.text, intent, step.entities, message_id="-")


def slots_of_entities(entities: Sequence[dict[str, Any]], domain: Domain) -> list[e.SlotSet]:
    """Slots that a story's entities fill by themselves, as the domain's mappings say."""
    if not domain.store_entities_as_slots or not entities:
        return []
    out: list[e.SlotSet] = []
    for slot in domain.slots.values():
        values = [
            entity.get("value")
            for mapping in slot.mappings
            if mapping.type == MappingType.FROM_ENTITY
            and not (mapping.conditions and mapping.conditions[0].active_loop is not None)
            for entity in entities
            if (entity.get("entity"), entity.get("role"), entity.get("group"))
            == (mapping.entity, mapping.role, mapping.group)
        ]
        if values:
            out.append(e.SlotSet(name=slot.name, value=values if slot.type == "list" else values[-1]))
    return out


def _identity(events: Sequence[e.Event]) -> Any:
    return repr(
        [
            (event.intent_name, event.text, event.entities)
            if isinstance(event, e.UserUttered)
            else replace(event, timestamp=0.0)
            for event in events
        ]
    )
