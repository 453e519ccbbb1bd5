"""Posts of Mattermost that change after they were made."""

from __future__ import annotations

from causerie.channels.delivery import editing
from causerie.channels.delivery.call import Call, Json
from causerie.channels.delivery.platform import Reply
from causerie.channels.mattermost.rendering import POSTS
from causerie.channels.receiving.reading import a_text

KNOWN = {"channel_id", "message", "props"}


class MattermostEditing:
    def pause(self, recipient: str, growing: int) -> float:
        return editing.PACE

    def name_of(self, call: Call, reply: Reply) -> Json | None:
        number = a_text(reply.body, "id")
        return {"id": number} if number else None

    def edited(self, name: Json, call: Call) -> Call | None:
        if call.path != POSTS or set(call.json) - KNOWN:
            return None
        content = {key: value for key, value in call.json.items() if key != "channel_id"}
        return Call(f"{POSTS}/{name['id']}/patch", json=content, method="PUT")

    def deleted(self, name: Json) -> Call:
        return Call(f"{POSTS}/{name['id']}", method="DELETE")
