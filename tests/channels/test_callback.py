"""The callback channel, with a real receiver on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from causerie.channels.callback import CallbackInput
from causerie.channels.delivery.waiting import Waiting
from causerie.errors import ComponentError
from causerie.ports import BotMessage


class Receiver(ThreadingHTTPServer):
    status = 200
    failures = 0

    def __init__(self, port: int = 0) -> None:
        self.received: list[tuple[str, dict[str, str], Any]] = []
        super().__init__(("127.0.0.1", port), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}/callback"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server: Any = self.server
        server.received.append((self.path, dict(self.headers), json.loads(body)))
        self.send_response(503 if server.failures else server.status)
        server.failures = max(0, server.failures - 1)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(server: Receiver) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield
    server.shutdown()
    thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server, serving(server):
        yield server


async def said(given: dict[str, Any], message: BotMessage) -> None:
    channel = CallbackInput.from_credentials(given)
    await channel.output.send("ann", message)
    await channel.courier.idle()
    await channel.courier.close()


async def test_each_piece_is_posted_in_order(receiver: Receiver) -> None:
    given = {"url": receiver.url, "token": "t", "headers": {"X-A": "b"}}
    await said(given, BotMessage("One.\n\nTwo.", {"image": "i.png"}))
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
    await said({"url": receiver.url}, BotMessage("One.\n\nTwo."))
    assert len(receiver.received) == 2
    assert "A message to ann was given up. The receiver of callbacks answered 500" in caplog.text


async def test_a_receiver_that_fails_is_tried_again_if_that_is_wanted(receiver: Receiver) -> None:
    receiver.failures = 2
    await said({"url": receiver.url, "retry": True}, BotMessage("One.\n\nTwo."))
    assert [body["text"] for _, _, body in receiver.received] == ["One.", "One.", "One.", "Two."]


async def test_a_receiver_that_is_away_gets_its_messages_later(tmp_path: Path) -> None:
    with Receiver() as away:
        pass
    given = {"url": away.url}
    before = CallbackInput.from_credentials(given)
    before.courier.waiting = Waiting(tmp_path / "undelivered.db")
    await before.output.send("ann", BotMessage("One.\n\nTwo."))
    await before.courier.settled("ann", 0.3)
    await before.courier.close()
    with Receiver(away.server_port) as back, serving(back):
        after = CallbackInput.from_credentials(given)
        after.courier.waiting = Waiting(tmp_path / "undelivered.db")
        await after.courier.start()
        await after.courier.idle()
        await after.courier.close()
        assert [body["text"] for _, _, body in back.received] == ["One.", "Two."]


async def test_who_receives_may_ask_for_a_name_and_a_password(receiver: Receiver) -> None:
    given = {"url": receiver.url, "basic_auth": {"username": "bot", "password": 123}}
    await said(given, BotMessage("One."))
    assert receiver.received[0][1]["Authorization"] == "Basic Ym90OjEyMw=="


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "needs 'url': where to post what the bot says"),
        ({"url": "shop.example"}, "'url'.*begins with https://"),
        ({"url": "https://shop.example", "params": "a=1"}, "'params'.*keys and values"),
        ({"url": "https://shop.example", "headers": ["X-A"]}, "'headers'.*keys and values"),
        ({"url": "https://shop.example", "basic_auth": {"username": "bot"}}, "a 'username' and a 'password'"),
        ({"url": "https://shop.example", "retry": "often"}, "'retry'"),
        ({"url": "https://shop.example", "token": "${TOKEN}"}, "the environment doesn't have"),
        ({"url": "https://shop.example", "cafile": "/nowhere/ca.pem"}, "'cafile'.*a file of certificates"),
        ("https://shop.example", "must hold keys and values"),
    ],
)
def test_wrong_credentials_are_told_with_what_is_expected(given: Any, told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        CallbackInput.from_credentials(given)
