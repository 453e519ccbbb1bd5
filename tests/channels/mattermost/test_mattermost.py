"""Mattermost: what is read, what is posted, whose messages and presses are believed."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
from fake_platform import FakePlatform
from talking import Talk, deliver

from causerie.channels.mattermost.channel import MattermostInput
from causerie.channels.mattermost.reading import read_body, without_trigger
from causerie.channels.mattermost.rendering import LONGEST, calls_of
from causerie.channels.mattermost.settings import MattermostSettings
from causerie.errors import ComponentError, RequestError
from causerie.ports import BotMessage

WEBHOOK = "https://bot.example/webhooks/mattermost/webhook"
GIVEN = {"url": "https://chat.example/api/v4", "token": "bot-token", "webhook_url": WEBHOOK}
MESSAGE = {
    "token": "hook-secret",
    "user_id": "u",
    "user_name": "ada",
    "channel_id": "c",
    "post_id": "p",
    "text": "@diner hello",
    "trigger_word": "@diner",
}
SETTINGS = MattermostSettings.read(GIVEN)


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


def channel(fake: FakePlatform, **more: Any) -> MattermostInput:
    url = f"{fake.url}/mattermost.example/api/v4"
    return MattermostInput.from_credentials({**GIVEN, "api_base_url": url, **more})


def posts(message: BotMessage, settings: MattermostSettings = SETTINGS) -> list[Any]:
    return [call.json for call in calls_of(message, "c", settings)]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("@diner  hello there", "@diner", "hello there"),
        ("@diner\nhello there", "@diner", "hello there"),
        ("@diner", "@diner", ""),
        ("!hello", "!", "hello"),
        ("pancakes2 please", "pancakes", "pancakes2 please"),
        ("hello there", "", "hello there"),
        ("hello @diner", "@diner", "hello @diner"),
    ],
)
def test_only_the_trigger_word_is_cut(text: str, word: str, expected: str) -> None:
    assert without_trigger(text, word) == expected


def test_a_menu_says_what_was_chosen() -> None:
    body = {"user_id": "u", "channel_id": "c", "context": {"action": "size", "selected_option": "large"}}
    said = read_body(body)
    assert said is not None
    assert (said.text, said.kind) == ("large", "press")


def test_files_are_named_in_the_metadata() -> None:
    said = read_body({**MESSAGE, "file_ids": "a,b"})
    assert said is not None
    assert said.metadata == {"files": [{"id": "a"}, {"id": "b"}]}


@pytest.mark.parametrize("key", ["user_id", "channel_id", "text"])
def test_a_message_without_its_fields_is_refused(key: str) -> None:
    with pytest.raises(RequestError, match=key):
        read_body({name: value for name, value in MESSAGE.items() if name != key})


async def test_a_form_is_read_like_json_and_a_slash_command_answered_silently(fake: FakePlatform) -> None:
    talk = Talk()
    answer = await deliver(channel(fake), talk, MESSAGE, form=True)
    assert answer.text == "success"
    command = {"command": "/diner", "text": "pancakes", "user_id": "u", "channel_id": "c"}
    answer = await deliver(channel(fake), talk, command, form=True)
    assert (answer.status_code, answer.text) == (200, "")
    assert talk.texts == ["hello", "pancakes"]


async def test_a_press_is_answered_as_mattermost_expects_where_it_is_asked_for(fake: FakePlatform) -> None:
    press = {"user_id": "u", "channel_id": "c", "context": {"action": "/order"}}
    assert (await deliver(channel(fake), Talk(), press)).text == "success"
    assert (await deliver(channel(fake, acknowledge=True), Talk(), press)).json() == {}


async def test_with_a_token_only_its_messages_and_our_own_buttons_are_believed(fake: FakePlatform) -> None:
    talk, guarded = Talk(), channel(fake, webhook_token=["other", "hook-secret"])
    await deliver(guarded, talk, MESSAGE)
    button = posts(BotMessage("Size?", {"buttons": [{"title": "S", "payload": "/s"}]}), guarded.settings)[0]
    context = button["props"]["attachments"][0]["actions"][0]["integration"]["context"]
    assert "hook-secret" not in str(button)
    await deliver(guarded, talk, {"user_id": "u", "channel_id": "c", "context": context})
    assert talk.texts == ["hello", "/s"]
    for wrong in (
        {**MESSAGE, "token": "x"},
        {"user_id": "u", "channel_id": "c", "context": {"action": "/s"}},
    ):
        with pytest.raises(RequestError, match="webhook_token"):
            await deliver(guarded, talk, wrong)
    assert len(talk.heard) == 2


async def test_a_project_s_own_menu_can_be_pressed_when_there_is_a_token(fake: FakePlatform) -> None:
    action = {"name": "Size", "type": "select", "integration": {"url": WEBHOOK, "context": {"action": "x"}}}
    custom = {"props": {"attachments": [{"actions": [action]}]}}
    settings = MattermostSettings.read({**GIVEN, "webhook_token": "hook-secret"})
    post = posts(BotMessage(None, {"custom": custom}), settings)[0]
    sent = post["props"]["attachments"][0]["actions"][0]["integration"]["context"]
    assert sent == {"action": "x", "proof": settings.proof}
    assert action["integration"]["context"] == {"action": "x"}


async def test_the_bot_does_not_answer_itself(fake: FakePlatform) -> None:
    talk, bot = Talk([BotMessage("Hi.")]), channel(fake)
    bot.bot.own_id = "bot-id"
    await deliver(bot, talk, {**MESSAGE, "user_id": "bot-id"})
    await deliver(bot, talk, {**MESSAGE, "user_name": "diner"})
    assert talk.heard == []


async def test_without_trigger_words_the_bot_asks_who_it_is(fake: FakePlatform) -> None:
    talk, bot = Talk(), channel(fake)
    await deliver(bot, talk, {**MESSAGE, "trigger_word": "", "user_id": "post1"})  # the fake's id of the bot
    assert [call.path for call in fake.calls()] == ["/api/v4/users/me"]
    assert talk.heard == []
    await bot.courier.close()


async def test_what_the_bot_says_by_itself_goes_where_the_user_was_even_after_a_restart(
    fake: FakePlatform, tmp_path: Path
) -> None:
    before = channel(fake)
    before.use_folder(tmp_path)
    await deliver(before, Talk(), MESSAGE)
    after = channel(fake)
    after.use_folder(tmp_path)
    await after.output.send("u", BotMessage("Time is up."))
    await after.courier.idle()
    assert [call.body for call in fake.calls()] == [{"channel_id": "c", "message": "Time is up."}]
    await after.courier.close()


async def test_to_somebody_who_never_wrote_the_bot_writes_directly(fake: FakePlatform) -> None:
    bot = channel(fake)
    await bot.output.send("stranger", BotMessage("Hi."))
    await bot.courier.idle()
    paths = [call.path for call in fake.calls()]
    assert paths == ["/api/v4/users/me", "/api/v4/channels/direct", "/api/v4/posts"]
    assert fake.calls()[1].body == ["post1", "stranger"]
    await bot.courier.close()


def test_links_are_lines_beside_the_buttons() -> None:
    buttons = [{"title": "Menu", "url": "https://diner.example"}, {"title": "Order", "payload": "/order"}]
    (post,) = posts(BotMessage("Read.", {"buttons": buttons}))
    assert post["message"] == "Read.\n[Menu](https://diner.example)"
    assert [action["name"] for action in post["props"]["attachments"][0]["actions"]] == ["Order"]
    (post,) = posts(BotMessage("Read.", {"buttons": buttons[:1]}))
    assert "props" not in post


def test_long_texts_are_split_and_the_last_piece_has_the_buttons() -> None:
    text = "All work and no play. " * 1_000
    made = posts(BotMessage(text, {"buttons": [{"title": "A", "payload": "/a"}]}))
    assert [len(post["message"]) <= LONGEST for post in made] == [True, True]
    assert ["props" in post for post in made] == [False, True]


def test_attachments_of_every_form() -> None:
    own = {"title": "Menu", "title_link": "https://diner.example/menu.pdf"}
    assert posts(BotMessage(None, {"attachment": own}))[0]["props"] == {"attachments": [own]}
    image = {"type": "image", "payload": {"src": "https://diner.example/a.png"}}
    shown = posts(BotMessage(None, {"attachment": image}))[0]["props"]["attachments"]
    assert shown == [{"image_url": "https://diner.example/a.png"}]
    film = {"type": "video", "payload": {"src": "https://diner.example/a.mp4"}}
    assert (
        posts(BotMessage(None, {"attachment": film}))[0]["message"]
        == "Attachment: https://diner.example/a.mp4"
    )


def test_a_custom_message_may_go_elsewhere_and_an_unknown_one_is_said() -> None:
    custom = {"channel_id": "other", "message": "Hi", "colour": "red"}
    assert posts(BotMessage(None, {"custom": custom})) == [{"channel_id": "other", "message": "Hi"}]
    assert posts(BotMessage(None, {"custom": {"answer": 42}})) == [
        {"channel_id": "c", "message": '{"answer": 42}'}
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"url": None}, "needs 'url': the address of Mattermost's API"),
        ({"token": "${MISSING}"}, "needs 'token': the bot's access token.*variable that the environment"),
        ({"webhook_url": ""}, "needs 'webhook_url': the address where Mattermost reaches this server"),
        ({"webhook_url": "bot.example"}, "begins with https://"),
        ({"webhook_token": 3}, "must be a list of texts"),
        ({"webhook_token": [""]}, "must be the token of the outgoing webhook"),
        ({"acknowledge": "perhaps"}, "must be true or false"),
    ],
)
def test_wrong_credentials_are_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        MattermostInput.from_credentials({**GIVEN, **given})


def test_a_missing_token_of_the_webhook_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        MattermostSettings.read(GIVEN)
    assert "has no 'webhook_token'" in caplog.text
    caplog.clear()
    MattermostSettings.read({**GIVEN, "webhook_token": "hook-secret"})
    assert caplog.text == ""
