"""Rocket.Chat: logins, long texts, channels and Livechat."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
from fake_platform import FakePlatform, Fault
from talking import Talk, deliver

from causerie.channels.rocketchat.channel import RocketChatInput
from causerie.channels.rocketchat.reading import read_delivery
from causerie.channels.rocketchat.rendering import calls_of
from causerie.errors import ComponentError, RequestError
from causerie.ports import BotMessage

GIVEN = {"user": "diner.bot", "password": "pa55word", "server_url": "https://chat.example"}
TOO_LONG = {"success": False, "error": "error-message-size-exceeded"}


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


def channel(fake: FakePlatform, **more: Any) -> RocketChatInput:
    return RocketChatInput.from_credentials(
        {**GIVEN, "api_base_url": f"{fake.url}/rocketchat.example", **more}
    )


async def said(fake: FakePlatform, *messages: BotMessage) -> list[Any]:
    """The calls, once all was said."""
    bot = channel(fake)
    for message in messages:
        await bot.output.send("room", message)
    await bot.courier.idle()
    await bot.courier.close()
    return [(call.path.rsplit("/", 1)[-1], call.body) for call in fake.calls()]


def texts(body: Any) -> list[str]:
    return [said.text for said in read_delivery(body, "diner.bot")]


def posts(message: BotMessage, shows_cards: bool = False) -> list[Any]:
    return [call.json for call in calls_of(message, "room", shows_cards)]


async def test_the_bot_logs_in_once(fake: FakePlatform) -> None:
    calls = await said(fake, BotMessage("One."), BotMessage("Two."))
    assert [path for path, _ in calls] == ["login", "chat.postMessage", "chat.postMessage"]


async def test_a_login_that_holds_no_longer_is_renewed(fake: FakePlatform) -> None:
    fake.misbehave(Fault(host="rocketchat", path="chat", status=401))
    bot = channel(fake)
    await bot.output.send("room", BotMessage("One."))
    await bot.courier.idle()
    bot.courier.platform.login._since -= 60  # type: ignore[union-attr]
    fake.misbehave(Fault(host="rocketchat", path="chat", status=401))
    await bot.output.send("room", BotMessage("Two."))
    await bot.courier.idle()
    await bot.courier.close()
    paths = [call.path.rsplit("/", 1)[-1] for call in fake.calls()]
    assert paths[-3:] == ["chat.postMessage", "login", "chat.postMessage"]


async def test_a_text_that_the_server_finds_too_long_comes_in_pieces_in_order(fake: FakePlatform) -> None:
    fake.misbehave(Fault(host="rocketchat", path="chat", status=400, body=TOO_LONG))
    text = " ".join(f"Sentence {number} is not short." for number in range(400))
    button = {"title": "A", "payload": "/a"}
    calls = await said(fake, BotMessage(text, {"buttons": [button]}), BotMessage("Then this."))
    bodies = [body for path, body in calls if path == "chat.postMessage"][1:]
    assert " ".join(body["text"] for body in bodies[:-1]) == text
    assert all(len(body["text"]) <= 5_000 for body in bodies)
    assert ["attachments" in body for body in bodies[-3:]] == [False, True, False]
    assert bodies[-1]["text"] == "Then this."


async def test_a_smaller_limit_is_found(fake: FakePlatform) -> None:
    fake.misbehave(Fault(host="rocketchat", path="chat", status=400, body=TOO_LONG, times=2))
    calls = await said(fake, BotMessage("word " * 400))
    lengths = [len(body["text"]) for path, body in calls if path == "chat.postMessage"]
    assert lengths[0] > 1_900
    assert max(lengths[2:]) <= 1_000


async def test_a_refusal_with_status_200_is_noticed(
    fake: FakePlatform, caplog: pytest.LogCaptureFixture
) -> None:
    fake.misbehave(Fault(host="rocketchat", path="chat", status=200, body={"success": False, "error": "no"}))
    await said(fake, BotMessage("One."))
    assert "Rocket.Chat refused (no)" in caplog.text


async def test_a_wrong_password_is_told(fake: FakePlatform, caplog: pytest.LogCaptureFixture) -> None:
    fake.misbehave(Fault(host="rocketchat", path="login", status=401, body={"message": "Unauthorized"}))
    await said(fake, BotMessage("One."))
    assert "Rocket.Chat answered 401" in caplog.text
    assert "pa55word" not in caplog.text


def test_only_what_visitors_say_anew_is_heard() -> None:
    messages = [
        {"_id": "1", "msg": "hello", "username": "guest"},
        {"_id": "2", "msg": "I am human", "username": "ann", "agentId": "a"},
        {"_id": "3", "msg": "hallo", "username": "guest", "editedAt": "2026"},
        {"_id": "4", "msg": "page", "username": "guest", "navigation": {}},
        {"_id": "5", "msg": "own", "username": "diner.bot"},
        {"_id": "6", "username": "guest"},
        None,
    ]
    body = {"_id": "room", "visitor": {}, "type": "Message", "messages": messages}
    assert texts(body) == ["hello"]
    assert texts({**body, "type": "LivechatSession"}) == []


def test_files_are_named_in_the_metadata() -> None:
    file = {"_id": "f", "name": "cat.png", "type": "image/png", "size": 3, "format": "png"}
    (found,) = read_delivery({"channel_id": "c", "text": "", "message": {"file": file}}, "diner.bot")
    assert found.metadata == {"files": [{"id": "f", "name": "cat.png", "type": "image/png", "size": 3}]}


async def test_tokens_are_checked_where_they_are_set(fake: FakePlatform) -> None:
    talk, guarded = Talk(), channel(fake, webhook_token=["one", "two"])
    message = {"channel_id": "c", "text": "hello", "user_name": "ada", "token": "two"}
    await deliver(guarded, talk, message)
    livechat = {"_id": "r", "visitor": {}, "messages": [{"_id": "1", "msg": "hi"}]}
    for wrong, key in (({**message, "token": "x"}, "webhook_token"), (livechat, "livechat_token")):
        with pytest.raises(RequestError, match=key):
            await deliver(guarded, talk, wrong)
    assert talk.texts == ["hello"]
    header = {"X-RocketChat-Livechat-Token": "three"}
    await deliver(channel(fake, livechat_token="three"), talk, livechat, header)
    assert talk.texts == ["hello", "hi"]


def test_cards_have_their_texts_and_buttons_where_they_are_asked_for() -> None:
    element = {
        "title": "Pie",
        "subtitle": "Apple",
        "image_url": "https://d.example/a.png",
        "buttons": [{"title": "Order", "payload": "/order"}],
    }
    message = BotMessage(None, {"elements": [element]})
    assert posts(message) == [{"roomId": "room", "attachments": [element]}]
    (post,) = posts(message, shows_cards=True)
    (card,) = post["attachments"]
    assert (card["title"], card["text"], card["actions"][0]["msg"]) == ("Pie", "Apple", "/order")


def test_custom_messages_may_go_elsewhere_and_unknown_ones_are_said() -> None:
    assert posts(BotMessage(None, {"custom": {"text": "Hi", "room_id": "r", "answer": 42}})) == [
        {"text": "Hi", "roomId": "r"}
    ]
    assert posts(BotMessage(None, {"custom": {"channel": "#a", "text": "Hi"}})) == [
        {"channel": "#a", "text": "Hi"}
    ]
    assert posts(BotMessage(None, {"custom": {"answer": 42}})) == [
        {"roomId": "room", "text": '{"answer": 42}'}
    ]


def test_attachments_of_every_form() -> None:
    film = {"type": "video", "payload": {"src": "https://d.example/a.mp4"}}
    assert posts(BotMessage(None, {"attachment": film}))[0]["attachments"] == [
        {"video_url": "https://d.example/a.mp4"}
    ]
    assert posts(BotMessage(None, {"attachment": "https://d.example/a.pdf"}))[0]["text"] == (
        "Attachment: https://d.example/a.pdf"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"user": None}, "needs 'user': the user name of the bot's account"),
        ({"password": "${MISSING}"}, "needs 'password': the password of the bot's account"),
        ({"server_url": " "}, "needs 'server_url': the address of Rocket.Chat"),
        ({"webhook_token": [1]}, "must be a list of texts"),
    ],
)
def test_wrong_credentials_are_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        RocketChatInput.from_credentials({**GIVEN, **given})


def test_a_server_without_scheme_is_reached_over_tls() -> None:
    channel = RocketChatInput.from_credentials({**GIVEN, "server_url": "chat.example/"})
    assert channel.settings.base_url == "https://chat.example"


def test_an_edited_message_of_a_channel_is_a_new_one_where_that_is_wanted() -> None:
    body = {"channel_id": "r", "message_id": "m", "user_name": "ada", "text": "pancakes", "isEdited": True}
    assert texts(body) == []
    (found,) = read_delivery(body, "diner.bot", answers_edits=True)
    assert (found.text, found.metadata) == ("pancakes", {"edited": True, "message": "m"})
    assert list(read_delivery({**body, "user_name": "diner.bot"}, "diner.bot", answers_edits=True)) == []
    (other,) = read_delivery({**body, "isEdited": False}, "diner.bot", answers_edits=True)
    assert other.metadata == {}


async def test_edits_of_the_same_message_are_told_apart_by_their_words(fake: FakePlatform) -> None:
    bot, talk = channel(fake, edits="answer"), Talk()
    body = {"channel_id": "r", "message_id": "m", "user_name": "ada", "isEdited": True}
    for text in ("pancakes", "waffles"):
        await deliver(bot, talk, {**body, "text": text})
    one, other = talk.heard
    assert one.message_id != other.message_id
