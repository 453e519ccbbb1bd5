"""The webhook of Telegram: secrets, presses, reactions, files, and what is told about the token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

import pytest
from fake_platform import FakePlatform, Fault

from causerie.channels.telegram.channel import TelegramInput
from causerie.errors import ComponentError
from causerie.ports import BotMessage
from tests.channels.conftest import LONG, Running, sent, until

TOKEN = "424242:very-secret"
HOOK = "https://bot.example/webhooks/telegram/webhook"
PATH = "/webhooks/telegram/webhook"


def channel(fake: FakePlatform, **more: Any) -> TelegramInput:
    return TelegramInput.from_credentials(
        {
            "access_token": TOKEN,
            "verify": "@diner_bot",
            "webhook_url": HOOK,
            "api_base_url": f"{fake.url}/api.telegram.org",
            **more,
        }
    )


def message(text: str | None = None, number: int = 1, **more: Any) -> dict[str, Any]:
    said = {} if text is None else {"text": text}
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": 7}, **said, **more}}


async def test_a_press_of_a_button_whose_payload_was_too_long_says_the_payload(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    assert (await running.http.post(PATH, json=message("/long"))).text == "success"
    (call,) = sent(fake, "/sendMessage")
    markup = call.body["reply_markup"]
    data = markup["inline_keyboard"][0][0]["callback_data"]
    assert len(data.encode()) <= 64
    asked = {"message_id": 1, "chat": {"id": 7}, "reply_markup": markup}
    press = {"update_id": 2, "callback_query": {"id": "9", "data": data, "message": asked}}
    assert (await running.http.post(PATH, json=press)).text == "success"
    assert await running.texts("7") == ["/long", LONG]
    assert sent(fake, "/sendMessage")[-1].body["text"] == "Picked."


async def test_a_button_that_nobody_knows_says_its_title(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    key = {"text": "hello", "callback_data": "#0123456789abcdef"}
    asked = {"message_id": 1, "chat": {"id": 7}, "reply_markup": {"inline_keyboard": [[key]]}}
    press = {"update_id": 2, "callback_query": {"id": "9", "data": key["callback_data"], "message": asked}}
    await running.http.post(PATH, json=press)
    assert await running.texts("7") == ["hello"]


async def test_a_reaction_is_kept_as_feedback_until_it_is_taken_back(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    await running.http.post(PATH, json=message("/hello"))
    steps = ("", "👍", "👍🤔", "👎", "🤔", "")
    for number, (old, new) in enumerate(pairwise(steps), 2):
        reaction = {
            "chat": {"id": 7},
            "message_id": 12,
            "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
            "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
        }
        answer = await running.http.post(PATH, json={"update_id": number, "message_reaction": reaction})
        assert answer.text == "success"
    assert await running.feedback("7") == [("7:12", "up"), ("7:12", "down"), ("7:12", None)]


async def test_typing_and_confirming_are_shown_where_they_are_wanted(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, typing=True, acknowledge=True))
    press = {"id": "9", "data": "/hello", "message": {"message_id": 1, "chat": {"id": 7}}}
    await running.http.post(PATH, json={"update_id": 1, "callback_query": press})
    methods = [call.path.rsplit("/", 1)[1] for call in fake.calls()]
    assert methods[-3:] == ["answerCallbackQuery", "sendChatAction", "sendMessage"]


async def test_an_update_needs_the_secret_that_telegram_was_given(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, secret_token="s3cret-token"))
    header = "X-Telegram-Bot-Api-Secret-Token"
    for headers in ({}, {header: "another"}, {header: "é".encode()}, {header: ""}):
        assert (await running.http.post(PATH, json=message("/hello"), headers=headers)).status_code == 403
    assert await running.texts("7") == []
    good = await running.http.post(PATH, json=message("/hello"), headers={header: "s3cret-token"})
    assert good.text == "success"
    assert await running.texts("7") == ["/hello"]


async def test_telegram_is_told_where_to_deliver_with_the_secret(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, secret_token="s3cret-token", files=True))
    assert (await running.http.get("/webhooks/telegram/set_webhook")).text == "Webhook setup successful"
    at_the_start, asked = sent(fake, "/setWebhook")
    assert at_the_start.body == asked.body
    assert asked.body["url"] == HOOK
    assert asked.body["secret_token"] == "s3cret-token"
    assert "message_reaction" in asked.body["allowed_updates"]


async def test_a_webhook_that_telegram_refuses_is_told(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]], caplog: pytest.LogCaptureFixture
) -> None:
    body = {"ok": False, "description": "Bad Request: HTTPS url must be provided for webhook"}
    fake.misbehave(Fault(path="/setWebhook", status=400, body=body, times=0))
    running = await serve(channel(fake))
    answer = await running.http.get("/webhooks/telegram/set_webhook")
    assert answer.status_code == 502
    assert "HTTPS url must be provided" in answer.json()["message"]
    assert "The webhook is not set" in caplog.text
    assert TOKEN not in caplog.text + answer.text


async def test_updates_for_another_bot_are_not_answered(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, verify="another_bot"))
    assert (await running.http.post(PATH, json=message("/hello"))).text == "failed"
    assert await running.texts("7") == []


async def test_the_token_is_never_logged(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    fake.misbehave(Fault(path="/sendMessage", drop=True))
    fake.misbehave(Fault(path="/sendMessage", status=403, body={"ok": False, "description": "blocked"}))
    running = await serve(channel(fake))
    await running.http.post(PATH, json=message("/hello"))
    await running.channel.courier.idle()
    assert "can't be reached" in caplog.text
    assert "blocked" in caplog.text
    assert TOKEN not in caplog.text
    assert "very-secret" not in caplog.text


async def test_the_bot_speaks_by_itself(fake: FakePlatform) -> None:
    made = channel(fake)
    await made.output.send("7", BotMessage("Your table is free."))
    await made.courier.close()
    (call,) = sent(fake, "/sendMessage")
    assert call.body == {"chat_id": "7", "text": "Your table is free."}


async def test_the_start_goes_on_while_telegram_is_away(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    fake.misbehave(Fault(path="/setWebhook", drop=True))
    running = await serve(channel(fake))
    assert (await running.http.get("/webhooks/telegram/")).json() == {"status": "ok"}
    await until(lambda: len(sent(fake, "/setWebhook")) == 2)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "needs 'access_token'.*@BotFather"),
        ({"access_token": "t"}, "needs 'verify'"),
        ({"access_token": "t", "verify": "b"}, "needs 'webhook_url'.*polling: true"),
        ({"access_token": "t", "verify": "b", "webhook_url": "bot.example"}, "begins with https://"),
        ({"access_token": "t", "polling": "perhaps"}, "'polling'.*true or false"),
        ({"access_token": "t", "polling": True, "secret_token": ""}, "needs 'secret_token'"),
    ],
)
def test_wrong_credentials_are_told_with_what_is_expected(given: Any, told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        TelegramInput.from_credentials(given)


def test_a_secret_that_telegram_would_refuse_is_refused_without_being_shown() -> None:
    with pytest.raises(ComponentError, match="1 to 256 letters") as told:
        TelegramInput.from_credentials({"access_token": "t", "polling": True, "secret_token": "not good"})
    assert "not good" not in str(told.value)
