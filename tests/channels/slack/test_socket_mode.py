"""Socket Mode, against a WebSocket server that plays Slack."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from fake_platform import FakePlatform, Fault
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from causerie.channels.slack import socket_mode
from causerie.channels.slack.channel import SlackInput
from causerie.channels.slack.heard import Heard, Told
from causerie.channels.slack.settings import SlackSettings
from causerie.channels.slack.socket_mode import SocketMode
from causerie.errors import PlatformError, StoreError
from tests.channels.conftest import Running, sent, until

OPEN = "/apps.connections.open"


class Slack:
    """Delivers what it is given to whoever is connected, and keeps what comes back."""

    def __init__(self) -> None:
        self.connections: list[ServerConnection] = []
        self.acknowledged: list[Any] = []
        self.url = ""

    async def serve(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        await connection.send(json.dumps({"type": "hello"}))
        try:
            async for raw in connection:
                self.acknowledged.append(json.loads(raw)["envelope_id"])
        except ConnectionClosed:
            pass

    async def deliver(self, envelope: Any) -> None:
        raw = envelope if isinstance(envelope, str | bytes) else json.dumps(envelope)
        await self.connections[-1].send(raw)


@pytest.fixture
async def slack(fake: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Slack]:
    monkeypatch.setattr(socket_mode, "FIRST_PAUSE", 0.01)
    playing = Slack()
    server: Server = await serve(playing.serve, "127.0.0.1", 0)
    playing.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
    fake.misbehave(Fault(path=OPEN, status=200, body={"ok": True, "url": playing.url}, times=0))
    yield playing
    server.close()
    await server.wait_closed()


def credentials(fake: FakePlatform) -> dict[str, Any]:
    return {
        "slack_token": "xoxb-1",
        "slack_app_token": "xapp-1",
        "api_base_url": f"{fake.url}/slack.com/api",
    }


def said(text: str, envelope: str, ts: str = "1.1") -> dict[str, Any]:
    event = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": ts, "text": text}
    return {"type": "events_api", "envelope_id": envelope, "payload": {"event": event}}


class Listener:
    """Runs Socket Mode and keeps what it was told; ``failing`` are raised first."""

    def __init__(self, fake: FakePlatform, *failing: Exception) -> None:
        self.told: list[Told] = []
        self.failing = list(failing)
        self.mode = SocketMode(SlackSettings.read(credentials(fake)), self.take)
        self.task = asyncio.create_task(self.mode.run())

    async def take(self, told: Told) -> str:
        self.told.append(told)
        if self.failing:
            raise self.failing.pop(0)
        return ""

    @property
    def texts(self) -> list[str]:
        return [told.text for told in self.told if isinstance(told, Heard)]


@pytest.fixture
async def listen(fake: FakePlatform, slack: Slack) -> AsyncIterator[Callable[..., Awaitable[Listener]]]:
    """Comes back when Slack has a connection."""
    made: list[Listener] = []

    async def start(*failing: Exception) -> Listener:
        made.append(Listener(fake, *failing))
        await until(lambda: slack.connections)
        return made[-1]

    yield start
    for listener in made:
        listener.task.cancel()
        await asyncio.gather(listener.task, return_exceptions=True)


async def test_a_message_is_answered_and_acknowledged(
    fake: FakePlatform, slack: Slack, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(SlackInput.from_credentials(credentials(fake)))
    await until(lambda: slack.connections)
    await slack.deliver(said("/hello", "E1"))
    await until(lambda: slack.acknowledged == ["E1"])
    await until(lambda: sent(fake, "/chat.postMessage"))
    (call,) = sent(fake, "/chat.postMessage")
    assert (call.body["channel"], call.body["text"]) == ("D1", "Hello.")
    assert sent(fake, OPEN)[0].headers["authorization"] == "Bearer xapp-1"
    assert call.headers["authorization"] == "Bearer xoxb-1"
    await slack.deliver(said("/hello", "E2"))  # delivered again
    await until(lambda: slack.acknowledged == ["E1", "E2"])
    assert await running.texts("U1") == ["/hello"]


async def test_presses_and_commands_come_by_the_socket_too(slack: Slack, listen: Callable[..., Any]) -> None:
    listener = await listen()
    press = {
        "type": "block_actions",
        "user": {"id": "U1"},
        "channel": {"id": "D1"},
        "actions": [{"type": "button", "value": "/order", "action_ts": "1"}],
    }
    command = {"command": "/diner", "text": "pancakes", "user_id": "U1", "channel_id": "D1"}
    await slack.deliver({"type": "interactive", "envelope_id": "E1", "payload": press})
    await slack.deliver({"type": "slash_commands", "envelope_id": "E2", "payload": command})
    await until(lambda: len(slack.acknowledged) == 2)
    assert listener.texts == ["/order", "pancakes"]


@pytest.mark.parametrize("failure", [StoreError("The store is away."), ZeroDivisionError("a bug")])
async def test_a_turn_that_fails_is_not_acknowledged_and_the_next_goes_on(
    failure: Exception, slack: Slack, listen: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    listener = await listen(failure)
    await slack.deliver(said("one", "E1"))
    await until(lambda: listener.texts == ["one"])
    await slack.deliver(said("two", "E2", "1.2"))
    await until(lambda: slack.acknowledged)
    assert slack.acknowledged == ["E2"]
    assert "A message from Slack failed" in caplog.text


async def test_slack_may_ask_for_a_new_connection(slack: Slack, listen: Callable[..., Any]) -> None:
    listener = await listen()
    await slack.deliver({"type": "disconnect", "reason": "refresh_requested"})
    await until(lambda: len(slack.connections) == 2)
    await slack.deliver(said("hello", "E1"))
    await until(lambda: slack.acknowledged == ["E1"])
    assert listener.texts == ["hello"]


async def test_a_connection_that_breaks_is_made_anew(
    slack: Slack, listen: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    listener = await listen()
    slack.connections[0].transport.abort()
    await until(lambda: len(slack.connections) == 2)
    await slack.deliver(said("hello", "E1"))
    await until(lambda: slack.acknowledged == ["E1"])
    assert listener.texts == ["hello"]
    assert "Socket Mode broke off" in caplog.text


@pytest.mark.parametrize(
    "envelope",
    [
        "no json",
        b"\xff\xfe",
        "[1]",
        "null",
        "[" * 100_000,
        {},
        {"type": "events_api"},
        {"envelope_id": 7, "payload": []},
    ],
    ids=["text", "bytes", "list", "null", "deep", "empty", "no id", "no payload"],
)
async def test_a_bad_envelope_breaks_nothing(envelope: Any, slack: Slack, listen: Callable[..., Any]) -> None:
    listener = await listen()
    await slack.deliver(envelope)
    await slack.deliver(said("hello", "E1"))
    await until(lambda: "E1" in slack.acknowledged)
    assert listener.texts == ["hello"]
    assert len(slack.connections) == 1


async def test_without_an_address_it_is_asked_again(
    fake: FakePlatform, slack: Slack, listen: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    fake.behave()
    fake.misbehave(Fault(path=OPEN, status=200, body={"ok": False, "error": "internal_error"}))
    fake.misbehave(Fault(path=OPEN, status=429, body={}, headers={"Retry-After": "0"}))
    fake.misbehave(Fault(path=OPEN, status=200, body={"ok": True, "url": "https://nowhere.example"}))
    fake.misbehave(Fault(path=OPEN, status=200, body={"ok": True, "url": slack.url}, times=0))
    await listen()
    assert "internal_error" in caplog.text
    assert "gave no address" in caplog.text


async def test_the_check_says_what_slack_says(fake: FakePlatform) -> None:
    fake.misbehave(Fault(path=OPEN, status=200, body={"ok": False, "error": "not_allowed_token_type"}))
    channel = SlackInput.from_credentials(credentials(fake))
    with pytest.raises(PlatformError, match="not_allowed_token_type"):
        await channel.check_platform()


async def test_a_turn_under_way_ends_with_the_server(
    fake: FakePlatform, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def take(told: Told) -> str:
        begun.set()
        await never.wait()
        return ""

    task = asyncio.create_task(SocketMode(SlackSettings.read(credentials(fake)), take).run())
    await until(lambda: slack.connections)
    await slack.deliver(said("hello", "E1"))
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [other for other in asyncio.all_tasks() if "_deliver" in repr(other)] == []
    assert slack.acknowledged == []
