"""Google Chat: events, tokens, one answer for all that is said."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sanic.exceptions import Unauthorized

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2] / "conformance_channels"))
import signing
from fake_platform import FakePlatform, Fault
from talking import Talk, deliver

from causerie.channels.hangouts.channel import HangoutsInput
from causerie.channels.hangouts.reading import read_event, spoken
from causerie.channels.hangouts.rendering import LONGEST, answer_of
from causerie.channels.hangouts.settings import HangoutsSettings
from causerie.channels.hangouts.tokens import fetch_certificates
from causerie.errors import ComponentError, RequestError
from causerie.ports import BotMessage

USER = {"name": "users/7", "displayName": "Ada"}
EVENT = {
    "type": "MESSAGE",
    "eventTime": "2026-11-20T12:00:00Z",
    "message": {"name": "spaces/s/messages/1", "sender": USER, "text": "hello"},
    "user": USER,
    "space": {"name": "spaces/s", "type": "DM"},
}
SETTINGS = HangoutsSettings()


@pytest.fixture
def fake() -> Iterator[FakePlatform]:
    platform = FakePlatform().start()
    yield platform
    platform.stop()


def channel(fake: FakePlatform, **more: Any) -> HangoutsInput:
    return HangoutsInput.from_credentials({"api_base_url": f"{fake.url}/www.googleapis.com", **more})


def texts(**fields: Any) -> list[str]:
    return [said.text for said in read_event({**EVENT, **fields}, SETTINGS)]


def signed(**how: Any) -> dict[str, str]:
    return signing.sign({"as": "hangouts", **how}, b"", "")


async def test_certificates_are_fetched_once_and_kept_as_long_as_google_says(fake: FakePlatform) -> None:
    bot, talk = channel(fake, project_id="1234567890"), Talk()
    for _ in range(3):
        await deliver(bot, talk, EVENT, signed())
    assert len(fake.calls()) == 1
    assert len(talk.heard) == 3
    _, seconds = await fetch_certificates(f"{fake.url}/www.googleapis.com")
    assert seconds == 20_000


@pytest.mark.parametrize(
    "how", [{"key": "stranger"}, {"claims": {"aud": "9"}}, {"claims": {"iss": "x"}}, {"age": 3700}]
)
async def test_a_wrong_token_is_refused(fake: FakePlatform, how: dict[str, Any]) -> None:
    talk = Talk()
    with pytest.raises(Unauthorized):
        await deliver(channel(fake, project_id="1234567890"), talk, EVENT, signed(**how))
    assert talk.heard == []


async def test_while_certificates_can_t_be_had_nobody_is_believed(fake: FakePlatform) -> None:
    fake.misbehave(Fault(host="googleapis", status=500))
    with pytest.raises(RequestError) as caught:
        await deliver(channel(fake, project_id="1234567890"), Talk(), EVENT, signed())
    assert caught.value.status == 503


async def test_all_that_is_said_is_in_the_answer(fake: FakePlatform) -> None:
    talk = Talk([BotMessage("One.\n\nTwo."), BotMessage("Three.")])
    assert (await deliver(channel(fake), talk, EVENT)).json() == {"text": "One.\n\nTwo.\n\nThree."}


def test_mentions_are_left_out_wherever_they_stand() -> None:
    assert spoken({"text": "@Diner hello", "argumentText": " hello"}) == "hello"
    assert spoken({"text": "hello @Diner there", "argumentText": "hello  there"}) == "hello  there"
    assert spoken({"text": "hello", "argumentText": "hello"}) == "hello"
    assert spoken({"text": "/order", "argumentText": "hello"}) == "/order"
    assert spoken({"argumentText": "hello"}) == "hello"
    assert spoken({}) is None


def test_events_of_every_kind() -> None:
    room = {"type": "ROOM", "displayName": "Kitchen"}
    assert texts(type="ADDED_TO_SPACE", message=None) == ["/user_added"]
    assert texts(type="ADDED_TO_SPACE", message=None, space=room) == ["/room_added"]
    assert texts(type="ADDED_TO_SPACE", space={"spaceType": "SPACE"}) == ["/room_added", "hello"]
    assert texts(type="REMOVED_FROM_SPACE", message=None) == ["/bot_removed"]
    assert texts(type="CARD_CLICKED", action={"actionMethodName": "/order"}) == ["/order"]
    assert texts(type="CARD_CLICKED", common={"invokedFunction": "/order"}) == ["/order"]
    assert texts(type="WIDGET_UPDATED") == []


def test_two_clicks_on_one_message_are_two_turns() -> None:
    click = {**EVENT, "type": "CARD_CLICKED", "action": {"actionMethodName": "/order"}}
    first = read_event(click, SETTINGS)[0]
    second = read_event({**click, "eventTime": "2026-11-20T12:00:05Z"}, SETTINGS)[0]
    assert first.id != second.id


def test_namesakes_are_told_apart_where_it_is_asked_for() -> None:
    assert read_event(EVENT, SETTINGS)[0].sender == "Ada"
    assert read_event(EVENT, HangoutsSettings.read({"sender_id": "user"}))[0].sender == "users/7"


def test_files_are_named_where_it_is_asked_for() -> None:
    attachment = {"name": "a", "contentName": "cat.png", "contentType": "image/png", "source": "x"}
    event = {**EVENT, "message": {**EVENT["message"], "attachment": [attachment]}}  # type: ignore[dict-item]
    assert read_event(event, SETTINGS)[0].metadata == {"room": None}
    files = read_event(event, HangoutsSettings(takes_files=True))[0].metadata["files"]
    assert files == [{"id": "a", "name": "cat.png", "type": "image/png"}]


@pytest.mark.parametrize("fields", [{"space": None}, {"user": {}, "message": {"text": "hi"}}])
def test_an_event_without_space_or_sender_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(RequestError, match=r"space|user\.displayName"):
        texts(**fields)


def test_as_soon_as_there_is_a_card_texts_are_cards() -> None:
    said = [BotMessage("One."), BotMessage("Which?", {"buttons": [{"title": "A", "payload": "/a"}]})]
    cards = answer_of(said)["cards"]
    assert [card["sections"][0]["widgets"][0] for card in cards] == [
        {"textParagraph": {"text": "One."}},
        {"textParagraph": {"text": "Which?"}},
    ]


def test_links_open_and_pictures_are_shown() -> None:
    buttons = [{"title": "Menu", "url": "https://d.example"}]
    widgets = answer_of([BotMessage("Read.", {"buttons": buttons})])["cards"][0]["sections"][0]["widgets"]
    assert widgets[1]["buttons"][0]["textButton"]["onClick"] == {"openLink": {"url": "https://d.example"}}
    image = {"type": "image", "payload": {"src": "https://d.example/a.png"}}
    cards = answer_of([BotMessage(None, {"attachment": image})])["cards"]
    assert cards[0]["sections"][0]["widgets"] == [{"image": {"imageUrl": "https://d.example/a.png"}}]


def test_a_text_that_is_too_long_is_cut_and_told(caplog: pytest.LogCaptureFixture) -> None:
    answer = answer_of([BotMessage("Žluťoučký kůň. " * 3_000)])
    assert len(answer["text"].encode()) <= LONGEST
    assert answer["text"].endswith("…")
    assert "A text was cut" in caplog.text


def test_custom_messages_of_the_new_form_pass_and_unknown_ones_are_said() -> None:
    custom = {"cardsV2": [{"cardId": "a"}], "colour": "red"}
    assert answer_of([BotMessage(None, {"custom": custom})]) == {"cardsV2": [{"cardId": "a"}]}
    assert answer_of([BotMessage(None, {"custom": {"answer": 42}})]) == {"text": '{"answer": 42}'}
    assert answer_of([]) == {}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"project_id": "${MISSING}"}, "needs 'project_id': the number of the project in Google Cloud"),
        ({"sender_id": "email"}, "must be one of display_name, user"),
        ({"files": 3}, "must be true or false"),
    ],
)
def test_wrong_credentials_are_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        HangoutsInput.from_credentials(given)


def test_a_missing_project_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    HangoutsInput.from_credentials(None)
    assert "has no 'project_id'" in caplog.text
