"""What Slack delivers: who said, pressed or thinks what, and what concerns nobody."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.channels.slack.events import of_event
from causerie.channels.slack.heard import Heard, Ignored, Reacted
from causerie.channels.slack.interactions import of_command, of_interaction, value_of
from causerie.channels.slack.settings import SlackSettings

SETTINGS = SlackSettings("xoxb-1", signing_secret="s", channel="C7")
WITH_FILES = SlackSettings("xoxb-1", signing_secret="s", takes_files=True)
FILE = {
    "id": "F1",
    "name": "menu.png",
    "mimetype": "image/png",
    "size": 3,
    "url_private": "https://files.slack.com/F1",
}


def event(**fields: Any) -> dict[str, Any]:
    base = {
        "type": "message",
        "channel_type": "im",
        "user": "U1",
        "channel": "D1",
        "ts": "1.1",
        "text": "hello",
    }
    return {"event": {**base, **fields}, "authorizations": [{"user_id": "UBOT"}]}


KINDS = pytest.mark.parametrize("kind", ["reaction_added", "reaction_removed"])


def reaction(kind: str = "reaction_added", **fields: Any) -> dict[str, Any]:
    item = {"type": "message", "channel": "D1", "ts": "9.9"}
    return event(**{"type": kind, "reaction": "+1", "item": item, **fields})


def test_files_are_named_in_the_metadata_where_they_are_wanted() -> None:
    body = event(subtype="file_share", text="", files=[FILE])
    heard = of_event(body, WITH_FILES)
    assert isinstance(heard, Heard)
    named = {
        "id": "F1",
        "name": "menu.png",
        "type": "image/png",
        "size": 3,
        "url": "https://files.slack.com/F1",
    }
    assert heard.metadata()["files"] == [named]
    assert of_event(body, SETTINGS) == Ignored()


@pytest.mark.parametrize("files", ["F1", [1, None, "x"], {"id": "F1"}])
def test_files_of_another_shape_are_no_files(files: Any) -> None:
    heard = of_event(event(files=files), WITH_FILES)
    assert isinstance(heard, Heard)
    assert heard.files == []


def test_text_is_read_as_the_user_sees_it() -> None:
    heard = of_event(event(text="<@UBOT> is 1 &lt; 2 &amp;&amp; <mailto:a@b.example|a@b.example>?"), SETTINGS)
    assert isinstance(heard, Heard)
    assert heard.text == "is 1 < 2 && a@b.example?"


def test_two_messages_have_two_ids_and_one_message_has_one() -> None:
    one, again, other = (of_event(event(ts=ts), SETTINGS) for ts in ("1.1", "1.1", "1.2"))
    assert isinstance(one, Heard)
    assert isinstance(other, Heard)
    assert one == again
    assert one.id != other.id


def test_the_channel_of_the_settings_is_listened_to_and_others_are_not() -> None:
    assert isinstance(of_event(event(channel_type="channel", channel="C7"), SETTINGS), Heard)
    assert of_event(event(channel_type="channel", channel="C8"), SETTINGS) == Ignored(
        "channel not supported."
    )
    assert isinstance(of_event(event(type="app_mention", channel="C8"), SETTINGS), Heard)


@pytest.mark.parametrize("subtype", ["channel_join", "bot_message", "message_changed", "message_deleted", 7])
def test_notices_of_slack_are_no_messages(subtype: Any) -> None:
    assert of_event(event(subtype=subtype), SETTINGS) == Ignored()


@pytest.mark.parametrize(("name", "value"), [("+1", "up"), ("thumbsup::skin-tone-3", "up"), ("-1", "down")])
def test_a_reaction_is_an_opinion(name: str, value: str) -> None:
    body = reaction()
    body["event"]["reaction"] = name
    assert of_event(body, SETTINGS) == Reacted("U1", "D1", "9.9", value)
    body["event"]["type"] = "reaction_removed"
    assert of_event(body, SETTINGS) == Reacted("U1", "D1", "9.9", None, value)


@KINDS
def test_a_reaction_to_the_bots_own_message_counts_and_to_a_colleagues_does_not(kind: str) -> None:
    assert isinstance(of_event(reaction(kind, item_user="UBOT"), SETTINGS), Reacted)
    assert of_event(reaction(kind, item_user="U2"), SETTINGS) == Ignored()


@KINDS
@pytest.mark.parametrize("item", [None, "D1", {"type": "file", "file": "F1"}, {"channel": "D1", "ts": {}}])
def test_a_reaction_to_something_else_is_ignored(kind: str, item: Any) -> None:
    assert of_event(reaction(kind, item=item), SETTINGS) == Ignored()


@KINDS
@pytest.mark.parametrize("name", ["pancakes", "", None, 7, ["+1"], {"name": "+1"}])
def test_an_unknown_reaction_is_ignored(kind: str, name: Any) -> None:
    assert of_event(reaction(kind, reaction=name), SETTINGS) == Ignored()


@KINDS
def test_a_reaction_of_nobody_is_ignored(kind: str) -> None:
    assert [of_event(reaction(kind, user=user), SETTINGS) for user in (None, {}, "")] == [Ignored()] * 3


def test_a_command_says_its_text_and_an_empty_one_nothing() -> None:
    fields = {
        "command": "/diner",
        "text": "pancakes",
        "user_id": "U1",
        "channel_id": "C1",
        "trigger_id": "T1",
    }
    heard = of_command(fields)
    assert isinstance(heard, Heard)
    assert (heard.text, heard.user, heard.channel, heard.id) == ("pancakes", "U1", "C1", "T1")
    empty = of_command({**fields, "text": ""})
    assert isinstance(empty, Heard)
    assert empty.text == ""
    assert of_command({"command": "/diner", "text": "pancakes"}) == Ignored("")


@pytest.mark.parametrize(
    ("action", "text"),
    [
        ({"type": "button", "value": "/a"}, "/a"),
        ({"type": "overflow", "selected_option": {"value": "/b"}}, "/b"),
        ({"type": "timepicker", "selected_time": "12:30"}, "12:30"),
        ({"type": "datetimepicker", "selected_date_time": 1700000000}, "1700000000"),
        ({"type": "multi_static_select", "selected_options": [{"value": "/a"}, {"value": "/b"}]}, "/a, /b"),
        ({"type": "multi_users_select", "selected_users": ["U1", "U2"]}, "U1, U2"),
        ({"type": "checkboxes", "selected_options": []}, None),
        ({"type": "static_select", "selected_option": None}, None),
        ({"type": ["button"], "value": "/a"}, None),
    ],
)
def test_every_control_says_what_was_chosen(action: Any, text: str | None) -> None:
    assert value_of(action) == text


def test_modals_and_shortcuts_are_answered_without_a_turn() -> None:
    for kind in ("view_submission", "shortcut", "message_action"):
        assert of_interaction({"type": kind, "user": {"id": "U1"}}) == Ignored("")
