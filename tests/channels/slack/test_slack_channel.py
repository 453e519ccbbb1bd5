"""The webhook, messages that the bot sends by itself, and credentials."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import urllib.parse
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_platform import FakePlatform

from causerie.channels.slack.channel import SlackInput
from causerie.channels.slack.output import conversation_of
from causerie.errors import ComponentError
from causerie.ports import BotMessage
from tests.channels.conftest import LONG, Running, sent, until

SECRET = "slack-secret"


def channel(fake: FakePlatform, **more: Any) -> SlackInput:
    return SlackInput.from_credentials(
        {
            "slack_token": "xoxb-1",
            "slack_signing_secret": SECRET,
            "api_base_url": f"{fake.url}/slack.com/api",
            **more,
        }
    )


def signed(body: bytes, kind: str = "application/json") -> dict[str, str]:
    stamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }


async def deliver(running: Running, body: Any) -> int:
    raw = json.dumps(body).encode()
    answer = await running.http.post("/webhooks/slack/webhook", content=raw, headers=signed(raw))
    return answer.status_code


async def press(running: Running, value: str, title: str) -> int:
    button = {
        "type": "button",
        "value": value,
        "action_ts": "5",
        "text": {"type": "plain_text", "text": title},
    }
    payload = {"type": "block_actions", "user": {"id": "U1"}, "channel": {"id": "D1"}, "actions": [button]}
    raw = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
    headers = signed(raw, "application/x-www-form-urlencoded")
    answer = await running.http.post("/webhooks/slack/webhook", content=raw, headers=headers)
    return answer.status_code


def message(text: str, ts: str = "1.1") -> Any:
    event = {"type": "message", "channel_type": "im", "user": "U1", "channel": "D1", "ts": ts, "text": text}
    return {"type": "event_callback", "event": event, "authorizations": [{"user_id": "UBOT"}]}


async def test_a_press_of_a_button_whose_payload_was_too_long_says_the_payload(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    assert await deliver(running, message("/long")) == 200
    (call,) = await until(lambda: sent(fake, "/chat.postMessage"))
    button = call.body["blocks"][1]["elements"][0]
    assert len(button["value"]) < 2_000
    assert await press(running, button["value"], "The long one") == 200
    assert await running.texts("U1") == ["/long", LONG]


async def test_a_button_that_nobody_knows_says_its_title(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    assert await press(running, "#0123456789abcdef", "hello") == 200
    assert await running.texts("U1") == ["hello"]


async def test_a_reaction_is_kept_as_feedback_once_there_is_a_conversation(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    item = {"type": "message", "channel": "D1", "ts": "9.9"}
    reaction = {"event": {"type": "reaction_added", "user": "U1", "reaction": "-1", "item": item}}
    assert await deliver(running, reaction) == 200
    assert await running.feedback("U1") == []
    await deliver(running, message("/hello"))
    assert await deliver(running, reaction) == 200
    assert await running.feedback("U1") == [("D1:9.9", "down")]


async def test_a_reaction_that_is_removed_takes_back_only_its_own_opinion(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    await deliver(running, message("/hello"))
    item = {"type": "message", "channel": "D1", "ts": "9.9"}
    for kind, name in (("added", "+1"), ("added", "-1"), ("removed", "+1"), ("removed", "pancakes")):
        change = {"type": f"reaction_{kind}", "user": "U1", "reaction": name, "item": item}
        assert await deliver(running, {"event": change}) == 200
    assert await running.feedback("U1") == [("D1:9.9", "up"), ("D1:9.9", "down")]
    removed = {"type": "reaction_removed", "user": "U1", "reaction": "thumbsdown", "item": item}
    assert await deliver(running, {"event": removed}) == 200
    assert await running.feedback("U1") == [("D1:9.9", "up"), ("D1:9.9", "down"), ("D1:9.9", None)]


async def test_a_command_is_a_turn(fake: FakePlatform, serve: Callable[..., Awaitable[Running]]) -> None:
    running = await serve(channel(fake))
    fields = {"command": "/diner", "text": "/hello", "user_id": "U1", "channel_id": "C1", "trigger_id": "1"}
    raw = urllib.parse.urlencode(fields).encode()
    headers = signed(raw, "application/x-www-form-urlencoded; charset=utf-8")
    answer = await running.http.post("/webhooks/slack/webhook", content=raw, headers=headers)
    assert (answer.status_code, answer.text) == (200, "")
    (call,) = await until(lambda: sent(fake, "/chat.postMessage"))
    assert (call.body["channel"], call.body["text"]) == ("C1", "Hello.")


@pytest.mark.parametrize(
    ("granularity", "conversation", "place", "thread"),
    [
        ("sender", "U1", "U1", None),
        ("channel", "U1_C1", "C1", None),
        ("thread", "U1_C1_7.7", "C1", "7.7"),
    ],
)
async def test_what_the_bot_says_by_itself_goes_where_the_conversation_is(
    granularity: str, conversation: str, place: str, thread: str | None, fake: FakePlatform
) -> None:
    assert conversation_of("U1", "C1", "7.7", granularity) == conversation
    made = channel(fake, conversation_granularity=granularity, use_threads=True)
    await made.output.send(conversation, BotMessage("Your table is free."))
    await made.courier.close()
    (call,) = sent(fake, "/chat.postMessage")
    assert (call.body["channel"], call.body.get("thread_ts")) == (place, thread)


async def test_by_itself_the_bot_speaks_in_slack_channel_if_there_is_one(fake: FakePlatform) -> None:
    made = channel(fake, slack_channel="C7")
    await made.output.send("U1", BotMessage("Your table is free."))
    await made.courier.close()
    assert sent(fake, "/chat.postMessage")[0].body["channel"] == "C7"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "needs 'slack_token': the bot's token"),
        ({"slack_token": "xoxb-1"}, "needs 'slack_signing_secret'.*Basic Information"),
        ({"slack_token": "${SLACK_TOKEN}"}, "a variable that the environment doesn't have"),
        ({"slack_token": "t", "slack_app_token": ""}, "needs 'slack_app_token'.*App-Level Tokens"),
        (
            {"slack_token": "t", "slack_app_token": "x", "use_threads": "maybe"},
            "'use_threads'.*true or false",
        ),
        (
            {"slack_token": "t", "slack_app_token": "x", "conversation_granularity": "room"},
            "sender, channel, thread",
        ),
        ({"slack_token": "t", "slack_app_token": "x", "api_base_url": "slack.com"}, "begins with https://"),
        ("xoxb-1", "must hold keys and values"),
    ],
)
def test_wrong_credentials_are_told_with_what_is_expected(given: Any, told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        SlackInput.from_credentials(given)
