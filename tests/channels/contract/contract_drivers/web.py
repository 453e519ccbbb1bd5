"""The website widget's side of the talk, as a user that the site has signed in."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import jwt
from platform_driver import Delivery, Shown

from contract_drivers.rest import piece_shown

KEY = "a secret of the site, and long enough"
PATH = "/webhooks/web/messages"
EVENTS = "/webhooks/web/events"
ID = "web-0123456789abcdefghij"


@dataclass(frozen=True)
class Watched(Delivery):
    """Answered with what the bot's stream shows after it."""

    seen: dict[str, str] = field(default_factory=dict)

    def send(self, port: int) -> tuple[int, Any]:
        status, answer = super().send(port)
        if status != 200:
            return status, answer
        return status, list(self.new_messages(port))

    def new_messages(self, port: int) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        cursor = f"&after={self.seen['cursor']}" if self.seen else ""
        connection.request("GET", f"{EVENTS}?conversation={ID}{cursor}", None, self.headers)
        stream, kind = connection.getresponse(), ""
        for line in iter(stream.readline, b""):
            name, _, value = line.decode().rstrip("\n").partition(": ")
            kind = value if name == "event" else kind
            if name == "id":
                self.seen["cursor"] = value
            elif kind == "ready":
                break
            elif name == "data" and kind == "message" and (said := json.loads(value))["from"] == "bot":
                yield said
        connection.close()


class Web:
    name = "web"
    host = ""
    signs = True
    limit = 0
    edits = ""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def credentials(self, fake: str) -> Any:
        self.seen.clear()
        return {"identity_key": KEY}

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        plain = self.wrap(self._message(text, message_id))
        return Watched(plain.path, plain.body, plain.headers, seen=self.seen)

    def edit(self, text: str, message_id: str) -> Delivery | None:
        return None

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        message = self._message(text, message_id)
        bad = [
            signed(key="another key of the same length, or more"),
            signed(exp=time.time() - 7200),
            "Bearer x",
        ]
        return [(Delivery.of_json(PATH, message, {"Authorization": header}), 401) for header in bad]

    def body_to_mutate(self) -> Any:
        return {**self._message("hello", "7"), "title": "Hello", "metadata": {"page": "/"}, "files": ["a"]}

    def wrap(self, body: Any) -> Delivery:
        return Delivery.of_json(PATH, body, {"Authorization": signed()})

    def shown(self, calls: Sequence[Any], answer: Any) -> list[Shown]:
        return [piece_shown(piece) for piece in answer or ()]

    def _message(self, text: str, message_id: str) -> dict[str, Any]:
        return {"conversation": ID, "id": message_id, "text": text, "language": "en"}


def signed(key: str = KEY, exp: float | None = None) -> str:
    claims = {"sub": "ada", "exp": int(exp or time.time() + 3600)}
    return "Bearer " + jwt.encode(claims, key, algorithm="HS256")


DRIVER = Web()
