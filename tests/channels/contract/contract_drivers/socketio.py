"""A socket.io client's side of the talk."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jwt
import socketio
from platform_driver import Delivery, Shown

from contract_drivers.rest import piece_shown

KEY = "a secret of the site, and long enough"


@dataclass(frozen=True)
class Emitted(Delivery):
    """One connection, one message; answered with what the bot says meanwhile."""

    data: Any = None
    token: str | None = None

    def send(self, port: int) -> tuple[int, Any]:
        return asyncio.run(self._send(port))

    async def _send(self, port: int) -> tuple[int, Any]:
        client, said = socketio.AsyncClient(reconnection=False), []
        client.on("bot_uttered", said.append)
        try:
            await client.connect(
                f"http://127.0.0.1:{port}", auth={"token": self.token}, transports=["websocket"]
            )
        except socketio.exceptions.ConnectionError:
            return 401, None
        try:
            await client.call("session_request", {"session_id": "ada"})
            await client.call("user_uttered", self.data)  # acknowledged when the turn is over
            return 200, said
        finally:
            await client.disconnect()


class SocketIO:
    name = "socketio"
    host = ""
    signs = True
    limit = 0
    edits = ""

    def credentials(self, fake: str) -> Any:
        return {"jwt_key": KEY, "session_persistence": True}

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        return self.wrap({"message": text, "session_id": "ada", "message_id": message_id})

    def edit(self, text: str, message_id: str) -> Delivery | None:
        return None

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        bad = [signed("another key of the same length, or more"), "x", None]
        message = {"message": text, "session_id": "ada", "message_id": message_id}
        return [(Emitted("", b"", data=message, token=token), 401) for token in bad]

    def body_to_mutate(self) -> Any:
        return {
            "message": "hello",
            "session_id": "ada",
            "message_id": "7",
            "customData": {"language": "en"},
            "metadata": {"page": "/"},
        }

    def wrap(self, body: Any) -> Delivery:
        return Emitted("", b"", data=body, token=signed(KEY))

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [shown(piece) for piece in answer or ()]


def shown(piece: Any) -> Shown:
    attachment = piece.get("attachment") or {}
    if attachment.get("type") == "image":
        return Shown(image=attachment["payload"]["src"], raw=piece)
    return piece_shown({**piece, "buttons": [*piece.get("buttons", ()), *piece.get("quick_replies", ())]})


def signed(key: str) -> str:
    return "Bearer " + jwt.encode({"sub": "ada"}, key, algorithm="HS256")


DRIVER = SocketIO()
