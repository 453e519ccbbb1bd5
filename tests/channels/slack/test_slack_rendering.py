"""Messages as Slack takes them."""

from __future__ import annotations

from typing import Any

from causerie.channels.receiving.payloads import is_shortened
from causerie.channels.slack.rendering import calls_of
from causerie.ports import BotMessage


def bodies(text: str | None = None, thread: str | None = None, **data: Any) -> list[Any]:
    return [call.json for call in calls_of(BotMessage(text, data), "D1", thread)]


def buttons(*titles: str, payload: str = "/x") -> list[Any]:
    return [{"title": title, "payload": payload} for title in titles]


def test_a_long_question_is_split_and_the_last_piece_has_the_buttons() -> None:
    text = "A sentence of the question. " * 200
    *before, last = bodies(text, buttons=buttons("Yes", "No"))
    section, actions = last["blocks"]
    assert len(section["text"]["text"]) <= 3_000
    assert all("blocks" not in body for body in before)
    said = " ".join([*(body["text"] for body in before), section["text"]["text"]])
    assert said.split() == text.split()
    assert [element["text"]["text"] for element in actions["elements"]] == ["Yes", "No"]


def test_a_text_of_any_length_comes_in_pieces() -> None:
    text = "word " * 20_000
    found = bodies(text)
    assert len(found) == 3
    assert max(len(body["text"]) for body in found) <= 39_000


def test_titles_have_75_signs_at_most() -> None:
    (body,) = bodies("Which?", buttons=buttons("t" * 75, "t" * 76))
    titles = [element["text"]["text"] for element in body["blocks"][1]["elements"]]
    assert titles == ["t" * 75, "t" * 74 + "…"]


def test_a_payload_of_more_than_2000_signs_is_named_by_a_digest() -> None:
    fits, too_long = "/x" + "y" * 1_998, "/x" + "y" * 1_999
    (body,) = bodies("Which?", buttons=[*buttons("a", payload=fits), *buttons("b", payload=too_long)])
    values = [element["value"] for element in body["blocks"][1]["elements"]]
    assert values[0] == fits
    assert is_shortened(values[1])


def test_links_open_and_have_no_value() -> None:
    (body,) = bodies("Read.", buttons=[{"title": "Menu", "url": "https://diner.example"}])
    (element,) = body["blocks"][1]["elements"]
    assert element["url"] == "https://diner.example"
    assert "value" not in element


def test_buttons_without_a_text_are_shown_all_the_same() -> None:
    (body,) = bodies(None, buttons=buttons("Yes", "No"))
    assert body["text"] == "Yes / No"
    assert [block["type"] for block in body["blocks"]] == ["actions"]
    (many,) = bodies(" ", buttons=buttons("a", "b", "c", "d", "e", "f"))
    assert many["text"] == "a\nb\nc\nd\ne\nf"


def test_a_thread_is_named_where_threads_are_used() -> None:
    assert bodies("Hi.", thread="1.1")[0]["thread_ts"] == "1.1"
    assert "thread_ts" not in bodies("Hi.")[0]


def test_custom_messages_keep_arguments_of_slack_only() -> None:
    (body,) = bodies(custom={"text": "Pick", "blocks": [{"type": "divider"}], "answer": 42, "token": "x"})
    assert body == {"channel": "D1", "as_user": True, "text": "Pick", "blocks": [{"type": "divider"}]}


def test_an_attachment_with_an_address_can_be_opened() -> None:
    (body,) = bodies(
        attachment={"type": "file", "payload": {"src": "https://d.example/m.pdf", "title": "Menu"}}
    )
    assert body["text"] == "Menu: https://d.example/m.pdf"
