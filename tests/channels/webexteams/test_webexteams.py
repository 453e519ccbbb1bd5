"""Webex: notices, messages that are fetched, cards, signatures."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
from fake_platform import FakePlatform, Fault
from talking import Talk, deliver

from causerie.channels.receiving.signatures import hex_of
from causerie.channels.rendering.splitting import utf8_bytes
from causerie.channels.webexteams import fetching
from causerie.channels.webexteams.channel import WebexInput
from causerie.channels.webexteams.reading import read_card, read_notice, without_mention
from causerie.channels.webexteams.rendering import LONGEST, calls_of
from causerie.errors import ComponentError, RequestError
from causerie.ports import BotMessage

NOTICE = {"resource": "messages", "event": "created", "data": {"id": "m1", "personId": "ada"}}
MESSAGE = {"id": "m1", "roomId": "kitchen", "text": "hello", "personId": "ada"}


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    platform.stored["m1"] = MESSAGE
    yield platform
    platform.stop()


def channel(fake: FakePlatform, **more: Any) -> WebexInput:
    return WebexInput.from_credentials(
        {"access_token": "token", "api_base_url": f"{fake.url}/webexapis.com/v1", **more}
    )


def bodies(message: BotMessage, shows_cards: bool = False) -> list[Any]:
    return [call.json for call in calls_of(message, "kitchen", shows_cards)]


async def test_the_bot_asks_once_who_it_is(fake: FakePlatform) -> None:
    talk, bot = Talk(), channel(fake)
    for number in ("m1", "m2"):
        fake.stored[number] = {**MESSAGE, "id": number}
        await deliver(bot, talk, {**NOTICE, "data": {"id": number}})
    paths = [call.path for call in fake.calls()]
    assert paths == ["/v1/messages/m1", "/v1/people/me", "/v1/messages/m2"]
    assert talk.texts == ["hello", "hello"]


async def test_a_message_that_can_t_be_fetched_at_once_is_tried_again(
    fake: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "PAUSES", (0.01, 0.01))
    talk = Talk()
    fake.misbehave(Fault(host="webex", path="messages", status=502, times=2))
    await deliver(channel(fake), talk, NOTICE)
    assert talk.texts == ["hello"]
    fake.misbehave(Fault(host="webex", path="messages", status=502, times=3))
    with pytest.raises(RequestError, match="Webex answered 502") as caught:
        await deliver(channel(fake), talk, NOTICE)
    assert caught.value.status == 503
    assert len(talk.heard) == 1


async def test_the_signature_is_checked_where_there_is_a_secret(fake: FakePlatform) -> None:
    talk, guarded = Talk(), channel(fake, secret="webhook-secret")
    with pytest.raises(RequestError, match="not signed with the 'secret'"):
        await deliver(guarded, talk, NOTICE)
    with pytest.raises(RequestError):
        await deliver(guarded, talk, NOTICE, {"X-Spark-Signature": hex_of("other", b"x", "sha1")})
    assert fake.calls() == []
    signature = hex_of("webhook-secret", json.dumps(NOTICE).encode(), "sha1")
    await deliver(guarded, talk, NOTICE, {"X-Spark-Signature": signature})
    assert talk.texts == ["hello"]


async def test_what_a_card_says_is_a_turn_and_its_other_inputs_are_metadata(fake: FakePlatform) -> None:
    fake.stored["a1"] = {"roomId": "kitchen", "inputs": {"payload": "/order", "size": "large"}}
    talk = Talk()
    notice = {"resource": "attachmentActions", "event": "created", "data": {"id": "a1", "personId": "ada"}}
    await deliver(channel(fake), talk, notice)
    assert talk.texts == ["/order"]
    assert talk.heard[0].metadata == {"inputs": {"size": "large"}}


async def test_a_message_that_the_bot_can_t_have_is_told(
    fake: FakePlatform, caplog: pytest.LogCaptureFixture
) -> None:
    talk = Talk()
    answer = await deliver(channel(fake), talk, {**NOTICE, "data": {"id": "gone"}})
    assert answer.status_code == 200
    assert talk.heard == []
    assert "The bot can't have /messages/gone: Webex answered 404" in caplog.text


def test_a_card_without_words_says_nothing() -> None:
    assert read_card({"roomId": "r", "inputs": {"size": "large"}}) is None


@pytest.mark.parametrize("event", ["updated", "deleted"])
def test_edited_and_deleted_messages_say_nothing(event: str) -> None:
    assert read_notice({**NOTICE, "event": event}) is None


@pytest.mark.parametrize("number", [None, "", "../people/me", "a/b", {"id": 1}])
def test_an_id_that_is_none_is_refused(number: Any) -> None:
    with pytest.raises(RequestError, match=r"data\.id"):
        read_notice({**NOTICE, "data": {"id": number}})


def test_only_the_bot_s_own_mention_is_cut_out_by_either_form_of_its_id() -> None:
    own = base64.urlsafe_b64encode(b"ciscospark://us/PEOPLE/123").decode().rstrip("=")
    for mentioned in (own, "123"):
        html = (
            f'<spark-mention data-object-type="person" data-object-id="{mentioned}">A&amp;B</spark-mention>'
        )
        assert without_mention("hello A&B there", f"hello {html} there", own) == "hello there"
    other = '<spark-mention data-object-id="999">Bob</spark-mention> hello'
    assert without_mention("Bob hello", other, own) == "Bob hello"


def test_cards_have_five_buttons_each_and_links_open() -> None:
    buttons = [{"title": str(number), "payload": f"/p{number}"} for number in range(6)]
    buttons.append({"title": "Menu", "url": "https://diner.example"})
    first, second = bodies(BotMessage("Which?", {"buttons": buttons}), shows_cards=True)
    card = first["attachments"][0]["content"]
    assert card["body"][0]["text"] == "Which?"
    assert [len(item["attachments"][0]["content"]["actions"]) for item in (first, second)] == [5, 2]
    assert card["actions"][0] == {"type": "Action.Submit", "title": "0", "data": {"payload": "/p0"}}
    assert second["attachments"][0]["content"]["actions"][1]["type"] == "Action.OpenUrl"


def test_elements_are_cards_with_pictures() -> None:
    element = {"title": "Pie", "subtitle": "Apple", "image_url": "https://d.example/a.png"}
    (body,) = bodies(BotMessage(None, {"elements": [element]}), shows_cards=True)
    kinds = [block["type"] for block in body["attachments"][0]["content"]["body"]]
    assert kinds == ["Image", "TextBlock", "TextBlock"]
    assert body["text"] == "Pie : Apple"


def test_long_texts_are_split_by_their_bytes() -> None:
    made = bodies(BotMessage("Žluťoučký kůň. " * 800))
    assert len(made) > 1
    assert all(utf8_bytes(body["text"]) <= LONGEST for body in made)


def test_files_are_sent_and_other_attachments_said() -> None:
    file = {"type": "file", "payload": {"url": "https://d.example/a.pdf", "title": "Menu"}}
    assert bodies(BotMessage(None, {"attachment": file})) == [
        {"roomId": "kitchen", "files": ["https://d.example/a.pdf"], "text": "Menu"}
    ]
    assert bodies(BotMessage(None, {"attachment": "https://d.example/a.pdf"})) == [
        {"roomId": "kitchen", "text": "Attachment: https://d.example/a.pdf"}
    ]


def test_a_custom_message_may_name_its_room() -> None:
    assert bodies(BotMessage(None, {"custom": {"roomId": "other", "markdown": "**a**", "answer": 4}})) == [
        {"roomId": "other", "markdown": "**a**"}
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"access_token": ""}, "needs 'access_token': the bot's access token"),
        ({"secret": "${MISSING}"}, "needs 'secret': the secret that the webhook was made with"),
        ({"cards": "x"}, "must be true or false"),
    ],
)
def test_wrong_credentials_are_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        WebexInput.from_credentials({"access_token": "token", **given})
