"""What a custom action answers (messages and events as JSON) → events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from causerie.actions.context import ActionContext
from causerie.actions.utterances import bot_uttered
from causerie.dialogue.event_json import EventError, from_dict
from causerie.dialogue.events import BotUttered, Event, now
from causerie.errors import ActionError
from causerie.ports import Json


async def events_of_answer(name: str, answer: Any, context: ActionContext) -> list[Event]:
    """Messages first, then events; raises ActionError when the answer is nonsense."""
    if not isinstance(answer, dict):
        raise _nonsense(name, f"an object with 'events' and 'responses' was expected, {_kind(answer)} came")
    messages = [await said(name, response, context) for response in _list(name, answer, "responses")]
    return [*(message for message in messages if message), *_events(name, _list(name, answer, "events"))]


async def said(name: str, response: Any, context: ActionContext) -> BotUttered | None:
    """One message of an action: its own words over those of the response it names."""
    if not isinstance(response, dict):
        raise _nonsense(name, f"a message must be an object, {_kind(response)} came")
    own = dict(response)
    draft: Json = {}
    template = own.pop("response", None)
    if template:
        found = await context.responses.generate(template, context.tracker, context.channel.name, **own)
        if found is None:
            return None
        draft = {**found, "utter_action": template}
    buttons = own.pop("buttons", None)
    if buttons:
        draft["buttons"] = [*(draft.get("buttons") or []), *buttons]
    draft.update({key: value for key, value in own.items() if value})
    return bot_uttered(draft)


def _events(name: str, raw: Iterable[Any]) -> list[Event]:
    events: list[Event] = []
    for item in raw:
        try:
            events.append(from_dict(item, now()))
        except EventError as error:
            raise _nonsense(name, str(error)) from error
    return events


def _list(name: str, answer: Json, key: str) -> list[Any]:
    value = answer.get(key) or []
    if not isinstance(value, list):
        raise _nonsense(name, f"'{key}' must be a list, {_kind(value)} came")
    return value


def _kind(value: Any) -> str:
    return "null" if value is None else type(value).__name__


def _nonsense(name: str, why: str) -> ActionError:
    return ActionError(f"The action '{name}' answered nonsense: {why}.", name, "nonsense")
