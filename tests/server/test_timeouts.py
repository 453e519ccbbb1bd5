"""``--response-timeout`` and ``--request-timeout``: the client hears of it, the turn goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from causerie.server.app import Options

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello, slow]
actions: [action_slow]
responses: {utter_hello: [{text: Hello.}]}
rules:
  - {rule: slow, steps: [{intent: slow}, {action: action_slow}]}
  - {rule: hello, steps: [{intent: hello}, {action: utter_hello}]}
"""
SLOW = """
import asyncio
from pathlib import Path
from rasa_sdk import Action

class Slow(Action):
    def name(self):
        return "action_slow"

    async def run(self, dispatcher, tracker, domain):
        while not Path("GATE").exists():
            await asyncio.sleep(0.01)
        dispatcher.utter_message(text="done")
        return []
"""


async def bot_texts(http: Any) -> list[str]:
    events = (await http.get("/conversations/a/tracker")).json()["events"]
    return [event["text"] for event in events if event["event"] == "bot"]


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
async def test_an_answer_that_takes_too_long_is_503_and_the_turn_is_kept(
    client: Callable[..., Any], tmp_path: Any, accept: str
) -> None:
    gate = tmp_path / "gate"
    options = Options(enable_api=True, response_timeout=0.2)
    http = await client(PROJECT, SLOW.replace("GATE", str(gate)), options)
    body = {"sender": "a", "message": "/slow"}
    answer = await http.post("/webhooks/rest/webhook", json=body, headers={"accept": accept})
    assert answer.status_code == 503
    assert "Response Timeout" in answer.text
    waiting = asyncio.create_task(
        http.post("/webhooks/rest/webhook", json={"sender": "a", "message": "/hello"})
    )
    gate.touch()
    second = await waiting
    assert second.status_code in (200, 503), "it waited for the turn before it"
    for _ in range(500):
        if await bot_texts(http) == ["done", "Hello."]:
            break
        await asyncio.sleep(0.01)
    assert await bot_texts(http) == ["done", "Hello."], "no turn was lost, their order was kept"


async def test_a_request_that_takes_too_long_to_arrive_is_408(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(enable_api=True, request_timeout=0.2))
    place = urlsplit(str(http.base_url))
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(b"POST /webhooks/rest/webhook HTTP/1.1\r\nHost: x\r\n")
    answer = await asyncio.wait_for(reader.read(), 10)
    assert answer.startswith(b"HTTP/1.1 408")
    writer.close()
    await writer.wait_closed()
    assert (await http.get("/status")).status_code == 200, "others are served"
