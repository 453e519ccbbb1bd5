"""Messages on Telegram that change after they were sent."""

from __future__ import annotations

from causerie.channels.delivery import editing
from causerie.channels.delivery.call import Call, Json
from causerie.channels.delivery.platform import Reply
from causerie.channels.receiving.reading import at

SENT = "/sendMessage"
KNOWN = {"chat_id", "text", "reply_markup"}


class TelegramEditing:
    def pause(self, recipient: str, growing: int) -> float:
        """Telegram takes one call a second for a chat, but only 20 a minute for a group, whose id is negative."""
        return (4.0 if recipient.startswith("-") else 1.0) * editing.PACE

    def name_of(self, call: Call, reply: Reply) -> Json | None:
        number = at(reply.body, "result", "message_id")
        return {"chat_id": call.json["chat_id"], "message_id": number} if isinstance(number, int) else None

    def edited(self, name: Json, call: Call) -> Call | None:
        """A keyboard instead of the user's own comes only with a new message."""
        if call.path != SENT or set(call.json) - KNOWN:
            return None
        if "reply_markup" in call.json and "inline_keyboard" not in call.json["reply_markup"]:
            return None
        return Call("/editMessageText", json={**call.json, **name})

    def deleted(self, name: Json) -> Call:
        return Call("/deleteMessage", json=dict(name))
