"""A socket.io client's side of the talk."""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import jwt
import socketio
from platform_driver import Delivery, Shown

from contract_drivers.rest import piece_shown

KEY = "a secret of the site, and long enough"
SESSION = "ada"
POLLING = "/socket.io/?EIO=4&transport=polling"


@dataclass(frozen=True)
class Emitted(Delivery):
    """One connection, one message; answered with what the bot says meanwhile."""

    data: Any = None
    token: str | None = None
    session: str = SESSION

    def send(self, port: int) -> tuple[int, Any]:
        return asyncio.run(self._send(port))

    async def _send(self, port: int) -> tuple[int, Any]:
        said: list[Any] = []
        try:
            async with self._client(port, said) as client:
                await client.call("user_uttered", self.data)  # acknowledged when the turn is over
        except socketio.exceptions.ConnectionError:
            return 401, None
        return 200, said

    def hang_up(self, port: int, wait: Callable[[], None]) -> None:
        asyncio.run(self._hang_up(port, wait))

    async def _hang_up(self, port: int, wait: Callable[[], None]) -> None:
        async with self._client(port, []) as client:
            await client.emit("user_uttered", self.data)
            await asyncio.to_thread(wait)

    @asynccontextmanager
    async def _client(self, port: int, said: list[Any]) -> AsyncIterator[socketio.AsyncClient]:
        """In its session; ``said`` is given what the bot says."""
        client = socketio.AsyncClient(reconnection=False)
        client.on("bot_uttered", said.append)
        await client.connect(f"http://127.0.0.1:{port}", auth={"token": self.token}, transports=["websocket"])
        try:
            await client.call("session_request", {"session_id": self.session})
            yield client
        finally:
            await client.disconnect()

    def send_slowly(self, port: int, pause: Callable[[], None]) -> tuple[int, Any]:
        """By polling, where a message is a request of its own and the answer another."""
        opened = _packets(Delivery(POLLING, b"", method="GET").send(port))[0]
        path = f"{POLLING}&sid={json.loads(opened[1:])['sid']}"
        asked = ["session_request", {"session_id": self.session}]
        for packet in (f"40{json.dumps({'token': self.token})}", f"42{json.dumps(asked)}"):
            Delivery(path, packet.encode()).send(port)
        message = ["user_uttered", self.data]
        Delivery(path, f"421{json.dumps(message)}".encode()).send_slowly(port, pause)
        packets: list[str] = []
        while not any(packet.startswith("431") for packet in packets):  # acknowledged
            packets += _packets(Delivery(path, b"", method="GET").send(port))
        Delivery(path, b"1").send(port)  # good-bye
        events = [json.loads(packet[2:]) for packet in packets if packet.startswith("42")]
        return 200, [data for name, data in events if name == "bot_uttered"]


def _packets(answer: tuple[int, Any]) -> list[str]:
    status, packets = answer
    assert status == 200, packets
    return packets.split("\x1e")


class SocketIO:
    name = "socketio"
    host = ""
    signs = True
    limit = math.inf
    edits = "turn"
    is_call = False
    late = True

    def credentials(self, fake: str) -> Any:
        return {"jwt_key": KEY, "session_persistence": True}

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        session = sender or SESSION
        data = {"message": text, "session_id": session, "message_id": message_id}
        return Emitted("", b"", data=data, token=signed(KEY), session=session)

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.delivery(text, message_id)

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        bad = [signed("another key of the same length, or more"), "x", None]
        message = {"message": text, "session_id": SESSION, "message_id": message_id}
        return [(Emitted("", b"", data=message, token=token), 401) for token in bad]

    def body_to_mutate(self) -> Any:
        return {
            "message": "hello",
            "session_id": SESSION,
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
