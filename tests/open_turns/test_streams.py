"""Over HTTP, an answer is shown while the GPT still writes it; the message that follows is what counts."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import pytest
import socketio

from causerie.channels.rest import RestInput
from causerie.channels.socketio.channel import SocketIOInput
from causerie.channels.socketio.settings import SocketIOSettings
from causerie.channels.web.channel import WebInput
from causerie.channels.web.settings import WebSettings
from causerie.contracts.gpt import LocalGpt
from causerie.server.app import Options, create_app
from causerie.server.served import Served

from .test_answers import BREAKFAST, GOOD

LONG = "Breakfast is served from 7 to 10 in the winter garden [1]. It costs 12 euros for each adult [1]."
WEBHOOK = "/webhooks/rest/webhook"


@pytest.fixture
async def served(inn: Callable[..., Any]) -> AsyncIterator[Callable[..., Any]]:
    """``await served()`` gives the inn and a client for it."""
    running: list[tuple[Any, httpx2.AsyncClient]] = []

    async def serve() -> tuple[Any, httpx2.AsyncClient]:
        house = await inn(deadline=30)
        channels = [RestInput(), WebInput(WebSettings()), SocketIOInput(SocketIOSettings())]
        app = create_app(Served(house.assistant), channels, Options(enable_api=True))
        listening = socket.create_server(("127.0.0.1", 0))
        server = await app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        client = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", timeout=20)
        running.append((server, client))
        return house, client

    yield serve
    for server, client in running:
        await client.aclose()
        await asyncio.sleep(0.01)  # let the server see that its connections are closed
        server.close()
        await server.wait_closed()


async def lines(client: httpx2.AsyncClient, stream: str = "true") -> AsyncIterator[str]:
    body = {"sender": "anna", "message": BREAKFAST}
    async with client.stream("POST", f"{WEBHOOK}?stream={stream}", json=body) as answer:
        assert answer.status_code == 200
        async for line in answer.aiter_lines():
            if line:
                yield line


async def told(client: httpx2.AsyncClient) -> tuple[str, list[str]]:
    """The deltas joined, and the messages."""
    found = [json.loads(line) async for line in lines(client)]
    return "".join(one.get("delta", "") for one in found), [one["text"] for one in found if "text" in one]


async def stored(house: Any) -> list[str]:
    tracker = await house.assistant.whole("anna")
    return [event.text for event in tracker.events if type(event).__name__ == "BotUttered"]


async def test_the_first_words_come_before_the_third_token_is_sent(served, gpt: LocalGpt):
    gpt.answer_with(lambda messages: GOOD)
    gpt.token_delay = 0.1
    house, client = await served()
    text, final, sent = "", "", None
    async for line in lines(client):
        one = json.loads(line)
        if "delta" in one:
            sent = gpt.asked[0].tokens_sent if sent is None else sent
            text += one["delta"]
        else:
            final = one["text"]
    assert sent is not None
    assert sent < 3
    assert gpt.asked[0].tokens_sent > 8
    assert final == GOOD
    assert text == GOOD
    assert await stored(house) == [GOOD]


async def test_server_sent_events_tell_the_same(served, gpt: LocalGpt):
    gpt.answer_with(lambda messages: LONG)
    house, client = await served()
    found = [line async for line in lines(client, "sse")]
    kinds = [line.removeprefix("event: ") for line in found if line.startswith("event: ")]
    data = [json.loads(line.removeprefix("data: ")) for line in found if line.startswith("data: ")]
    assert kinds == ["delta"] * (len(kinds) - 1) + ["message"]
    assert len(kinds) > 4
    assert "".join(one["delta"] for one in data[:-1]) == data[-1]["text"] == LONG
    assert await stored(house) == [LONG]


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("Breakfast is served from 7 to 11 [1].", "Breakfast is served from"),
        ("Breakfast is served from 7 to 10 [1]. It is 99 euros [1]. Enjoy it.", "Breakfast is served from 7 to 10 [1]. It is"),
        ("I have booked it. See you.", ""),
        ("Das Frühstück ist im Garten und wir freuen uns auf Sie.", ""),
    ],
)  # fmt: skip
async def test_a_dropped_answer_ends_in_the_passages_own_words(
    served, gpt: LocalGpt, answer: str, shown: str
):
    gpt.answer_with(lambda messages: answer)
    house, client = await served()
    text, (final,) = await told(client)
    assert text == shown
    assert "from 7 to 10 in the winter garden" in final
    assert await stored(house) == [final]
    assert (await house.metadata())["kind"] == "retrieved"


async def test_a_client_that_leaves_ends_the_request_and_the_turn_is_stored(served, gpt: LocalGpt):
    gpt.answer_with(lambda messages: " ".join([LONG] * 9))
    gpt.token_delay = 0.05
    house, client = await served()
    async for line in lines(client):
        assert "delta" in json.loads(line)
        break
    await until(lambda: gpt.open_connections == 0)
    (asked,) = gpt.asked
    assert asked.hung_up
    said: list[str] = []
    for _ in range(500):
        said = await stored(house)
        if said:
            break
        await asyncio.sleep(0.02)
    assert "winter garden" in said[0]
    tracker = await house.assistant.whole("anna")
    assert [e.text for e in tracker.events if type(e).__name__ == "UserUttered"] == [BREAKFAST]
    assert (await house.metadata())["why"] == "left"


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(1500):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("It did not come true within 15 seconds.")


async def test_the_widget_is_shown_the_answer_while_it_is_written(served, gpt: LocalGpt):
    gpt.answer_with(lambda messages: LONG)
    _, client = await served()
    name, pieces, final = "web-0123456789abcdefghijkl", "", None
    body = {"conversation": name, "id": "message-1", "text": BREAKFAST}
    async with client.stream("GET", "/webhooks/web/events", params={"conversation": name}) as answer:
        asking = None
        kind = ""
        async for line in answer.aiter_lines():
            kind = line.removeprefix("event: ") if line.startswith("event: ") else kind
            if not line.startswith("data: "):
                continue
            data = json.loads(line.removeprefix("data: "))
            if kind == "ready":
                asking = asyncio.create_task(client.post("/webhooks/web/messages", json=body))
            elif kind == "delta":
                assert final is None
                pieces += data["delta"]
            elif kind == "message" and data["from"] == "bot":
                final = data
                break
    assert asking is not None
    assert (await asking).status_code == 200
    assert pieces == final["text"] == LONG
    assert final["metadata"]["citations"][0]["number"] == 1
    assert "winter garden" in final["metadata"]["citations"][0]["text"]


async def test_socket_io_is_told_the_pieces_under_a_name_of_their_own(served, gpt: LocalGpt):
    gpt.answer_with(lambda messages: LONG)
    _, client = await served()
    socket_client, pieces, finals = socketio.AsyncClient(reconnection=False), [], asyncio.Queue()
    socket_client.on("bot_delta", lambda data: pieces.append(data["delta"]))
    socket_client.on("bot_uttered", finals.put)
    await socket_client.connect(str(client.base_url), transports=["websocket"])
    await socket_client.emit("user_uttered", {"message": BREAKFAST})
    async with asyncio.timeout(10):
        final = await finals.get()
    await socket_client.disconnect()
    assert "".join(pieces) == final["text"] == LONG
