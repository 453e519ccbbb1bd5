"""Channels written for Rasa, on a real server."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.channels.registry import make_channels
from causerie.errors import ComponentError
from causerie.files.endpoints import Endpoints
from causerie.files.project import read_project_from_strings
from causerie.server.app import Options, create_app
from causerie.server.served import Served
from causerie.training.train import train

TALK = """\
version: "3.1"
assistant_id: tested
pipeline: [{name: KeywordIntentClassifier}]
policies: [{name: RulePolicy}]
intents: [hello]
responses:
  utter_hello:
  - text: "Hello!\\n\\nHow are you?"
  - text: "Hello on my page!"
    channel: myio
  utter_choice:
  - text: "Which?"
    buttons: [{title: One, payload: /one}]
    image: "http://x/y.png"
    custom: {a: 1}
nlu: [{intent: hello, examples: "- hello"}]
rules:
- rule: hello
  steps: [{intent: hello}, {action: utter_hello}, {action: utter_choice}]
"""


@pytest.fixture
def assistant(folder: Path) -> Assistant:
    return assemble(train(read_project_from_strings(TALK)), Surroundings(folder, Endpoints()))


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[Callable[..., Any]]:
    """``await client(credentials)`` serves these channels and gives a client for them."""
    running: list[tuple[Any, httpx2.AsyncClient]] = []

    async def serve(credentials: dict[str, Any]) -> httpx2.AsyncClient:
        channels, _ = make_channels(credentials)
        app = create_app(Served(assistant), channels, Options(enable_api=True))
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        http = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=20)
        running.append((server, http))
        return http

    yield serve
    for server, http in running:
        await http.aclose()
        await asyncio.sleep(0.01)
        server.close()
        await server.wait_closed()
    await assistant.close()


MINE = {"parts.channels.MyIO": {"secret": "s"}}


async def test_a_channel_answers_with_all_that_is_said(
    client: Callable[..., Any], assistant: Assistant
) -> None:
    http = await client(MINE)
    asked = {"text": "hello", "sender_id": "anna", "page": "start"}
    answer = await http.post("/webhooks/myio/webhook", json=asked, headers={"x-secret": "s"})
    assert answer.json() == [
        {"recipient_id": "anna", "text": "Hello!"},
        {"recipient_id": "anna", "text": "How are you?"},
        {"recipient_id": "anna", "text": "Which?", "buttons": [{"title": "One", "payload": "/one"}]},
        {"recipient_id": "anna", "custom": {"a": 1}},
        {"recipient_id": "anna", "image": "http://x/y.png"},
    ]
    message = (await assistant.whole("anna")).state.latest_message
    assert message is not None
    assert message.input_channel == "myio"
    assert message.metadata["page"] == "start"


async def test_a_channel_checks_and_refuses_by_itself(client: Callable[..., Any]) -> None:
    http = await client(MINE)
    assert (await http.post("/webhooks/myio/webhook", json={"text": "hello"})).status_code == 403
    assert (await http.get("/webhooks/myio/")).json() == {"status": "ok"}


async def test_a_channel_streams(client: Callable[..., Any]) -> None:
    http = await client(MINE)
    answer = await http.post("/webhooks/myio/stream", json={"text": "hello", "sender_id": "ben"})
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["text"] for line in lines[:3]] == ["Hello!", "How are you?", "Which?"]


async def test_a_channel_that_pushes_can_be_asked_for_over_the_api(client: Callable[..., Any]) -> None:
    from parts.channels import PushOutput

    PushOutput.sent.clear()
    http = await client({"parts.channels.PushInput": None, **MINE})
    assert (
        await http.post("/webhooks/push/webhook", json={"message": "hello", "sender": "cid"})
    ).text == "ok"
    assert PushOutput.sent == [
        "cid: Hello!\n\nHow are you?",
        "cid: Which?",
        "cid: 1: One (/one)",
        'cid: {"a": 1}',
        "cid: Image: http://x/y.png",
    ]
    PushOutput.sent.clear()
    said = {"name": "utter_hello"}
    await http.post("/conversations/cid/execute?output_channel=push", json=said)
    assert PushOutput.sent == ["cid: Hello!\n\nHow are you?"]


async def test_the_rest_channel_can_be_derived_from(client: Callable[..., Any], module: Any) -> None:
    name = module(
        """
        from rasa.core.channels import RestInput

        class Upper(RestInput):
            @classmethod
            def name(cls):
                return "upper"

            def _extract_message(self, req):
                return super()._extract_message(req).lower()
        """,
        "upper_channel",
    )
    http = await client({f"{name}.Upper": None})
    answer = await http.post("/webhooks/upper/webhook", json={"message": "HELLO", "sender": "dan"})
    assert answer.json()[0]["text"] == "Hello!"
    streamed = await http.post("/webhooks/upper/webhook?stream=true", json={"message": "HELLO"})
    assert json.loads(streamed.text.splitlines()[0])["text"] == "Hello!"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("def name(cls): return None", "a channel needs a name; 'name()' gave None"),
        ("def from_credentials(cls, given): return None", "'from_credentials' must return the channel"),
        ("def from_credentials(cls, given): raise KeyError('token')", "'from_credentials' failed: KeyError"),
    ],
)
def test_a_channel_that_can_not_be_made_is_told(module: Any, body: str, expected: str) -> None:
    name = module(
        f"""
        from rasa.core.channels.channel import InputChannel

        class Faulty(InputChannel):
            @classmethod
            {body}
        """,
        "faulty_channel",
    )
    with pytest.raises(ComponentError) as error:
        make_channels({f"{name}.Faulty": {}})
    assert expected in str(error.value)
    assert "faulty_channel.Faulty" in str(error.value)
    assert "faulty_channel.py" in str(error.value)


def test_a_blueprint_that_is_none_is_told(module: Any) -> None:
    name = module(
        """
        from rasa.core.channels.channel import InputChannel

        class NoRoutes(InputChannel):
            def blueprint(self, on_new_message):
                pass
        """,
        "no_routes",
    )
    channels, _ = make_channels({f"{name}.NoRoutes": {}})
    with pytest.raises(ComponentError, match=r"must return a sanic\.Blueprint; it returned None"):
        channels[0].blueprint(lambda message, output: asyncio.sleep(0))


def test_missing_credentials_are_told(folder: Path) -> None:
    with pytest.raises(ComponentError, match="'myio' needs credentials"):
        make_channels({"parts.channels.MyIO": {}})
