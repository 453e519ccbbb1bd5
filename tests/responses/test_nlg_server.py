"""Responses from a server of the project's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from sanic import Sanic
from sanic import json as json_response

from causerie.dialogue.events import ActionExecuted
from causerie.files.endpoints import EndpointConfig, Endpoints

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello]
responses: {utter_hello: [{text: from the domain}]}
rules: [{rule: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""


@pytest.fixture
async def nlg() -> AsyncIterator[Callable[[Any, int], Any]]:
    """``await nlg(answer, status)`` starts a server and gives its address and the requests it gets."""
    import socket

    servers: list[Any] = []

    async def start(answer: Any, status: int = 200) -> tuple[str, list[dict[str, Any]]]:
        requests: list[dict[str, Any]] = []
        app: Any = Sanic(f"nlg_{id(requests)}", configure_logging=False)
        app.config.TOUCHUP = False

        @app.post("/nlg")
        async def generate(request: Any) -> Any:
            requests.append(request.json)
            return json_response(answer, status=status)

        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        await server.startup()
        servers.append(server)
        return f"http://127.0.0.1:{listening.getsockname()[1]}/nlg", requests

    yield start
    for server in servers:
        server.close()
        await server.wait_closed()


def endpoints(url: str) -> Endpoints:
    return Endpoints(nlg=EndpointConfig(None, url))


async def test_the_server_is_asked_and_its_words_are_said(nlg: Any, talk: Callable[..., Any]) -> None:
    url, requests = await nlg({"text": "from the server", "buttons": []})
    conversation = talk(PROJECT, None, endpoints(url))
    assert await conversation.say("/hello") == ["from the server"]
    (request,) = requests
    assert request["response"] == "utter_hello"
    assert request["channel"] == {"name": "collector"}
    assert request["tracker"]["latest_message"]["intent"]["name"] == "hello"


@pytest.mark.parametrize(("answer", "status"), [({}, 500), ([], 200), ("words", 200), (None, 200)])
async def test_a_server_that_fails_leaves_the_conversation_intact(
    nlg: Any, talk: Callable[..., Any], answer: Any, status: int
) -> None:
    url, _ = await nlg(answer, status)
    conversation = talk(PROJECT, None, endpoints(url))
    assert await conversation.say("/hello") == []
    assert (await conversation.events())[-1] == "ActionExecuted action_listen"


async def test_a_server_that_is_not_there_is_noted_in_the_event(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT, None, endpoints("http://127.0.0.1:9/nlg"))
    assert await conversation.say("/hello") == []
    tracker = await conversation.assistant.whole("someone")
    failed = [
        e.metadata["failed"]
        for e in tracker.events
        if isinstance(e, ActionExecuted) and "failed" in e.metadata
    ]
    assert "127.0.0.1:9" in failed[0]["message"]
