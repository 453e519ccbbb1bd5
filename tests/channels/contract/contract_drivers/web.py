"""The website widget's side of the talk, as a user that the site has signed in."""

from __future__ import annotations

import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import jwt
from platform_driver import Delivery, Shown

from contract_drivers.rest import piece_shown

KEY = "a secret of the site, and long enough"
PATH = "/webhooks/web/messages"
EVENTS = "/webhooks/web/events"
USER = "ada"
ID = "web-0123456789abcdefghij"


@dataclass(frozen=True)
class Watched(Delivery):
    """Answered with what the bot's stream shows after it."""

    seen: dict[str, str] = field(default_factory=dict)

    def send(self, port: int) -> tuple[int, Any]:
        return self._watched(port, *super().send(port))

    def send_slowly(self, port: int, pause: Callable[[], None]) -> tuple[int, Any]:
        """The stream is read slowly, too."""
        return self._watched(port, *super().send_slowly(port, pause), pause)

    def _watched(
        self, port: int, status: int, answer: Any, pause: Callable[[], None] = lambda: None
    ) -> tuple[int, Any]:
        return status, list(self._new_messages(port, pause)) if status == 200 else answer

    def _new_messages(self, port: int, pause: Callable[[], None]) -> Iterator[Any]:
        with self._connected(port) as connection:
            cursor = f"&after={self.seen['cursor']}" if self.seen else ""
            connection.request("GET", f"{EVENTS}?conversation={ID}{cursor}", None, self.headers)
            stream, kind = connection.getresponse(), ""
            pause()
            for line in iter(stream.readline, b""):
                name, _, value = line.decode().rstrip("\n").partition(": ")
                kind = value if name == "event" else kind
                if name == "id":
                    self.seen["cursor"] = value
                elif kind == "ready":
                    break
                elif name == "data" and kind == "message" and (said := json.loads(value))["from"] == "bot":
                    yield said


class Web:
    name = "web"
    host = ""
    signs = True
    limit = math.inf
    edits = "nothing"
    is_call = False
    late = True

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, str]] = defaultdict(dict)

    def credentials(self, fake: str) -> Any:
        self.seen.clear()
        return {"identity_key": KEY}

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        headers = {"Authorization": signed(sub=sender or USER)}
        plain = Delivery.of_json(PATH, self._message(text, message_id), headers)
        return Watched(plain.path, plain.body, plain.headers, seen=self.seen[sender])

    def edit(self, text: str, message_id: str) -> Delivery:
        return self.delivery(text, message_id)

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


def signed(key: str = KEY, exp: float | None = None, sub: str = USER) -> str:
    claims = {"sub": sub, "exp": int(exp or time.time() + 3600)}
    return "Bearer " + jwt.encode(claims, key, algorithm="HS256")


DRIVER = Web()
