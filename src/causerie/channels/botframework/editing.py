"""Activities that change after they were sent. Teams lets them; other channels of the connector refuse."""

from __future__ import annotations

from urllib.parse import quote

from causerie.channels.botframework.rendering import PLAIN
from causerie.channels.delivery import editing
from causerie.channels.delivery.call import Call, Json
from causerie.channels.delivery.platform import Reply
from causerie.channels.receiving.reading import a_text


class BotFrameworkEditing:
    def pause(self, recipient: str, growing: int) -> float:
        return editing.PACE

    def name_of(self, call: Call, reply: Reply) -> Json | None:
        number = a_text(reply.body, "id")
        return {"id": number, "path": f"{call.path}/{quote(number, safe=PLAIN)}"} if number else None

    def edited(self, name: Json, call: Call) -> Call | None:
        if call.json.get("type") != "message":
            return None
        return Call(name["path"], json={**call.json, "id": name["id"]}, method="PUT")

    def deleted(self, name: Json) -> Call:
        return Call(name["path"], method="DELETE")
