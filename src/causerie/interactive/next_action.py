"""The bot's next action, and whether it is the right one."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from causerie.dialogue.events import ActionExecutionRejected, Event, LoopInterrupted
from causerie.dialogue.state import State
from causerie.domain.names import (
    ACTION_EXTRACT_SLOTS,
    ACTION_LISTEN,
    ACTION_UNLIKELY_INTENT,
    RULE_SNIPPET,
    UTTER_PREFIX,
)
from causerie.interactive.conversation import Conversation
from causerie.interactive.terminal import Asking, Choice
from causerie.ports import Prediction

NEW_ACTION = ""
NOT_CHOSEN = (RULE_SNIPPET, ACTION_EXTRACT_SLOTS)
_ACTION = re.compile(r"[^\s{}]+")


async def take_action(conversation: Conversation, asking: Asking) -> None:
    """Asks whether the predicted action is right, and runs it or another."""
    asking.show(await conversation.tracker())
    predicted = await conversation.predict()
    chosen = predicted
    if not await _is_right(predicted, asking):
        chosen = Prediction({await _chosen_action(predicted, conversation, asking): 1.0})
    state = (await conversation.tracker()).state
    before = _rejection(chosen, state)
    if _is_form_again(chosen, state):
        interruption = await _interruption(state, asking)
        others = tuple(event for event in chosen.events if not isinstance(event, LoopInterrupted))
        chosen = replace(chosen, events=(*others, *interruption))
    for failure in await conversation.act(chosen, before):
        asking.tell(f"failed: {failure}")
        asking.tell(
            "It counts as run, without events. Mend it, undo the step in the menu (Ctrl-C), try again."
        )


async def _is_right(predicted: Prediction, asking: Asking) -> bool:
    name = predicted.best or ACTION_LISTEN
    if name == ACTION_UNLIKELY_INTENT:
        if not await asking.confirm(f"The bot takes the message as unlikely here ('{name}'). Is that right?"):
            asking.tell("Stories with this message at this point teach it; the action itself is in no story.")
        return True
    policy = f", {predicted.policy}" if predicted.policy else ""
    return await asking.confirm(
        f"The bot wants to run '{name}' ({predicted.confidence:.2f}{policy}). Is that right?"
    )


# -- another action


async def _chosen_action(predicted: Prediction, conversation: Conversation, asking: Asking) -> str:
    names = [name for name in conversation.domain.action_names if name not in NOT_CHOSEN]
    made = [*conversation.new_actions, *conversation.new_responses]
    ranked = sorted(names, key=lambda name: (name not in made, -predicted.scores.get(name, 0.0), name))
    choices = [Choice(f"{predicted.scores.get(name, 0.0):.2f} {name}", name) for name in ranked]
    chosen = await asking.choose("What should the bot do?", [Choice("<a new action>", NEW_ACTION), *choices])
    return await _new_action(conversation, asking) if chosen == NEW_ACTION else chosen


async def _new_action(conversation: Conversation, asking: Asking) -> str:
    known = conversation.domain.action_set
    typed = await asking.text(
        "The name of the new action (utter_… for a response):", check=lambda name: _check_name(name, known)
    )
    name = typed.strip()
    if name.startswith(UTTER_PREFIX):
        words = await asking.text(f"What does '{name}' say?", check=_check_words)
        conversation.know_response(name, words.strip())
    else:
        conversation.know_action(name)
        asking.tell(
            f"'{name}' has no code yet, unless your actions have it: it counts as run, without events."
        )
    return name


def _check_name(typed: str, known: Container[str]) -> str:
    name = typed.strip()
    if not _ACTION.fullmatch(name):
        return "Type a name without blanks, such as utter_hours or action_book."
    return f"The action '{name}' is there already: press Ctrl-C and choose it." if name in known else ""


def _check_words(typed: str) -> str:
    return "" if typed.strip() else "Type what the bot says."


# -- forms


def _rejection(chosen: Prediction, state: State) -> Sequence[Event]:
    """Within a form, any other action says that the form did not get its answer."""
    if state.loop_name and chosen.best not in (state.loop_name, ACTION_LISTEN, None):
        return [ActionExecutionRejected(name=state.loop_name)]
    return ()


def _is_form_again(chosen: Prediction, state: State) -> bool:
    """Whether a form that was left for something else goes on with a new message."""
    loop = state.active_loop
    return bool(loop and loop.rejected and state.action_name == ACTION_LISTEN and chosen.best == loop.name)


async def _interruption(state: State, asking: Asking) -> Sequence[Event]:
    """Whether the form takes the message as its answer, or asks again without looking at it."""
    answers = await asking.confirm(
        f"Does '{state.loop_name}' take the message as the answer for '{state.requested_slot}'?"
    )
    if not answers:
        return [LoopInterrupted(is_interrupted=True)]
    if state.active_loop and state.active_loop.is_interrupted:
        return [LoopInterrupted(is_interrupted=False)]
    return ()
