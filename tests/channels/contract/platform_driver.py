"""What the contract asks of a channel's driver: the platform's side of the talk."""

from __future__ import annotations

import contextlib
import http.client
import json
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from fake_platform import Call

Json = Any


@dataclass(frozen=True)
class Delivery:
    """A webhook request as the platform sends it."""

    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"

    @classmethod
    def of_json(cls, path: str, body: Json, headers: dict[str, str] | None = None) -> Delivery:
        raw = json.dumps(body, ensure_ascii=False).encode()
        return cls(path, raw, {"Content-Type": "application/json", **(headers or {})})

    @classmethod
    def of_form(cls, path: str, fields: dict[str, str], headers: dict[str, str] | None = None) -> Delivery:
        raw = urllib.parse.urlencode(fields).encode()
        return cls(path, raw, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})

    def send(self, port: int) -> tuple[int, Json]:
        """Status and body (parsed if JSON) of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request(self.method, self.path, self.body or None, self.headers)
            answer = connection.getresponse()
            raw = answer.read().decode(errors="replace")
        finally:
            connection.close()
        with contextlib.suppress(ValueError):
            return answer.status, json.loads(raw)
        return answer.status, raw


@dataclass(frozen=True)
class Shown:
    """What a user would see of one call (or of one piece of the webhook's answer)."""

    text: str = ""
    buttons: Sequence[str] = ()
    links: Sequence[str] = ()
    image: str = ""
    raw: Json = None


class Driver(Protocol):
    """``name`` is the channel; ``host`` the platform's host at the fake (empty: answers in the response).

    ``signs``: deliveries are signed. ``limit``: the longest text in one message (characters; 0: none).
    ``edits``: what an edited message does: "turn" (understood anew), "nothing", or "" where there is none.
    """

    name: str
    host: str
    signs: bool
    limit: int
    edits: str

    def credentials(self, fake: str) -> Json:
        """What stands in credentials.yml, with ``api_base_url`` at the fake platform."""

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        """A signed message. The same id: the same message delivered again."""

    def edit(self, text: str, message_id: str) -> Delivery | None: ...

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        """Deliveries with a bad, missing or old signature (or token), and the status each gets."""

    def body_to_mutate(self) -> Json:
        """The JSON (or form fields) of an ordinary delivery, for the fuzzer."""

    def wrap(self, body: Json) -> Delivery:
        """A signed delivery with this body, whatever it is."""

    def shown(self, calls: Sequence[Call], answer: Json) -> list[Shown]:
        """What the user sees of these calls to the platform, and of the webhook's last answer."""
