"""Messages as the Cloud API takes them: three buttons, ten rows, words for the rest."""

from __future__ import annotations

from typing import Any

from causerie.channels.receiving.payloads import is_shortened
from causerie.channels.whatsapp.rendering import calls_of, seen
from causerie.channels.whatsapp.settings import WhatsAppSettings
from causerie.ports import BotMessage

SETTINGS = WhatsAppSettings("token", "1001", "word", "secret", choose="Choose from our long menu")


def bodies(text: str | None = None, **data: Any) -> list[Any]:
    return [call.json for call in calls_of(BotMessage(text, data), "420777", SETTINGS)]


def buttons(count: int, title: str = "Button", payload: str = "/x") -> list[Any]:
    return [{"title": f"{title} {number}", "payload": f"{payload}{number}"} for number in range(1, count + 1)]


def test_up_to_three_buttons_are_buttons() -> None:
    (body,) = bodies("Which?", buttons=buttons(3))
    assert body["interactive"]["type"] == "button"
    assert [one["reply"]["id"] for one in body["interactive"]["action"]["buttons"]] == ["/x1", "/x2", "/x3"]
    assert body["to"] == "420777"


def test_up_to_ten_are_a_list() -> None:
    (body,) = bodies("Which?", buttons=buttons(10))
    action = body["interactive"]["action"]
    assert body["interactive"]["type"] == "list"
    assert len(action["sections"][0]["rows"]) == 10
    assert action["button"] == "Choose from our lon…"


def test_more_than_ten_are_read_as_text() -> None:
    found = bodies("Which?", buttons=buttons(11))
    assert {body["type"] for body in found} == {"text"}
    assert found[0]["text"]["body"] == "Which?"
    assert found[11]["text"]["body"] == "11: Button 11 (/x11)"


def test_titles_and_ids_are_as_long_as_whatsapp_takes() -> None:
    (few,) = bodies("Which?", buttons=[{"title": "t" * 21, "payload": "/" + "p" * 256}])
    reply = few["interactive"]["action"]["buttons"][0]["reply"]
    assert reply["title"] == "t" * 19 + "…"
    assert is_shortened(reply["id"])
    (many,) = bodies("Which?", buttons=[*buttons(3), {"title": "t" * 80, "payload": "/" + "p" * 200}])
    row = many["interactive"]["action"]["sections"][0]["rows"][3]
    assert row["title"] == "t" * 23 + "…"
    assert row["description"] == "t" * 72
    assert is_shortened(row["id"])
    assert "description" not in many["interactive"]["action"]["sections"][0]["rows"][0]


def test_a_long_question_is_split_and_the_last_piece_has_the_buttons() -> None:
    *before, last = bodies("A sentence. " * 200, buttons=buttons(2))
    assert before
    assert {body["type"] for body in before} == {"text"}
    assert len(last["interactive"]["body"]["text"]) <= 1_024


def test_links_have_a_message_each() -> None:
    link = {"title": "Menu", "url": "https://diner.example/menu"}
    first, second = bodies("Read the menu.", buttons=[link, *buttons(1)])
    assert first["interactive"]["type"] == "button"
    assert second["interactive"]["type"] == "cta_url"
    assert second["interactive"]["body"]["text"] == "Menu"
    (alone,) = bodies("Read the menu.", buttons=[link])
    assert alone["interactive"]["body"]["text"] == "Read the menu."
    assert alone["interactive"]["action"]["parameters"]["url"] == "https://diner.example/menu"


def test_long_texts_are_split() -> None:
    found = bodies("word " * 2_000)
    assert len(found) == 3
    assert max(len(body["text"]["body"]) for body in found) <= 4_096


def test_files_go_by_their_kind_with_a_name_or_a_caption() -> None:
    (document,) = bodies(attachment={"type": "file", "payload": {"src": "https://d.example/menu.pdf"}})
    assert document["document"] == {"link": "https://d.example/menu.pdf", "filename": "menu.pdf"}
    video = {"type": "video", "payload": {"src": "https://d.example/v.mp4", "title": "c" * 2_000}}
    (shown,) = bodies(attachment=video)
    assert len(shown["video"]["caption"]) == 1_024
    (audio,) = bodies(attachment={**video, "type": "audio"})
    assert audio["audio"] == {"link": "https://d.example/v.mp4"}


def test_custom_messages_of_the_api_are_passed_on_and_others_are_said() -> None:
    (template,) = bodies(custom={"type": "template", "template": {"name": "hello"}, "to": "1"})
    assert (template["template"], template["to"]) == ({"name": "hello"}, "420777")
    (said,) = bodies(custom={"type": "text", "answer": 42})
    assert said["text"]["body"] == '{"type": "text", "answer": 42}'


def test_blue_ticks_and_typing_are_a_courtesy() -> None:
    call = seen("wamid.1", SETTINGS)
    assert call.is_courtesy
    assert call.json["status"] == "read"
