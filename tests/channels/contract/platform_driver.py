"""What the contract asks of a channel's driver: the platform's side of the talk."""

from __future__ import annotations

import contextlib
import http.client
import json
import urllib.parse
from collections.abc import Callable, Iterator, Sequence
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
        with self._connected(port) as connection:
            connection.request(self.method, self.path, self.body or None, self.headers)
            return _read(connection)

    def send_slowly(self, port: int, pause: Callable[[], None]) -> tuple[int, Json]:
        """``pause`` is called when half of the body was sent, and again before the answer is read."""
        half = len(self.body) // 2
        with self._connected(port) as connection:
            connection.putrequest(self.method, self.path)
            for name, value in {**self.headers, "Content-Length": str(len(self.body))}.items():
                connection.putheader(name, value)
            connection.endheaders(self.body[:half])
            pause()
            connection.send(self.body[half:])
            pause()
            return _read(connection)

    def hang_up(self, port: int, wait: Callable[[], None]) -> None:
        """Sent, and nobody is there any more for the answer once ``wait`` is over."""
        with self._connected(port) as connection:
            connection.request(self.method, self.path, self.body or None, self.headers)
            wait()

    @contextlib.contextmanager
    def _connected(self, port: int) -> Iterator[http.client.HTTPConnection]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(connection):
            yield connection


def _read(connection: http.client.HTTPConnection) -> tuple[int, Json]:
    answer = connection.getresponse()
    raw = answer.read().decode(errors="replace")
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

    ``signs``: deliveries are signed. ``limit``: the longest text in one message, in characters. ``edits``: what an
    edited message does: "turn" (understood anew) or "nothing". ``is_call``: nothing can be shown, and who asks again
    hears the last words again. ``late``: who hung up before there was an answer gets it later.
    """

    name: str
    host: str
    signs: bool
    limit: float
    edits: str
    is_call: bool
    late: bool

    def credentials(self, fake: str) -> Json:
        """What stands in credentials.yml, with ``api_base_url`` at the fake platform."""

    def delivery(self, text: str, message_id: str, sender: str = "") -> Delivery:
        """A signed message. The same id: the same message delivered again."""

    def edit(self, text: str, message_id: str) -> Delivery:
        """Where the platform tells of none: other words under the same id."""

    def spoilt(self, text: str, message_id: str) -> Sequence[tuple[Delivery, int]]:
        """Deliveries with a bad, missing or old signature (or token), and the status each gets."""

    def body_to_mutate(self) -> Json:
        """The JSON (or form fields) of an ordinary delivery, for the fuzzer."""

    def wrap(self, body: Json) -> Delivery:
        """A signed delivery with this body, whatever it is."""

    def shown(self, calls: Sequence[Call], answer: Json) -> list[Shown]:
        """What the user sees of these calls to the platform, and of the webhook's last answer."""
