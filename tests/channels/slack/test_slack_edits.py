"""Edited messages: none of the bot's business, or answered anew, once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_platform import FakePlatform

from causerie.channels.slack.events import of_event
from causerie.channels.slack.heard import Heard, Ignored
from causerie.channels.slack.settings import SlackSettings
from causerie.channels.slack.socket_mode import told_by
from causerie.errors import ComponentError
from tests.channels.conftest import Running, sent, until
from tests.channels.slack.test_slack_channel import channel, deliver, message

ANSWERED = SlackSettings("xoxb-1", signing_secret="s", channel="C7", takes_files=True, answers_edits=True)


def edit(text: str = "/pick", before: str = "/hello", **fields: Any) -> dict[str, Any]:
    """What Slack delivers when U1 has edited the message 1.1; ``fields`` are those of the message."""
    now = {"type": "message", "user": "U1", "text": text, "ts": "1.1", "edited": {"user": "U1", "ts": "2.2"}}
    event = {
        "type": "message",
        "subtype": "message_changed",
        "channel": "D1",
        "channel_type": "im",
        "ts": "2.3",
        "message": {**now, **fields},
        "previous_message": {"type": "message", "user": "U1", "text": before, "ts": "1.1"},
    }
    return {"event_id": "Ev9", "event": event, "authorizations": [{"user_id": "UBOT"}]}


def elsewhere(text: str, place: str = "C8", **fields: Any) -> dict[str, Any]:
    body = edit(text, "hello", **fields)
    body["event"] |= {"channel": place, "channel_type": "channel"}
    return body


async def test_edits_start_no_turn_unless_they_are_wanted(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake))
    await deliver(running, message("/hello"))
    assert await deliver(running, edit()) == 200
    assert await running.texts("U1") == ["/hello"]


async def test_an_edit_is_answered_once_however_often_it_is_delivered(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, edits="answer"))
    await deliver(running, message("/hello"))
    for _ in range(2):
        assert await deliver(running, edit()) == 200
    said = await running.users("U1")
    assert [event.text for event in said] == ["/hello", "/pick"]
    assert "edited" not in said[0].metadata
    assert (said[1].metadata["edited"], said[1].metadata["ts"]) == (True, "1.1")
    await until(lambda: len(sent(fake, "/chat.postMessage")) == 2)
    assert [call.body["text"] for call in sent(fake, "/chat.postMessage")] == ["Hello.", "Picked."]


async def test_a_message_may_be_edited_back_and_forth(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, edits="answer"))
    await deliver(running, message("/hello"))
    await deliver(running, edit("/pick", "/hello", edited={"ts": "2.2"}))
    await deliver(running, edit("/hello", "/pick", edited={"ts": "3.3"}))
    assert await running.texts("U1") == ["/hello", "/pick", "/hello"]


async def test_an_edit_in_a_thread_is_answered_there(
    fake: FakePlatform, serve: Callable[..., Awaitable[Running]]
) -> None:
    running = await serve(channel(fake, edits="answer", use_threads=True, conversation_granularity="thread"))
    await deliver(running, edit(thread_ts="0.5"))
    (call,) = await until(lambda: sent(fake, "/chat.postMessage"))
    assert call.body["thread_ts"] == "0.5"
    assert await running.texts("U1_D1_0.5") == ["/pick"]


@pytest.mark.parametrize(
    "body",
    [
        edit("/hello", "/hello"),  # a link got its preview
        edit("see <https://a.example|a.example>", "see a.example"),
        edit(edited=None),
        edit(edited={"ts": {}}),
        edit(bot_id="B1"),
        edit(user="UBOT"),
        edit(user=None),
        edit(subtype="tombstone", user="USLACKBOT"),
        edit(subtype="bot_message"),
        edit(""),
        edit(ts=None),
        {"event": {**edit()["event"], "message": "hello"}},
        {"event": {**edit()["event"], "channel": None}},
        {"event": {"type": "message", "subtype": "message_changed"}},
        {"event": {**edit()["event"], "subtype": "message_deleted"}},
    ],
)
def test_what_changed_no_words_of_a_person_is_no_edit(body: dict[str, Any]) -> None:
    assert of_event(body, ANSWERED) == Ignored()


def test_edits_are_heard_where_messages_are() -> None:
    assert isinstance(of_event(elsewhere("/pick", "C7"), ANSWERED), Heard)
    assert isinstance(of_event(elsewhere("<@UBOT> /pick"), ANSWERED), Heard)
    assert isinstance(of_event(elsewhere("<@UBOT|diner> /pick"), ANSWERED), Heard)
    assert of_event(elsewhere("/pick"), ANSWERED) == Ignored("channel not supported.")
    assert of_event(elsewhere("<@UBOT2> /pick"), ANSWERED) == Ignored("channel not supported.")


def test_an_edit_told_as_a_mention_too_has_one_name() -> None:
    mention = {
        "type": "app_mention",
        "user": "U1",
        "channel": "C8",
        "ts": "1.1",
        "text": "<@UBOT> /pick",
        "edited": {"user": "U1", "ts": "2.2"},
    }
    told = of_event({"event": mention, "authorizations": [{"user_id": "UBOT"}]}, ANSWERED)
    edited = of_event(elsewhere("<@UBOT> /pick"), ANSWERED)
    assert isinstance(told, Heard)
    assert isinstance(edited, Heard)
    assert told.id == edited.id


def test_an_edit_without_the_words_of_before_is_one_and_its_files_are_named() -> None:
    body = edit(files=[{"id": "F1"}])
    del body["event"]["previous_message"]
    heard = of_event(body, ANSWERED)
    assert isinstance(heard, Heard)
    assert heard.metadata()["files"][0]["id"] == "F1"


def test_socket_mode_tells_edits_as_well() -> None:
    heard = told_by({"type": "events_api", "payload": edit()}, ANSWERED)
    assert isinstance(heard, Heard)
    assert heard.edited == "1.1"


def test_a_wrong_word_for_edits_is_told_with_those_there_are() -> None:
    given = {"slack_token": "t", "slack_app_token": "x", "edits": True}
    with pytest.raises(ComponentError, match=r"'edits' of the channel 'slack'.*ignore, answer; found True"):
        SlackSettings.read(given)
