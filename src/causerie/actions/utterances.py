"""What the bot says, as events."""

from __future__ import annotations

from typing import Any

from causerie.actions.context import ActionContext
from causerie.dialogue.events import BotUttered
from causerie.ports import BotMessage, Json

DATA_FIELDS = ("elements", "quick_replies", "buttons", "attachment", "image", "custom")


def bot_uttered(draft: Json) -> BotUttered:
    """A filled response as an event; what is neither text nor data becomes metadata."""
    data = {field: draft.get(field) for field in DATA_FIELDS}
    data["attachment"] = draft.get("attachment") or draft.get("image")
    metadata = {
        key: value
        for key, value in draft.items()
        if key not in DATA_FIELDS and key not in ("text", "condition")
    }
    return BotUttered(text=draft.get("text"), data=data, metadata=metadata)


def bot_message(event: BotUttered) -> BotMessage:
    """What a channel is given to send; an image is sent once."""
    data = {key: value for key, value in event.data.items() if value}
    if data.get("image") and data.get("image") == data.get("attachment"):
        del data["attachment"]
    return BotMessage(event.text, data, event.metadata)


async def utter(name: str, context: ActionContext, **arguments: Any) -> list[BotUttered]:
    """The response ``name`` as an event; nothing when no variation fits."""
    draft = await context.responses.generate(name, context.tracker, context.channel.name, **arguments)
    if draft is None:
        return []
    return [bot_uttered({**draft, "utter_action": name})]
