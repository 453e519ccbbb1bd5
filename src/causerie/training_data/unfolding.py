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
from causerie.training_data.blocks import START, Block, BlockGraph, block_graph
from causerie.training_data.examples import RETRIEVAL_SEPARATOR
from causerie.training_data.stories import (
    ActionStep,
    BotStep,
    CheckpointStep,
    LoopStep,
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
class _Path:
    """A way through the blocks; ``blocks`` are those it took."""

    names: tuple[str, ...] = ()
    events: tuple[e.Event, ...] = ()
    blocks: tuple[int, ...] = ()
    place: Place = Place()


def unfold(stories: Sequence[Story], domain: Domain) -> list[Line]:
    """All lines of stories or rules; equal ones once. At most MAX_LINES of them."""
    lines: dict[Any, Line] = {}
    for path, story in _paths(block_graph(stories), domain):
        line = _line(path, story)
        lines.setdefault((line.is_rule, _identity(line.events)), line)
        if len(lines) >= MAX_LINES:
            break
    return list(lines.values())


def _paths(graph: BlockGraph, domain: Domain) -> Iterator[tuple[_Path, Story]]:
    """Round by round through all blocks, until a round reaches no checkpoint that is new.

    A way back is taken up in the next round, so how often loops are gone around depends on how
    long new checkpoints turn up, as in Rasa.
    """
    waiting: dict[str, list[_Path]] = {START: [_Path()]}
    used: set[str] = set()
    before: set[str] = set()
    latest_story: dict[str, Story] = {}
    while True:
        missing: set[str] = set()
        for index, block in enumerate(graph.blocks):
            coming = _coming(block, waiting, used, missing, domain)
            paths = [_through(block, index, path, domain) for path in coming]
            for end in block.ends:
                name = graph.back.get(end, end)
                latest_story[name] = block.story
                waiting.setdefault(name, []).extend(paths)
                if paths and name in used:
                    missing.add(name)
            if not block.ends:
                yield from ((path, block.story) for path in paths)
        missing |= {name for name, paths in waiting.items() if paths and name not in used}
        waiting = {name: waiting.get(name, []) for name in missing if name != START}
        if missing == before or not any(waiting.values()):
            break
        before = missing
    for name in waiting.keys() - used:
        yield from ((path, latest_story[name]) for path in waiting[name])


def _coming(
    block: Block, waiting: dict[str, list[_Path]], used: set[str], missing: set[str], domain: Domain
) -> list[_Path]:
    """The ways that lead into a block, each once."""
    coming: dict[tuple[int, ...], _Path] = {}
    for start in block.starts:
        paths = waiting.get(start.name)
        if paths:
            used.add(start.name)
            coming.update({path.blocks: path for path in paths if _holds(start, path, domain)})
        elif start.name not in used:
            missing.add(start.name)
    return list(coming.values())[:MAX_LINES]


def _holds(start: CheckpointStep, path: _Path, domain: Domain) -> bool:
    """Whether the slots that a checkpoint asks for have these values on this path."""
    if not start.slots:
        return True
    tracker = Tracker("", domain.slots, path.events)
    return all(tracker.slot(slot.name) == slot.value for slot in start.slots)


def _through(block: Block, index: int, path: _Path, domain: Domain) -> _Path:
    events = _block_events(block, domain, path.events)
    name = block.story.name
    return _Path(
        path.names if name in path.names else (*path.names, name),
        events if block.ends else _close(events),
        (*path.blocks, index),
        path.place if path.blocks else block.story.place,
    )


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


def _block_events(block: Block, domain: Domain, before: tuple[e.Event, ...]) -> tuple[e.Event, ...]:
    events = list(before)
    if block.story.is_rule and not before:
        for condition in block.story.conditions:
            _add(events, condition, domain)
        if not block.story.starts_conversation:
            events.append(e.ActionExecuted(name=RULE_SNIPPET))
    for step in block.steps:
        _add(events, step, domain)
    if block.story.is_rule and not block.ends and not block.story.waits_for_user:
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
    return user_uttered(step.text, intent, step.entities)


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
