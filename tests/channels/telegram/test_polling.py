"""Long polling: updates are asked for, taken in order, and asked for again when they fail."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_platform import FakePlatform, Fault

from causerie.channels.telegram import polling
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


async def test_an_update_is_passed_over_for_good_only_when_it_was_taken(fake: FakePlatform) -> None:
    taken = Taken(fake, StoreError("The store is away."))
    for fault in (updates(5, 6), updates(5, 6), held()):
        fake.misbehave(fault)
    with pytest.raises(PlatformError, match="The store is away"):
        await taken.polling.once()
    await taken.polling.once()
    await taken.polling.once()
    await taken.polling.platform.close()
    assert taken.numbers == [5, 6]
    assert offsets(fake) == [0, 5, 7]


async def test_an_update_that_breaks_the_bots_code_keeps_no_other_waiting(
    fake: FakePlatform, caplog: pytest.LogCaptureFixture
) -> None:
    taken = Taken(fake, ZeroDivisionError("a bug of an action"))
    fake.misbehave(updates(5, 6))
    await taken.polling.once()
    await taken.polling.platform.close()
    assert taken.numbers == [6]
    assert taken.polling.offset == 7
    assert "a bug of an action" in caplog.text


async def test_results_of_another_shape_are_left_out(fake: FakePlatform) -> None:
    taken = Taken(fake)
    result = [1, None, {"update_id": "x"}, {"update_id": 9}]
    fake.misbehave(Fault(path="/getUpdates", status=200, body={"ok": True, "result": result}))
    fake.misbehave(Fault(path="/getUpdates", status=200, body={"ok": True, "result": "nothing"}))
    await taken.polling.once()
    await taken.polling.once()
    await taken.polling.platform.close()
    assert taken.numbers == [9]


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
    task = asyncio.create_task(taken.polling.run())
    await until(lambda: taken.numbers == [5, 6])
    await until(lambda: offsets(fake)[-1] == 7)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
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


async def test_a_slow_turn_in_one_chat_keeps_no_other_waiting(fake: FakePlatform) -> None:
    taken: list[int] = []
    others_are_done = asyncio.Event()

    async def take(update: dict[str, Any]) -> None:
        number = update["update_id"]
        if number == 5:
            await others_are_done.wait()
        taken.append(number)
        if number == 8:
            others_are_done.set()

    def said(number: int, chat: int) -> dict[str, Any]:
        return {"update_id": number, "message": {"message_id": number, "chat": {"id": chat}, "text": "hi"}}

    result = [said(5, 1), said(6, 1), said(7, 2), said(8, 3)]
    fake.misbehave(Fault(path="/getUpdates", status=200, body={"ok": True, "result": result}))
    polling = Polling(TelegramSettings.read(credentials(fake)), take)
    async with asyncio.timeout(10):
        await polling.once()
    await polling.platform.close()
    assert taken == [7, 8, 5, 6]
    assert polling.offset == 9
