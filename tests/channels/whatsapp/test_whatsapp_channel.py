"""The webhook of WhatsApp."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_platform import FakePlatform

from causerie.channels.whatsapp.channel import WhatsAppInput
from causerie.errors import ComponentError
from causerie.ports import BotMessage
from tests.channels.conftest import LONG, Running, sent, until

PATH = "/webhooks/whatsapp/webhook"
GOOD = {"access_token": "t", "phone_number_id": "1001", "verify": "word", "app_secret": "secret"}


def channel(fake: FakePlatform, **more: Any) -> WhatsAppInput:
    return WhatsAppInput.from_credentials({**GOOD, "api_base_url": f"{fake.url}/whatsapp.example", **more})


async def deliver(running: Running, *messages: Any) -> int:
    value = {"metadata": {"phone_number_id": "1001"}, "messages": list(messages)}
    raw = json.dumps({"entry": [{"changes": [{"value": value}]}]}).encode()
    signature = "sha256=" + hmac.new(b"secret", raw, hashlib.sha256).hexdigest()
    answer = await running.http.post(PATH, content=raw, headers={"X-Hub-Signature-256": signature})
    return answer.status_code


def message(number: str, **fields: Any) -> dict[str, Any]:
    return {"from": "420777", "id": number, "type": "text", **fields}


async def test_several_messages_in_a_delivery_are_several_turns_and_each_is_had_once(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    both = message("a", text={"body": "/hello"}), message("b", text={"body": "/pick"})
    assert await deliver(running, *both) == 200
    assert await deliver(running, *both) == 200
    assert await running.texts("420777") == ["/hello", "/pick"]


async def test_a_press_of_a_button_whose_payload_was_too_long_says_the_payload(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    await deliver(running, message("a", text={"body": "/long"}))
    asked = await until(lambda: [call for call in sent(fake, "/messages") if "interactive" in call.body])
    reply = asked[0].body["interactive"]["action"]["buttons"][0]["reply"]
    assert len(reply["id"]) <= 256
    await deliver(running, message("b", type="interactive", interactive={"button_reply": reply}))
    assert await running.texts("420777") == ["/long", LONG]


async def test_a_reaction_is_kept_as_feedback_until_it_is_taken_back(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    await deliver(running, message("a", text={"body": "/hello"}))
    await deliver(running, message("b", type="reaction", reaction={"message_id": "w9", "emoji": "👍"}))
    assert await running.feedback("420777") == [("w9", "up")]
    for number in ("c", "d"):
        await deliver(running, message(number, type="reaction", reaction={"message_id": "w9"}))
    assert await running.feedback("420777") == [("w9", "up"), ("w9", None)]


async def test_messages_are_marked_as_read_unless_that_is_not_wanted(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, typing=False))
    await deliver(running, message("a", text={"body": "/hello"}))
    await running.channel.courier.idle()
    assert [call.body.get("status") for call in sent(fake, "/messages")] == [None]


async def test_the_webhook_is_verified_with_the_word_and_nothing_else(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    right = {"hub.mode": "subscribe", "hub.verify_token": "word", "hub.challenge": "1158201444"}
    answer = await running.http.get(PATH, params=right)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    wrong = await running.http.get(PATH, params={**right, "hub.verify_token": "words"})
    assert (wrong.status_code, "1158201444" in wrong.text) == (403, False)
    assert (await running.http.get(PATH)).status_code == 403
    missing = await running.http.get(PATH, params={"hub.verify_token": "word"})
    assert missing.status_code == 400
    assert "hub.challenge" in missing.json()["message"]


async def test_the_bot_speaks_by_itself(fake: FakePlatform) -> None:
    made = channel(fake)
    await made.output.send("420777", BotMessage("Your table is free."))
    await made.courier.close()
    (call,) = sent(fake, "/1001/messages")
    assert call.body["text"]["body"] == "Your table is free."
    assert call.headers["authorization"] == "Bearer t"


@pytest.mark.parametrize("key", list(GOOD))
def test_every_secret_is_needed(key: str) -> None:
    with pytest.raises(ComponentError, match=f"needs '{key}': .*found nothing"):
        WhatsAppInput.from_credentials({name: value for name, value in GOOD.items() if name != key})
