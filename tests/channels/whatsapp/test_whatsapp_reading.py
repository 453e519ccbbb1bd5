"""What the Cloud API delivers."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.channels.receiving.told import Liked, Said
from causerie.channels.whatsapp.reading import read_delivery

IMAGE = {"id": "M1", "mime_type": "image/png", "caption": "Our table"}


def delivery(*messages: Any, number: str | None = "1001") -> dict[str, Any]:
    metadata = {} if number is None else {"metadata": {"phone_number_id": number}}
    return {
        "entry": [{"changes": [{"field": "messages", "value": {**metadata, "messages": list(messages)}}]}]
    }


def message(number: str = "wamid.1", **fields: Any) -> dict[str, Any]:
    return {"from": "420777", "id": number, "type": "text", **fields}


def texts(body: Any, takes_files: bool = False) -> list[str]:
    return [found.text for found in read_delivery(body, "1001", takes_files) if isinstance(found, Said)]


def test_all_messages_of_a_delivery_are_read_each_with_its_id() -> None:
    body = delivery(message("a", text={"body": "one"}), message("b", text={"body": "two"}))
    body["entry"].append(delivery(message("c", text={"body": "three"}))["entry"][0])
    assert [(found.text, found.id) for found in read_delivery(body, "1001") if isinstance(found, Said)] == [
        ("one", "a"),
        ("two", "b"),
        ("three", "c"),
    ]


def test_messages_for_another_number_of_the_app_are_left_out() -> None:
    said = message(text={"body": "hello"})
    assert texts(delivery(said, number="2002")) == []
    assert texts(delivery(said, number=None)) == ["hello"]


def edit(now: Any, **fields: Any) -> dict[str, Any]:
    return message("wamid.2", type="edit", edit={"original_message_id": "wamid.1", "message": now, **fields})


@pytest.mark.parametrize(
    "now",
    [
        {"context": {"id": "wamid.1"}, "type": "text", "text": {"body": "pancakes"}},
        {"type": "image", "image": {"id": "M1", "caption": "pancakes"}},
    ],
)
def test_an_edit_says_what_the_message_says_now(now: Any) -> None:
    (found,) = read_delivery(delivery(edit(now)), "1001", takes_files=True, answers_edits=True)
    assert found == Said("420777", "pancakes", "wamid.2", {"edited": True, "message": "wamid.1"})
    assert texts(delivery(edit(now))) == []


@pytest.mark.parametrize(
    "body",
    [
        edit(None),
        edit({"type": "text", "text": {"body": ""}}),
        edit({"type": "reaction", "reaction": {"emoji": "👍", "message_id": "m"}}),
        edit({"type": "text", "text": {"body": "hello"}}, original_message_id=None),
        message(type="edit", edit="hello"),
        message(type="edit"),
    ],
)
def test_an_edit_of_another_shape_says_nothing(body: Any) -> None:
    assert list(read_delivery(delivery(body), "1001", answers_edits=True)) == []


def test_presses_say_what_the_button_was_given() -> None:
    button = message(type="button", button={"payload": "/order", "text": "Order"})
    reply = message(type="interactive", interactive={"button_reply": {"id": "/a", "title": "A"}})
    row = message(type="interactive", interactive={"list_reply": {"id": "/b", "title": "B"}})
    found = list(read_delivery(delivery(button, reply, row), "1001"))
    assert [(item.text, item.title) for item in found if isinstance(item, Said)] == [
        ("/order", "Order"),
        ("/a", "A"),
        ("/b", "B"),
    ]


@pytest.mark.parametrize(("emoji", "value"), [("👍", "up"), ("👎", "down")])
def test_a_reaction_is_an_opinion(emoji: str, value: str) -> None:
    reaction = message(type="reaction", reaction={"message_id": "wamid.9", "emoji": emoji})
    assert list(read_delivery(delivery(reaction), "1001")) == [Liked("420777", "wamid.9", value)]


@pytest.mark.parametrize("gone", [{}, {"emoji": ""}, {"emoji": None}, {"emoji": "🤔"}])
def test_a_reaction_without_an_opinion_takes_the_place_of_one(gone: Any) -> None:
    reaction = message(type="reaction", reaction={"message_id": "wamid.9", **gone})
    assert list(read_delivery(delivery(reaction), "1001")) == [Liked("420777", "wamid.9", None)]


@pytest.mark.parametrize(
    "reaction",
    [
        None,
        {},
        "👍",
        {"emoji": ""},
        {"emoji": "👍", "message_id": ["w"]},
        {"message_id": "w", "emoji": {}},
        {"message_id": "w", "emoji": ["👍"]},
        {"message_id": "w", "emoji": False},
    ],
)
def test_a_reaction_that_says_nothing_is_passed_over(reaction: Any) -> None:
    assert list(read_delivery(delivery(message(type="reaction", reaction=reaction)), "1001")) == []


def test_files_are_named_in_the_metadata_where_they_are_wanted() -> None:
    body = delivery(message(type="image", image=IMAGE))
    assert texts(body) == ["Our table"]
    (found,) = read_delivery(body, "1001", takes_files=True)
    assert isinstance(found, Said)
    assert found.metadata == {"files": [{"id": "M1", "kind": "image", "name": None, "type": "image/png"}]}
    assert texts(delivery(message(type="audio", audio={"id": "M2"}))) == []
    assert texts(delivery(message(type="audio", audio={"id": "M2"})), takes_files=True) == [""]


def test_a_place_is_a_payload() -> None:
    place = message(type="location", location={"latitude": 50.1, "longitude": 14.4})
    assert texts(delivery(place)) == ['/locationData{"Latitude": 50.1, "Longitude": 14.4}']
    assert texts(delivery(message(type="location", location={"latitude": "50"}))) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"entry": "x"},
        {"entry": [None, {"changes": [None, {"value": []}]}]},
        delivery(None, 7, {"from": "1"}, message(text=None), message(text={"body": {}}), message(type=[])),
        {"entry": [{"changes": [{"value": {"statuses": [{"status": "read"}]}}]}]},
    ],
)
def test_what_needs_no_answer_gets_none(body: Any) -> None:
    assert list(read_delivery(body, "1001", takes_files=True)) == []
