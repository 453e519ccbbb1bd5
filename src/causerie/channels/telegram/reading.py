"""Updates of the Bot API: who said what, pressed what, thinks what."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from causerie.channels.receiving.reading import a_dict, a_list, a_text, at

Json = dict[str, Any]
UPDATES = ["message", "edited_message", "callback_query", "message_reaction"]
FILES = ("document", "photo", "voice", "audio", "video", "video_note", "animation", "sticker")
REACTIONS = {
    "👍": "up",
    "❤": "up",
    "❤️": "up",
    "🔥": "up",
    "👏": "up",
    "🎉": "up",
    "👎": "down",
    "💩": "down",
    "😡": "down",
}


@dataclass(frozen=True, slots=True)
class Said:
    """``press`` is the id of a press of a button. ``titles``: the buttons of its message, by what they send."""

    chat: str
    text: str
    id: str
    metadata: Json = field(default_factory=dict)
    press: str | None = None
    titles: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Liked:
    """A reaction on a message: ``value`` is "up", "down", or None for one that was taken back.

    ``was``: what that one meant; None where several went that meant different things.
    """

    chat: str
    message: str
    value: str | None
    was: str | None = None


def read_update(update: Json, takes_files: bool = False) -> Said | Liked | None:
    """None for what needs no answer."""
    if isinstance(press := update.get("callback_query"), dict):
        return _press(press)
    if isinstance(reaction := update.get("message_reaction"), dict):
        return _reaction(reaction)
    if isinstance(edited := update.get("edited_message"), dict):
        return _message(edited, takes_files=False) if a_text(edited, "text") else None
    if isinstance(message := update.get("message"), dict):
        return _message(message, takes_files)
    return None


def chat_of(update: Json) -> str | None:
    """The chat that an update is about."""
    for kind in ("message", "edited_message", "message_reaction"):
        if (chat := a_text(update, kind, "chat", "id")) is not None:
            return chat
    return a_text(update, "callback_query", "message", "chat", "id")


def _message(message: Json, takes_files: bool) -> Said | None:
    chat = a_text(message, "chat", "id")
    metadata: Json = {}
    text = message.get("text")
    if takes_files and (files := _files(message)):
        metadata["files"] = files
        text = text or message.get("caption") or ""
    place = a_dict(message, "location") or a_dict(message, "venue", "location")
    if text is None and _is_number(place.get("latitude")) and _is_number(place.get("longitude")):
        text = f'{{"lng":{place["longitude"]}, "lat":{place["latitude"]}}}'
    if chat is None or not isinstance(text, str) or not (text or metadata):
        return None
    command, _, argument = text.partition(" ")
    if command == "/start" and argument.strip():
        text, metadata = command, {**metadata, "start": argument.strip()}
    return Said(
        chat, text, f"{chat}:{a_text(message, 'message_id')}:{a_text(message, 'edit_date') or ''}", metadata
    )


def _press(press: Json) -> Said | None:
    chat, data = a_text(press, "message", "chat", "id"), press.get("data")
    if chat is None or not isinstance(data, str):
        return None
    rows = a_list(press, "message", "reply_markup", "inline_keyboard")
    buttons = [button for row in rows if isinstance(row, list) for button in row]
    titles = {
        str(at(button, "callback_data")): str(at(button, "text"))
        for button in buttons
        if a_text(button, "callback_data")
    }
    number = a_text(press, "id") or ""
    return Said(chat, data, f"press:{number}", press=number or None, titles=titles)


def _reaction(reaction: Json) -> Liked | None:
    """An update tells all reactions of the person before and after. A new one counts, else one that stays."""
    chat, message = a_text(reaction, "chat", "id"), a_text(reaction, "message_id")
    old, new = (
        [emoji for item in a_list(reaction, key) if (emoji := a_text(item, "emoji") or "") in REACTIONS]
        for key in ("old_reaction", "new_reaction")
    )
    if not chat or not message or set(old) == set(new):
        return None
    liked = f"{chat}:{message}"
    if new:
        return Liked(chat, liked, REACTIONS[next((emoji for emoji in new if emoji not in old), new[0])])
    meant = {REACTIONS[emoji] for emoji in old}
    return Liked(chat, liked, None, meant.pop() if len(meant) == 1 else None)


def _files(message: Json) -> list[Json]:
    """Their ids; ``getFile`` of the Bot API gives the address of each."""
    found = []
    for kind in FILES:
        given = message.get(kind)
        if kind == "photo" and isinstance(given, list) and given:
            given = given[-1]  # the largest
        if isinstance(given, dict) and (number := a_text(given, "file_id")):
            size = given.get("file_size")
            found.append(
                {
                    "id": number,
                    "kind": kind,
                    "name": a_text(given, "file_name"),
                    "type": a_text(given, "mime_type"),
                    "size": size if isinstance(size, int) else None,
                }
            )
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def unpacked(body: Any) -> Any:
    """Some relays send the update as JSON in a JSON text."""
    if isinstance(body, str):
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            return body
    return body
