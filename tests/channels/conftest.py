"""A channel on a real server in the test's loop, with a small bot, beside a platform that is played."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "conformance_channels"))
from fake_platform import Call, FakePlatform

from causerie.assistant import Assistant
from causerie.dialogue.events import FeedbackGiven, UserUttered
from causerie.server.app import create_app
from causerie.server.served import Served

LONG = '/pick{"what": "' + "x" * 3000 + '"}'
BOT = f"""
intents: [hello, pick, long]
responses:
  utter_hello: [{{text: Hello.}}]
  utter_picked: [{{text: Picked.}}]
  utter_long:
  - text: Which one?
    buttons:
    - {{title: The long one, payload: '{LONG}'}}
    - {{title: Another, payload: /hello}}
rules:
- {{rule: hello, steps: [{{intent: hello}}, {{action: utter_hello}}]}}
- {{rule: pick, steps: [{{intent: pick}}, {{action: utter_picked}}]}}
- {{rule: long, steps: [{{intent: long}}, {{action: utter_long}}]}}
policies: [{{name: RulePolicy}}]
"""


@dataclass
class Running:
    """A server with one channel, and what its assistant knows."""

    http: httpx2.AsyncClient
    assistant: Assistant
    channel: Any

    async def users(self, sender: str) -> list[UserUttered]:
        tracker = await self.assistant.whole(sender)
        return [event for event in tracker.events if isinstance(event, UserUttered)]

    async def texts(self, sender: str) -> list[str | None]:
        return [event.text for event in await self.users(sender)]

    async def feedback(self, sender: str) -> list[tuple[str | None, str | None]]:
        events = (await self.assistant.whole(sender)).events
        return [(event.message, event.value) for event in events if isinstance(event, FeedbackGiven)]


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


@pytest.fixture
async def serve(talk: Callable[..., Any]) -> AsyncIterator[Callable[..., Awaitable[Running]]]:
    """``await serve(channel)`` starts the server, as ``causerie run`` would."""
    running: list[tuple[Any, httpx2.AsyncClient]] = []

    async def start(channel: Any) -> Running:
        assistant = talk(BOT).assistant
        app = create_app(Served(assistant), [channel])
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.before_start()
        await server.after_start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        http = httpx2.AsyncClient(base_url=address, timeout=20)
        running.append((server, http))
        return Running(http, assistant, channel)

    yield start
    for server, http in running:
        await http.aclose()
        await asyncio.sleep(0.01)  # let the server see that its connections are closed
        await server.before_stop()
        server.close()
        await server.wait_closed()


async def until(happened: Callable[[], Any]) -> Any:
    """What ``happened`` gives as soon as it is true; fails after some seconds."""
    for _ in range(500):
        if found := happened():
            return found
        await asyncio.sleep(0.01)
    raise AssertionError("It did not happen.")


def sent(fake: FakePlatform, end: str) -> list[Call]:
    """The calls to the platform whose path ends like this."""
    return [call for call in fake.calls() if call.path.endswith(end)]
