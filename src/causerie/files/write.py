"""Writes stories as YAML, as Rasa writes them: ``GET /conversations/…/story``, failed test stories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from causerie.files.annotated import annotated
from causerie.files.domain_json import dump_yaml
from causerie.files.versions import LATEST
from causerie.training_data import (
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

# (which story, which of its steps) → a comment at the end of the step's first line.
Comments = Mapping[tuple[int, int], str]


def write_stories(
    stories: Iterable[Story], *, as_tests: bool = False, comments: Comments | None = None
) -> str:
    """Stories and rules in one document; test stories tell what the user said, word by word."""
    comments = comments or {}
    sections: dict[str, list[Any]] = {"stories": [], "rules": []}
    for number, story in enumerate(stories):
        steps = [
            _commented(_step(step, as_tests), comments.get((number, place), ""))
            for place, step in enumerate(story.steps)
        ]
        sections["rules" if story.is_rule else "stories"].append(
            _rule(story, steps, as_tests) if story.is_rule else _story(story, steps)
        )
    return dump_yaml(
        {
            "version": DoubleQuotedScalarString(LATEST),
            **{key: items for key, items in sections.items() if items},
        }
    )


def written_story(story: Story, as_tests: bool) -> dict[str, Any]:
    """One story, to be dumped among others."""
    return _story(story, [_step(step, as_tests) for step in story.steps])


def _story(story: Story, steps: list[Any]) -> dict[str, Any]:
    return {"story": story.name, **_metadata(story), "steps": steps}


def _rule(story: Story, steps: list[Any], as_tests: bool) -> dict[str, Any]:
    written: dict[str, Any] = {"rule": story.name, **_metadata(story)}
    if story.conditions:
        written["condition"] = [_step(condition, as_tests) for condition in story.conditions]
    if story.starts_conversation:
        written["conversation_start"] = True
    written["steps"] = steps
    if not story.waits_for_user:
        written["wait_for_user_input"] = False
    return written


def _metadata(story: Story) -> dict[str, Any]:
    return {"metadata": story.metadata} if story.metadata else {}


def _commented(step: dict[str, Any], comment: str) -> CommentedMap:
    written = CommentedMap(step)
    if comment:
        written.yaml_add_eol_comment(" ".join(comment.split()), next(iter(step)))
    return written


def _step(step: Step, as_tests: bool) -> dict[str, Any]:
    match step:
        case UserStep():
            return _user(step, as_tests)
        case ActionStep():
            return {"action": step.name}
        case BotStep():
            return {"bot": step.text}
        case SlotStep():
            return {"slot_was_set": [_slot(step)]}
        case LoopStep():
            return {"active_loop": step.name}
        case CheckpointStep():
            slots = {"slot_was_set": [_slot(slot) for slot in step.slots]} if step.slots else {}
            return {"checkpoint": step.name, **slots}
        case OrStep():
            return {"or": [_step(part, as_tests) for option in step.options for part in option]}


def _slot(slot: SlotStep) -> Any:
    return {slot.name: slot.value} if slot.has_value else slot.name


def _user(step: UserStep, as_tests: bool) -> dict[str, Any]:
    written: dict[str, Any] = {"intent": step.intent} if step.intent else {}
    if step.text and (as_tests or not step.intent):
        return {**written, "user": LiteralScalarString(annotated(step.text, step.entities))}
    if step.entities:
        written["entities"] = [_entity(entity) for entity in step.entities]
    return written


def _entity(entity: Mapping[str, Any]) -> Any:
    if "value" not in entity:
        return entity["entity"]
    labels = {key: entity[key] for key in ("role", "group") if entity.get(key) is not None}
    return {entity["entity"]: entity["value"], **labels}
