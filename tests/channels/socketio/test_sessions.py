"""Clients of socket.io: their sessions, what waits for them, who is let in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import jwt
import pytest
import socketio

from causerie.channels.socketio.channel import SocketIOInput
from causerie.ports import BotMessage
from tests.channels.conftest import Running, until

KEY = "a key of thirty-two signs or more"


class Client:
    """A page that is connected; ``heard`` is what came, as (event, data)."""

    def __init__(self, namespace: str = "/") -> None:
        self.namespace = namespace
        self.socket = socketio.AsyncClient(reconnection=False)
        self.heard: list[tuple[str, Any]] = []
        self.socket.on("*", self._hear, namespace=namespace)

    async def _hear(self, event: str, data: Any = None) -> None:
        self.heard.append((event, data))

    async def connect(self, running: Running, auth: Any = None) -> Client:
        await self.socket.connect(
            str(running.http.base_url), auth=auth, namespaces=[self.namespace], transports=["websocket"]
        )
        return self

    async def say(self, event: str, data: Any = None) -> None:
        await self.socket.emit(event, data, namespace=self.namespace)

    def said(self, event: str = "bot_uttered") -> list[Any]:
        return [data for name, data in self.heard if name == event]

    async def leave(self) -> None:
        await self.socket.disconnect()


@pytest.fixture
async def page() -> AsyncIterator[Callable[..., Awaitable[Client]]]:
    made: list[Client] = []

    async def open_page(running: Running, auth: Any = None, namespace: str = "/") -> Client:
        made.append(Client(namespace))
        return await made[-1].connect(running, auth)

    yield open_page
    for client in made:
        await client.leave()


Serve = Callable[..., Awaitable[Running]]
Page = Callable[..., Awaitable[Client]]


def persistent(**more: Any) -> SocketIOInput:
    return SocketIOInput.from_credentials({"session_persistence": True, **more})


async def test_a_page_talks_with_the_bot(serve: Serve, page: Page) -> None:
    running = await serve(SocketIOInput.from_credentials(None))
    client = await page(running)
    await client.say("session_request")
    await client.say("user_uttered", {"message": "/hello", "metadata": '{"page": "menu"}'})
    await until(lambda: client.said() == [{"text": "Hello."}])
    (confirmed,) = client.said("session_confirm")
    assert len(confirmed) == 32
    (user,) = await running.users(client.socket.get_sid())
    assert user.metadata["page"] == "menu"


async def test_what_is_said_to_a_session_while_it_is_away_comes_at_its_next_visit(
    serve: Serve, page: Page
) -> None:
    running = await serve(persistent())
    client = await page(running)
    await client.say("session_request", {"session_id": "ada"})
    await until(lambda: client.said("session_confirm") == ["ada"])
    await client.leave()
    await until(lambda: not running.channel.output._is_there("ada"))
    for text in ("Your table is free.", "It is by the window."):
        await running.channel.output.send("ada", BotMessage(text))
    again = await page(running)
    await again.say("session_request", {"session_id": "ada"})
    await until(lambda: len(again.said()) == 2)
    assert again.heard == [
        ("session_confirm", "ada"),
        ("bot_uttered", {"text": "Your table is free."}),
        ("bot_uttered", {"text": "It is by the window."}),
    ]
    assert running.channel.output.pending.take("ada") == []


async def test_nothing_waits_for_a_connection_that_can_not_come_again(serve: Serve) -> None:
    running = await serve(SocketIOInput.from_credentials(None))
    await running.channel.output.send("gone", BotMessage("Hello?"))
    assert running.channel.output.pending.take("gone") == []


async def test_a_client_can_not_speak_in_anothers_session(
    serve: Serve, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    running = await serve(persistent())
    ada, eve = await page(running), await page(running)
    await ada.say("session_request", {"session_id": "ada"})
    await eve.say("session_request", {"session_id": "eve"})
    await until(lambda: ada.heard and eve.heard)
    await eve.say("user_uttered", {"message": "/hello", "session_id": "ada"})
    await eve.say("user_uttered", {"message": "/pick", "session_id": "eve"})
    await until(lambda: eve.said() == [{"text": "Picked."}])
    assert await running.texts("ada") == []
    assert ada.said() == []
    assert "had not asked for" in caplog.text


async def test_with_sessions_a_message_without_one_is_ignored(
    serve: Serve, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    running = await serve(persistent())
    client = await page(running)
    await client.say("user_uttered", {"message": "/hello"})
    await client.say("user_uttered", {"message": "/pick", "session_id": "ada"})
    await until(lambda: client.said() == [{"text": "Picked."}])
    assert await running.texts("ada") == ["/pick"]
    assert "without session_id" in caplog.text


async def test_a_page_may_change_its_session(serve: Serve, page: Page) -> None:
    running = await serve(persistent())
    client = await page(running)
    for session in ("ada", "ben"):
        await client.say("session_request", {"session_id": session})
    await until(lambda: client.said("session_confirm") == ["ada", "ben"])
    await running.channel.output.send("ben", BotMessage("Hello Ben."))
    await until(lambda: client.said())
    assert not running.channel.output._is_there("ada")
    assert client.said() == [{"text": "Hello Ben."}]


async def test_a_message_that_is_sent_again_is_handled_once(serve: Serve, page: Page) -> None:
    running = await serve(persistent())
    client = await page(running)
    for text in ("/hello", "/hello", "/pick"):
        await client.say("user_uttered", {"message": text, "session_id": "ada", "message_id": "m1"})
    await until(lambda: {"text": "Picked."} in client.said())
    assert await running.texts("ada") == ["/hello", "/pick"]


async def test_pieces_of_an_answer_go_to_the_one_who_asked(serve: Serve, page: Page) -> None:
    running = await serve(persistent(bot_message_evt="answer"))
    ada, ben = await page(running), await page(running)
    await ada.say("session_request", {"session_id": "ada"})
    await ben.say("session_request", {"session_id": "ben"})
    await until(lambda: ada.heard and ben.heard)
    for piece in ("Hel", "lo."):
        await running.channel.output.send_piece("ada", piece)
    await running.channel.output.send("ada", BotMessage("Hello."))
    await until(lambda: ada.said("answer"))
    assert ada.said("bot_delta") == [{"delta": "Hel"}, {"delta": "lo."}]
    assert ada.said("answer") == [{"text": "Hello."}]
    assert [event for event, _ in ben.heard] == ["session_confirm"]


@pytest.mark.parametrize("data", [None, 7, [], ["/hello"], {"message": 7}, {"message": ["/hello"]}])
async def test_wrong_data_is_told_in_the_log_and_breaks_nothing(
    data: Any, serve: Serve, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    running = await serve(SocketIOInput.from_credentials(None))
    client = await page(running)
    await client.say("session_request", data)
    await client.say("user_uttered", data)
    await client.say("user_uttered", "/hello")  # a text alone is a message
    await until(lambda: client.said() == [{"text": "Hello."}])
    assert await running.texts(client.socket.get_sid()) == ["/hello"]
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("metadata", ["no json", "[1]", [1], 7])
async def test_metadata_that_is_none_is_left_out(metadata: Any, serve: Serve, page: Page) -> None:
    running = await serve(SocketIOInput.from_credentials({"namespace": "chat"}))
    client = await page(running, namespace="/chat")
    await client.say("user_uttered", {"message": "/hello", "metadata": metadata})
    await until(lambda: client.said() == [{"text": "Hello."}])
    (user,) = await running.users(client.socket.get_sid("/chat"))
    assert "page" not in user.metadata


@pytest.mark.parametrize(
    "auth",
    [
        None,
        {},
        "token",
        {"token": 7},
        {"token": ""},
        {"token": jwt.encode({"sub": "eve"}, "another key of thirty-two signs or more", "HS256")},
        {"token": jwt.encode({"sub": "ada", "exp": 1}, KEY, "HS256")},
        {"token": jwt.encode({"sub": "eve"}, "", "none")},
    ],
    ids=["nothing", "empty", "text", "number", "no token", "another key", "expired", "unsigned"],
)
async def test_who_has_no_valid_token_is_refused(auth: Any, serve: Serve, page: Page) -> None:
    running = await serve(SocketIOInput.from_credentials({"jwt_key": KEY}))
    with pytest.raises(socketio.exceptions.ConnectionError):
        await page(running, auth)
    await asyncio.sleep(0)


@pytest.mark.parametrize("prefix", ["", "Bearer "])
async def test_who_has_a_valid_token_is_let_in(prefix: str, serve: Serve, page: Page) -> None:
    running = await serve(SocketIOInput.from_credentials({"jwt_key": KEY}))
    token = jwt.encode({"aud": "the site"}, KEY, "HS256")
    client = await page(running, {"token": prefix + token})
    await client.say("user_uttered", {"message": "/hello"})
    await until(lambda: client.said() == [{"text": "Hello."}])


async def test_while_redis_is_away_the_server_starts_and_answers_its_own_clients(
    serve: Serve, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    running = await serve(persistent(redis_url="redis://127.0.0.1:9/0"))
    assert (await running.http.get("/webhooks/socketio/")).json() == {"status": "ok"}
    client = await page(running)
    await client.say("user_uttered", {"message": "/hello", "session_id": "ada"})
    await until(lambda: client.said() == [{"text": "Hello."}])
    assert await running.texts("ada") == ["/hello"]
    assert "redis" in caplog.text
