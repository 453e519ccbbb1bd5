"""Messages as the Bot API takes them."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.channels.receiving.payloads import is_shortened
from causerie.channels.rendering.splitting import utf16_units
from causerie.channels.telegram.custom import METHODS
from causerie.channels.telegram.rendering import calls_of
from causerie.ports import BotMessage


def calls(text: str | None = None, **data: Any) -> list[tuple[str, Any]]:
    return [(call.path.lstrip("/"), call.json) for call in calls_of(BotMessage(text, data), "7")]


def test_texts_are_measured_in_utf16_units() -> None:
    text = "🥞" * 4_000
    found = [body["text"] for _, body in calls(text)]
    assert "".join(found) == text
    assert [utf16_units(piece) for piece in found] == [4_096, 3_904]


def test_captions_are_measured_in_utf16_units_too() -> None:
    attachment = {"type": "file", "payload": {"src": "https://d.example/m.pdf", "title": "🥞" * 600}}
    ((method, body),) = calls(attachment=attachment)
    assert method == "sendDocument"
    assert utf16_units(body["caption"]) <= 1_024


def test_a_long_question_keeps_its_buttons_at_the_end() -> None:
    *before, (_, last) = calls("A sentence. " * 500, buttons=[{"title": "Yes", "payload": "/yes"}])
    assert before
    assert all("reply_markup" not in body for _, body in before)
    assert last["reply_markup"]["inline_keyboard"] == [[{"text": "Yes", "callback_data": "/yes"}]]


def test_payloads_have_64_bytes_at_most() -> None:
    fits, too_long = "/" + "é" * 31 + "x", "/" + "é" * 32
    buttons = [{"title": "a", "payload": fits}, {"title": "b", "payload": too_long}]
    (call,) = calls("Which?", buttons=buttons)
    first, second = call[1]["reply_markup"]["inline_keyboard"][0]
    assert first["callback_data"] == fits
    assert is_shortened(second["callback_data"])


def test_buttons_stand_in_rows_of_eight_and_may_be_links_or_nameless() -> None:
    buttons = [{"payload": f"/{number}"} for number in range(8)]
    link = {"title": "Menu", "url": "https://diner.example"}
    ((_, body),) = calls(None, buttons=[*buttons, link])
    rows = body["reply_markup"]["inline_keyboard"]
    assert [len(row) for row in rows] == [8, 1]
    assert rows[1] == [{"text": "Menu", "url": "https://diner.example"}]
    assert rows[0][3]["text"] == "/3"
    assert body["text"] == "…"


@pytest.mark.parametrize(
    ("kind", "method", "field"),
    [("image", "sendPhoto", "photo"), ("video", "sendVideo", "video"), ("audio", "sendAudio", "audio")],
)
def test_attachments_go_by_their_kind(kind: str, method: str, field: str) -> None:
    ((found, body),) = calls(attachment={"type": kind, "payload": {"src": "https://d.example/x"}})
    assert (found, body[field]) == (method, "https://d.example/x")


@pytest.mark.parametrize(("method", "keys"), METHODS, ids=[method for method, _ in METHODS])
def test_the_keys_of_a_custom_message_choose_the_method(method: str, keys: tuple[str, ...]) -> None:
    custom = {key: f"value of {key}" for key in keys}
    ((found, body),) = calls(custom={**custom, "protect_content": True, "answer": 42})
    assert found == method
    assert body == {"chat_id": "7", **custom, "protect_content": True}


def test_a_custom_message_may_ask_for_several_and_name_another_chat() -> None:
    found = calls(custom={"text": "Look", "photo": "https://d.example/p.png", "chat_id": "8"})
    assert [(method, body["chat_id"]) for method, body in found] == [("sendMessage", "8"), ("sendPhoto", "8")]


def test_a_custom_message_that_asks_for_nothing_is_said() -> None:
    assert calls(custom={"answer": 42}) == [("sendMessage", {"chat_id": "7", "text": '{"answer": 42}'})]
