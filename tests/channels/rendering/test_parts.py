"""A message in parts, and what a platform that knows only words says."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.channels.rendering.parts import (
    Attachment,
    Buttons,
    Custom,
    Elements,
    Image,
    Part,
    Text,
    is_link,
    parts_of,
    payload_of,
)
from causerie.channels.rendering.plain import attachment_title, attachment_url, lines_of
from causerie.ports import BotMessage

YES = {"title": "Yes", "payload": "/yes"}


def parts(text: str | None = None, split_buttons: bool = False, **data: Any) -> list[Part]:
    return list(parts_of(BotMessage(text, data), split_buttons))


def test_parts_come_in_the_order_of_rasas_channels() -> None:
    found = parts(
        "Hello.",
        elements=[{"title": "card"}],
        attachment="https://d.example/a",
        image="https://d.example/i.png",
        custom={"a": 1},
        buttons=[YES],
    )
    assert found == [
        Buttons("Hello.", [YES]),
        Custom({"a": 1}),
        Image("https://d.example/i.png"),
        Attachment("https://d.example/a"),
        Elements([{"title": "card"}]),
    ]


def test_texts_are_split_at_blank_lines_and_with_buttons_only_where_it_is_asked_for() -> None:
    text = "\nOne.\n\nTwo,\nstill two.\n\n\nThree.\n"
    assert parts(text) == [Text("One."), Text("Two,\nstill two."), Text("\nThree.")]
    assert parts(text, buttons=[YES]) == [Buttons(text, [YES])]
    split = parts(text, True, buttons=[YES])
    assert split == [Text("One."), Text("Two,\nstill two."), Buttons("\nThree.", [YES])]


def test_quick_replies_come_before_buttons() -> None:
    assert parts("Hm?", quick_replies=[YES], buttons=[{"title": "No"}]) == [Buttons("Hm?", [YES], True)]


@pytest.mark.parametrize("data", [{}, {"buttons": []}, {"buttons": "x"}, {"elements": [1]}, {"image": None}])
def test_where_nothing_is_said_there_are_no_parts(data: Any) -> None:
    assert parts(None, **data) == []


def test_links_open_and_buttons_say_their_payload_or_their_title() -> None:
    assert is_link({"url": "https://d.example"})
    assert not is_link({"url": "https://d.example", "payload": "/yes"})
    assert payload_of(YES) == "/yes"
    assert payload_of({"title": "Yes"}) == "Yes"
    assert payload_of({"title": "Yes", "payload": ""}) == ""


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        (Text("Hello."), ["Hello."]),
        (Image("https://d.example/i.png"), ["Image: https://d.example/i.png"]),
        (Buttons("Hm?", [YES]), ["Hm?", "1: Yes (/yes)"]),
        (Buttons("", [{"title": "Menu", "url": "u"}]), ['1: Menu - {"url": "u"}']),
        (Custom({"text": "Words", "a": 1}), ["Words"]),
        (Custom({"a": "é"}), ['{"a": "é"}']),
        (Elements([{"title": "Pie", "subtitle": "Warm", "buttons": [YES]}]), ["Pie : Warm", "1: Yes (/yes)"]),
        (Attachment("https://d.example/a"), ["Attachment: https://d.example/a"]),
        (Attachment({"payload": {"src": "u", "title": "Menu"}}), ["Menu: u"]),
        (Attachment({"type": "file", "url": "u"}), ["Attachment: u"]),
        (Attachment({"a": "é"}), ['Attachment: {"a": "é"}']),
    ],
)
def test_every_part_can_be_said_in_words(part: Part, lines: list[str]) -> None:
    assert list(lines_of(part)) == lines


@pytest.mark.parametrize("attachment", [None, 7, [], {"payload": 7}, {"payload": {"src": 7}}, {"title": 7}])
def test_attachments_of_another_shape_have_no_address_and_no_title(attachment: Any) -> None:
    assert attachment_url(attachment) is None
    assert attachment_title(attachment) == ""
