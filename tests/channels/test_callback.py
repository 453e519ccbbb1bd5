"""The callback channel, with a real receiver on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from causerie.channels.callback import CallbackInput
from causerie.errors import ComponentError
from causerie.ports import BotMessage


class Receiver(ThreadingHTTPServer):
    status = 200

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, str], Any]] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/callback"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server: Any = self.server
        server.received.append((self.path, dict(self.headers), json.loads(body)))
        self.send_response(server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


async def test_each_piece_is_posted_in_order(receiver: Receiver) -> None:
    output = CallbackInput.from_credentials(
        {"url": receiver.url, "token": "t", "headers": {"X-A": "b"}}
    ).output
    await output.send("ann", BotMessage("One.\n\nTwo.", {"image": "i.png"}))
    bodies = [body for _, _, body in receiver.received]
    assert bodies == [
        {"recipient_id": "ann", "text": "One."},
        {"recipient_id": "ann", "text": "Two."},
        {"recipient_id": "ann", "image": "i.png"},
    ]
    path, headers, _ = receiver.received[0]
    assert path == "/callback?token=t"
    assert headers["X-A"] == "b"


async def test_a_receiver_that_fails_does_not_stop_the_turn(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.status = 500
    output = CallbackInput.from_credentials({"url": receiver.url}).output
    await output.send("ann", BotMessage("One.\n\nTwo."))
    assert len(receiver.received) == 2
    assert "could not be posted" in caplog.text


async def test_who_receives_may_ask_for_a_name_and_a_password(receiver: Receiver) -> None:
    given = {"url": receiver.url, "basic_auth": {"username": "bot", "password": 123}}
    await CallbackInput.from_credentials(given).output.send("ann", BotMessage("One."))
    assert receiver.received[0][1]["Authorization"] == "Basic Ym90OjEyMw=="


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "needs 'url': where to post what the bot says"),
        ({"url": "shop.example"}, "'url'.*begins with https://"),
        ({"url": "https://shop.example", "params": "a=1"}, "'params'.*keys and values"),
        ({"url": "https://shop.example", "headers": ["X-A"]}, "'headers'.*keys and values"),
        ({"url": "https://shop.example", "basic_auth": {"username": "bot"}}, "a 'username' and a 'password'"),
        ({"url": "https://shop.example", "token": "${TOKEN}"}, "the environment doesn't have"),
        ({"url": "https://shop.example", "cafile": "/nowhere/ca.pem"}, "'cafile'.*a file of certificates"),
        ("https://shop.example", "must hold keys and values"),
    ],
)
def test_wrong_credentials_are_told_with_what_is_expected(given: Any, told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        CallbackInput.from_credentials(given)
