"""A message of the user, and whether it was understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from causerie.actions.responding import DEFAULT_SELECTOR
from causerie.dialogue.events import BotUttered, UserUttered
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import UTTER_PREFIX
from causerie.files.annotated import annotated
from causerie.files.payloads import PREFIX
from causerie.interactive.conversation import Conversation
from causerie.interactive.intent_names import check_intent_name, known_intents
from causerie.interactive.marking import check_marked, marked_entities
from causerie.interactive.terminal import Asking, Choice, Wish, Wished
from causerie.ports import Json
from causerie.training_data.examples import RETRIEVAL_SEPARATOR

INPUT = "Your input:"
FREE_TEXT, NEW_INTENT = "", ""
RESTART = "/restart"
_NAMED = re.compile(r"/([^\s{@]+)")


async def take_message(conversation: Conversation, asking: Asking) -> None:
    """Asks for a message, and for what it means where the model is wrong."""
    text = await _typed(await conversation.tracker(), asking)
    if text == RESTART:
        raise Wished(Wish.RESTART)
    message = await conversation.say(text)
    right = await _is_understood(message, conversation, asking)
    await conversation.understood(message, None if right else await _corrected(message, conversation, asking))


async def _typed(tracker: Tracker, asking: Asking) -> str:
    """A button of the bot's last message, or what is typed."""
    buttons = [*_buttons(tracker)]
    if buttons:
        titles = [Choice(f"{x.get('title', '')} ({x.get('payload', '')})", str(_payload(x))) for x in buttons]
        chosen = await asking.choose("Which button?", [*titles, Choice("(type something else)", FREE_TEXT)])
        if chosen:
            return chosen
    return (await asking.text(INPUT, check=_not_empty)).strip()


async def _is_understood(message: UserUttered, conversation: Conversation, asking: Asking) -> bool:
    intent = full_intent(message)
    if str(message.text).startswith(PREFIX):
        named = _NAMED.match(str(message.text))
        if named and named[1] in (intent, message.intent_name):
            return True
        asking.tell(f"There is no intent '{named[1] if named else ''}'.")
        return False
    written = annotated(str(message.text), message.entities)
    if intent is None:
        asking.tell(f"'{written}' was not understood as any intent.")
        return False
    confidence = message.intent.get("confidence") or 0.0
    entities = "are the entities marked as they should be" if message.entities else "has it no entities"
    return await asking.confirm(
        f"'{written}' is understood as '{intent}' ({confidence:.2f}). Is that right, and {entities}?"
    )


async def _corrected(message: UserUttered, conversation: Conversation, asking: Asking) -> Json:
    """What the model should have understood."""
    intent = await _chosen_intent(message, conversation, asking)
    text, entities = str(message.text), [*message.entities]
    if not text.startswith(PREFIX):
        written = await asking.text(
            "Mark the entities, as in: from [Rome](city)",
            default=annotated(text, entities),
            check=lambda typed: check_marked(typed, text),
        )
        entities = marked_entities(written, message.entities)
    main, _, key = intent.partition(RETRIEVAL_SEPARATOR)
    parsed: Json = {"text": text, "intent": {"name": main, "confidence": 1.0}, "entities": entities}
    if key:
        parsed["intent"]["full_retrieval_intent_name"] = intent
        response = {"intent_response_key": intent, "utter_action": f"{UTTER_PREFIX}{intent}"}
        parsed["response_selector"] = {main: {"response": response}}
    return parsed


async def _chosen_intent(message: UserUttered, conversation: Conversation, asking: Asking) -> str:
    scores = {**dict.fromkeys(known_intents(conversation), 0.0), **dict(_ranked(message))}
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    choices = [Choice(f"{score:.2f} {name}", name) for name, score in ranked]
    chosen = await asking.choose("What is the intent?", [Choice("<a new intent>", NEW_INTENT), *choices])
    if chosen != NEW_INTENT:
        return chosen
    name = await asking.text(
        "The name of the new intent:", check=lambda typed: check_intent_name(typed, scores)
    )
    conversation.new_intents.append(name.strip())
    return name.strip()


def _ranked(message: UserUttered) -> Iterator[tuple[str, float]]:
    """The model's guesses. A retrieval intent stands there with its responses, not alone."""
    responses = _ranked_responses(message.parse_data.get("response_selector") or {})
    for guess in message.parse_data.get("intent_ranking") or ():
        name, confidence = guess.get("name"), float(guess.get("confidence") or 0.0)
        under = {full: score for full, score in responses.items() if full.startswith(f"{name}/")}
        if under:
            yield from ((full, score * confidence) for full, score in under.items())
        elif name:
            yield name, confidence


def _ranked_responses(selectors: Mapping[str, Any]) -> dict[str, float]:
    found = [x for x in selectors.values() if isinstance(x, Mapping)]
    return {
        str(guess.get("intent_response_key")): float(guess.get("confidence") or 0.0)
        for selector in found
        for guess in selector.get("ranking") or ()
    }


def full_intent(message: UserUttered) -> str | None:
    """``faq/hours`` rather than ``faq``, also where one selector chooses for all retrieval intents."""
    name = message.intent_name
    selectors = message.parse_data.get("response_selector") or {}
    selected = selectors.get(name) or selectors.get(DEFAULT_SELECTOR) or {}
    key: str | None = (selected.get("response") or {}).get("intent_response_key")
    if name and key and key.startswith(f"{name}{RETRIEVAL_SEPARATOR}"):
        return key
    return message.full_retrieval_intent_name or name


def _buttons(tracker: Tracker) -> Sequence[Mapping[str, Any]]:
    """Those of the bot's last message, if it is the user's turn since."""
    for event in tracker.applied_backwards():
        if isinstance(event, BotUttered):
            buttons: Sequence[Mapping[str, Any]] = (
                event.data.get("quick_replies") or event.data.get("buttons") or ()
            )
            return [button for button in buttons if _payload(button)]
        if isinstance(event, UserUttered):
            break
    return ()


def _payload(button: Mapping[str, Any]) -> Any:
    return button.get("payload") or button.get("title")


def _not_empty(typed: str) -> str:
    return "" if typed.strip() else "Type a message, or press Ctrl-C for the menu."
