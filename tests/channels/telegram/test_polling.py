"""Long polling: updates are asked for, taken in order, and asked for again when they fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fake_platform import FakePlatform, Fault

from causerie.channels.telegram import polling, under_way
from causerie.channels.telegram.channel import TelegramInput
from causerie.channels.telegram.polling import Polling
from causerie.channels.telegram.settings import TelegramSettings
from causerie.errors import PlatformError, StoreError
from tests.channels.conftest import Running, sent, until

TOKEN = "424242:very-secret"


def credentials(fake: FakePlatform) -> dict[str, Any]:
    return {"access_token": TOKEN, "polling": True, "api_base_url": f"{fake.url}/api.telegram.org"}


def updates(*numbers: int, text: str = "/hello") -> Fault:
    result = [
        {
            "update_id": number,
            "message": {"message_id": number, "chat": {"id": 7}, "from": {"id": 7}, "text": text},
        }
        for number in numbers
    ]
    return Fault(path="/getUpdates", status=200, body={"ok": True, "result": result})


def held() -> Fault:
    """As Telegram does when there is nothing new."""
    return Fault(path="/getUpdates", status=200, body={"ok": True, "result": []}, delay=0.05, times=0)


def refusal(status: int, description: str, **parameters: Any) -> Fault:
    body = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return Fault(path="/getUpdates", status=status, body=body)


def said(number: int, chat: int, text: str = "hi") -> dict[str, Any]:
    message = {"message_id": number, "chat": {"id": chat}, "from": {"id": chat}, "text": text}
    return {"update_id": number, "message": message}


@asynccontextmanager
async def running(polling: Polling) -> AsyncIterator[None]:
    """Polls; then ends as a process does that is cut short."""
    task = asyncio.create_task(polling.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Taken:
    """Keeps the numbers of updates; ``failing`` are raised first."""

    def __init__(self, fake: FakePlatform, *failing: Exception) -> None:
        self.numbers: list[int] = []
        self.failing = list(failing)
        self.polling = Polling(TelegramSettings.read(credentials(fake)), self.take)

    async def take(self, update: dict[str, Any]) -> None:
        if self.failing:
            raise self.failing.pop(0)
        self.numbers.append(update["update_id"])


def offsets(fake: FakePlatform) -> list[int]:
    return [call.body["offset"] for call in sent(fake, "/getUpdates")]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_way, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(polling, "FIRST_LOOK", 0.01)
    monkeypatch.setattr(polling, "LONGEST_LOOK", 0.01)


@pytest.mark.usefixtures("quick")
async def test_an_update_that_fails_is_tried_again_before_those_after_it(
    fake: FakePlatform, caplog: pytest.LogCaptureFixture
) -> None:
    taken = Taken(fake, StoreError("The store is away."), StoreError("The store is away."))
    fake.updates = [said(5, 7), said(6, 7)]
    async with running(taken.polling):
        await until(lambda: taken.numbers == [5, 6])
        await until(lambda: offsets(fake)[-1] == 7)
    assert "The store is away" in caplog.text


async def test_an_update_that_breaks_the_bots_code_keeps_no_other_waiting(
    fake: FakePlatform, caplog: pytest.LogCaptureFixture
) -> None:
    taken = Taken(fake, ZeroDivisionError("a bug of an action"))
    fake.updates = [said(5, 7), said(6, 7)]
    async with running(taken.polling):
        await until(lambda: taken.numbers == [6])
        await until(lambda: offsets(fake)[-1] == 7)
    assert "a bug of an action" in caplog.text


async def test_results_of_another_shape_are_left_out(fake: FakePlatform) -> None:
    taken = Taken(fake)
    result = [1, None, {"update_id": "x"}, {"update_id": 9}]
    fake.misbehave(Fault(path="/getUpdates", status=200, body={"ok": True, "result": result}))
    fake.misbehave(Fault(path="/getUpdates", status=200, body={"ok": True, "result": "nothing"}))
    await taken.polling.once()
    await taken.polling.once()
    await until(lambda: taken.numbers == [9])
    await taken.polling.platform.close()


async def test_telegram_says_how_long_to_wait(fake: FakePlatform) -> None:
    taken = Taken(fake)
    fake.misbehave(refusal(429, "Too Many Requests", retry_after=17))
    with pytest.raises(PlatformError) as told:
        await taken.polling.once()
    await taken.polling.platform.close()
    assert told.value.wait == 17
    assert not told.value.is_final


async def test_it_goes_on_after_failures_of_all_kinds(
    fake: FakePlatform, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(under_way, "FIRST_PAUSE", 0.01)
    taken = Taken(fake, StoreError("The store is away."))
    conflict = "Conflict: terminated by other getUpdates request"
    for fault in (
        refusal(429, "Too Many Requests", retry_after=0),
        refusal(409, conflict),
        Fault(path="/getUpdates", status=502, body="<html>Bad Gateway</html>"),
        Fault(path="/getUpdates", drop=True),
        updates(5),
        updates(5, 6),
        held(),
    ):
        fake.misbehave(fault)
    async with running(taken.polling):
        await until(lambda: taken.numbers == [5, 6])
        await until(lambda: offsets(fake)[-1] == 7)
    assert conflict in caplog.text
    assert "The store is away" in caplog.text
    assert TOKEN not in caplog.text
    assert len(sent(fake, "/deleteWebhook")) == 1


async def test_a_bot_that_polls_answers_types_and_confirms(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    press = {
        "update_id": 6,
        "callback_query": {"id": "77", "data": "/pick", "message": {"message_id": 1, "chat": {"id": 7}}},
    }
    fake.misbehave(updates(5))
    fake.misbehave(Fault(path="/getUpdates", status=200, body={"ok": True, "result": [press]}))
    fake.misbehave(held())
    running = await serve(TelegramInput.from_credentials(credentials(fake)))
    await until(lambda: len(sent(fake, "/sendMessage")) == 2)
    assert [call.body["text"] for call in sent(fake, "/sendMessage")] == ["Hello.", "Picked."]
    assert sent(fake, "/sendChatAction")[0].body == {"chat_id": "7", "action": "typing"}
    assert sent(fake, "/answerCallbackQuery")[0].body == {"callback_query_id": "77"}
    assert await running.texts("7") == ["/hello", "/pick"]
    assert sent(fake, "/setWebhook") == []


class Hanging:
    """Takes updates; those of the chats in ``hanging`` only when they are let go."""

    def __init__(self, fake: FakePlatform, *hanging: int) -> None:
        self.fake = fake
        self.hanging = set(hanging)
        self.begun: list[int] = []
        self.numbers: list[int] = []
        self.go = asyncio.Event()
        self.polling = Polling(TelegramSettings.read(credentials(fake)), self.take)

    async def take(self, update: dict[str, Any]) -> None:
        self.begun.append(update["update_id"])
        if update["message"]["chat"]["id"] in self.hanging:
            await self.go.wait()
        self.numbers.append(update["update_id"])

    async def taken(self, *numbers: int) -> None:
        await until(lambda: self.numbers == list(numbers))


@pytest.mark.usefixtures("quick")
async def test_a_turn_that_hangs_keeps_no_other_chat_waiting(fake: FakePlatform) -> None:
    chats = Hanging(fake, 1)
    fake.updates = [said(5, 1), said(6, 1), said(7, 2)]
    async with running(chats.polling):
        await chats.taken(7)
        fake.updates.append(said(8, 3))
        await chats.taken(7, 8)
        fake.updates.append(said(9, 2))
        await chats.taken(7, 8, 9)
        assert max(offsets(fake)) <= 5
        assert chats.begun == [5, 7, 8, 9]
        chats.go.set()
        await chats.taken(7, 8, 9, 5, 6)
        await until(lambda: offsets(fake)[-1] == 10)
    assert fake.updates == []


@pytest.mark.usefixtures("quick")
async def test_an_update_whose_turn_did_not_end_comes_again_after_a_crash(fake: FakePlatform) -> None:
    before = Hanging(fake, 1)
    fake.updates = [said(5, 1), said(6, 2)]
    async with running(before.polling):
        await before.taken(6)
        await until(lambda: len(offsets(fake)) > 2)
    after = Hanging(fake)
    async with running(after.polling):
        await after.taken(5, 6)
        await until(lambda: offsets(fake)[-1] == 7)


async def test_an_update_that_comes_again_after_a_crash_is_no_second_turn(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    fake.updates = [said(5, 7, "/hello")]
    running = await serve(TelegramInput.from_credentials(credentials(fake)))
    await until(lambda: sent(fake, "/sendMessage"))
    await running.channel.taker.take(said(5, 7, "/hello"))
    await running.channel.taker.take(said(6, 7, "/pick"))
    assert await running.texts("7") == ["/hello", "/pick"]


@pytest.mark.usefixtures("quick")
async def test_no_more_than_a_hundred_are_under_way(fake: FakePlatform) -> None:
    chats = Hanging(fake, *range(250))
    fake.updates = [said(number, number) for number in range(1, 250)]
    async with running(chats.polling):
        await until(lambda: len(chats.begun) == 100)
        await until(lambda: len(offsets(fake)) > 3)
        assert len(chats.begun) == 100
        chats.go.set()
        await until(lambda: len(chats.numbers) == 249)
        await until(lambda: offsets(fake)[-1] == 250)
    assert chats.begun == sorted(chats.begun)


async def test_a_server_that_gives_too_many_at_once_is_taken_at_its_pace() -> None:
    taken: list[int] = []

    async def take(update: dict[str, Any]) -> None:
        taken.append(update["update_id"])

    chats = under_way.UnderWay(take)
    many = {number: said(number, number) for number in range(1, 151)}
    assert chats.begin(many) == 100
    assert chats.begin(many) == 0
    await until(lambda: chats.is_idle)
    assert chats.offset == 101
    assert chats.begin(many) == 50
    await until(lambda: chats.is_idle)
    assert taken == list(range(1, 151))
