"""The steps of stories and rules."""

from __future__ import annotations

from collections.abc import Callable

from causerie.files import expect
from causerie.files.nodes import Mapping, Node, describe, is_nothing, plain
from causerie.files.problems import Problems
from causerie.files.story_users import USER_KEYS, read_user
from causerie.registry import did_you_mean
from causerie.training_data import (
    ActionStep,
    BotStep,
    CheckpointStep,
    LoopStep,
    OrStep,
    SlotStep,
    Step,
    UserStep,
)

STEP_KEYS = {
    "intent": USER_KEYS,
    "user": USER_KEYS,
    "or": ("or",),
    "action": ("action", "metadata"),
    "bot": ("bot", "metadata"),
    "checkpoint": ("checkpoint", "slot_was_set"),
    "slot_was_set": ("slot_was_set",),
    "active_loop": ("active_loop",),
}
RULE_STEPS = ("intent", "user", "or", "action", "slot_was_set", "active_loop")
CONDITION_STEPS = ("slot_was_set", "active_loop")


def read_steps(
    node: Node | None, what: str, allowed: tuple[str, ...], is_test: bool, problems: Problems
) -> tuple[Step, ...]:
    """The steps under ``steps`` or ``condition``; a step that can't be read is told and left out."""
    if is_nothing(node):
        return ()
    listed = expect.sequence(node, what, problems)
    steps: list[Step] = []
    for item in listed or ():
        steps.extend(_read_step(item, what, allowed, is_test, problems))
    return tuple(steps)


def _read_step(
    node: Node, what: str, allowed: tuple[str, ...], is_test: bool, problems: Problems
) -> list[Step]:
    item = expect.mapping(node, f"Each step of {what}", problems, "Write '- intent: …' or '- action: …'.")
    if item is None:
        return []
    kind = next((key for key in STEP_KEYS if key in item), None)
    if kind not in allowed or kind is None:
        _tell_unknown(item, kind, what, allowed, problems)
        return []
    expect.known_keys(item, STEP_KEYS[kind], f"A step with the key '{kind}'", problems)
    if kind in ("intent", "user"):
        step = read_user(item, is_test, problems)
        return [step] if step else []
    if kind == "slot_was_set":
        return [*read_slots(item.get("slot_was_set"), problems)]
    single: Step | None = _READERS[kind](item, is_test, problems)
    return [single] if single else []


def _tell_unknown(
    item: Mapping, kind: str | None, what: str, allowed: tuple[str, ...], problems: Problems
) -> None:
    first = kind or next(iter(item.entries), "")
    advice = did_you_mean(str(first), list(allowed))
    if kind == "bot":
        advice = "Text of the bot can stand in stories only; use a response here."
    elif kind == "checkpoint":
        advice = "Checkpoints can stand in stories only."
    problems.error(
        f"{what[0].upper()}{what[1:]} can't hold a step '{first}'." if item.entries else "A step is empty.",
        item.key_place(first) if first in item else item.place,
        expected=", ".join(allowed),
        found=describe(item),
        advice=advice,
        kind="unknown_key",
        name=str(first),
    )


def read_slots(node: Node | None, problems: Problems) -> list[SlotStep]:
    """``- name: value`` lines, names alone, or one mapping."""
    if isinstance(node, Mapping):
        return [*_slot_values(node)]
    listed = expect.sequence(node, "'slot_was_set'", problems, "Write '- name: value' under it.")
    found: list[SlotStep] = []
    for item in listed or ():
        if isinstance(item, Mapping):
            found.extend(_slot_values(item))
        else:
            name = expect.name(item, "Each of 'slot_was_set'", problems)
            if name:
                found.append(SlotStep(name, None, False, item.place))
    return found


def _slot_values(item: Mapping) -> list[SlotStep]:
    return [
        SlotStep(str(key), plain(value), True, item.key_place(key)) for key, value in item.entries.items()
    ]


def _action(item: Mapping, is_test: bool, problems: Problems) -> ActionStep | None:
    name = expect.name(item.get("action"), "'action'", problems)
    return ActionStep(name.strip(), item.place) if name else None


def _bot(item: Mapping, is_test: bool, problems: Problems) -> BotStep | None:
    text = expect.name(item.get("bot"), "'bot'", problems)
    return BotStep(text, item.place) if text else None


def _loop(item: Mapping, is_test: bool, problems: Problems) -> LoopStep | None:
    node = item.get("active_loop")
    if is_nothing(node):
        return LoopStep(None, item.place)
    name = expect.name(node, "'active_loop'", problems)
    return LoopStep(name, item.place) if name else None


def _checkpoint(item: Mapping, is_test: bool, problems: Problems) -> CheckpointStep | None:
    name = expect.name(item.get("checkpoint"), "'checkpoint'", problems)
    node = item.get("slot_was_set")
    slots = [] if is_nothing(node) else read_slots(node, problems)
    return CheckpointStep(name, tuple(slots), item.place) if name else None


def _or(item: Mapping, is_test: bool, problems: Problems) -> OrStep | None:
    """Every intent is a choice of its own, and so is every slot under ``slot_was_set``."""
    listed = expect.sequence(item.get("or"), "'or'", problems)
    options: list[tuple[UserStep | SlotStep, ...]] = []
    for part in listed or ():
        choice = expect.mapping(part, "Each choice under 'or'", problems)
        if choice is None:
            continue
        if "intent" in choice or "user" in choice:
            expect.known_keys(choice, USER_KEYS, "A choice under 'or'", problems)
            step = read_user(choice, is_test, problems)
            options += [(step,)] if step else []
        elif "slot_was_set" in choice:
            expect.known_keys(choice, ("slot_was_set",), "A choice under 'or'", problems)
            options += [(slot,) for slot in read_slots(choice.get("slot_was_set"), problems)]
        else:
            problems.error(
                "A choice under 'or' must be an intent or slots.",
                choice.place,
                expected="intent: …, or slot_was_set: …",
                found=describe(choice),
                advice="Write two stories for different actions.",
            )
    return OrStep(tuple(options), item.place) if options else None


_READERS: dict[str, Callable[[Mapping, bool, Problems], Step | None]] = {
    "or": _or,
    "action": _action,
    "bot": _bot,
    "checkpoint": _checkpoint,
    "active_loop": _loop,
}

__all__ = ["CONDITION_STEPS", "RULE_STEPS", "STEP_KEYS", "read_slots", "read_steps"]
