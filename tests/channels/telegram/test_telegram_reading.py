"""Updates of the Bot API."""

from __future__ import annotations

from typing import Any

import pytest

from causerie.channels.telegram.reading import Liked, Said, read_update, unpacked

DOCUMENT = {"file_id": "F1", "file_name": "menu.pdf", "mime_type": "application/pdf", "file_size": 3}


def update(**message: Any) -> dict[str, Any]:
    return {"update_id": 1, "message": {"message_id": 5, "chat": {"id": 7}, **message}}


def said(found: Any) -> Said:
    assert isinstance(found, Said)
    return found


def test_files_are_named_in_the_metadata_where_they_are_wanted() -> None:
    body = update(document=DOCUMENT, caption="Here it is.")
    found = said(read_update(body, takes_files=True))
    kept = {"id": "F1", "kind": "document", "name": "menu.pdf", "type": "application/pdf", "size": 3}
    assert (found.text, found.metadata) == ("Here it is.", {"files": [kept]})
    assert read_update(body) is None


def test_of_a_photo_the_largest_is_named() -> None:
    photo = [{"file_id": "small", "file_size": 1}, {"file_id": "large", "file_size": 9}]
    found = said(read_update(update(photo=photo), takes_files=True))
    assert [file["id"] for file in found.metadata["files"]] == ["large"]
    assert found.text == ""


@pytest.mark.parametrize("document", [None, "F1", [], {"file_name": "x"}, {"file_id": {}}])
def test_files_of_another_shape_are_no_files(document: Any) -> None:
    assert read_update(update(document=document), takes_files=True) is None


def test_the_argument_of_a_start_is_kept_in_the_metadata() -> None:
    found = said(read_update(update(text="/start campaign-7")))
    assert (found.text, found.metadata) == ("/start", {"start": "campaign-7"})
    assert said(read_update(update(text="/start"))).metadata == {}
    assert said(read_update(update(text="/start  "))).text == "/start  "


def test_an_edited_text_is_another_message_and_an_edited_caption_none() -> None:
    first = said(read_update(update(text="hello")))
    edit = {"message_id": 5, "chat": {"id": 7}, "edit_date": 99, "text": "hello!"}
    assert said(read_update({"edited_message": edit})).id != first.id
    assert read_update({"edited_message": {**edit, "text": None, "caption": "x"}}, takes_files=True) is None


def test_a_place_is_read_as_in_rasa() -> None:
    place = {"latitude": 50.1, "longitude": 14.4}
    assert said(read_update(update(location=place))).text == '{"lng":14.4, "lat":50.1}'
    assert said(read_update(update(venue={"location": place}))).text == '{"lng":14.4, "lat":50.1}'
    assert read_update(update(location={"latitude": True, "longitude": 1})) is None


def reacted(old: str, new: str, **fields: Any) -> dict[str, Any]:
    """A person's reactions before and after, a letter each."""
    lists = {
        key: [{"type": "emoji", "emoji": emoji} for emoji in letters]
        for key, letters in (("old_reaction", old), ("new_reaction", new))
    }
    return {"message_reaction": {"chat": {"id": 7}, "message_id": 1, **lists, **fields}}


@pytest.mark.parametrize(
    ("old", "new", "value", "was"),
    [
        ("", "👍", "up", None),
        ("", "🤔👎", "down", None),
        ("👍", "👎", "down", None),
        ("👍", "👍👎", "down", None),
        ("👍👎", "👎", "down", None),
        ("👍", "", None, "up"),
        ("👎🤔", "🤔", None, "down"),
        ("👍", "🤔", None, "up"),
        ("👍👎", "", None, None),
    ],
)
def test_a_reaction_counts_until_it_is_exchanged_or_taken_back(
    old: str, new: str, value: str | None, was: str | None
) -> None:
    assert read_update(reacted(old, new)) == Liked("7", "7:1", value, was)


def test_a_reaction_counts_where_nothing_is_told_of_those_before() -> None:
    assert read_update(reacted("", "👍", old_reaction=None)) == Liked("7", "7:1", "up")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"message": []},
        {"message": {"text": "hello"}},
        {"message": {"text": 7, "chat": {"id": 7}}},
        {"channel_post": {"text": "hello", "chat": {"id": 7}}},
        {"callback_query": {"id": "1", "data": "/x"}},
        {"callback_query": {"id": "1", "game_short_name": "chess", "message": {"chat": {"id": 7}}}},
        {"message_reaction": {"chat": {"id": 7}, "message_id": 1, "new_reaction": []}},
        {"message_reaction": {"new_reaction": [{"emoji": "👍"}]}},
        {"message_reaction": {"chat": {"id": 7}, "message_id": {}, "new_reaction": [{"emoji": "👍"}]}},
        {"message_reaction": {"chat": 7, "message_id": 1, "old_reaction": [{"emoji": "👍"}]}},
        reacted("🤔", ""),
        reacted("", "🤔"),
        reacted("👍", "👍🤔"),
        reacted("👍🤔", "👍"),
        reacted("", "", old_reaction="👍", new_reaction={"emoji": "👍"}),
        reacted("", "", old_reaction=["👍", None, {"emoji": ["👍"]}], new_reaction=[{"emoji": {}}, 7, []]),
        reacted("", "", new_reaction=[{"type": "custom_emoji", "custom_emoji_id": "5"}, {"type": "paid"}]),
    ],
)
def test_what_needs_no_answer_gets_none(body: Any) -> None:
    assert read_update(body, takes_files=True) is None


def test_an_update_may_be_json_in_a_json_text() -> None:
    assert unpacked('{"update_id": 1}') == {"update_id": 1}
    assert unpacked("no json") == "no json"
    assert unpacked("[" * 100_000) == "[" * 100_000
