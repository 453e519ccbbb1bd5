"""Messages as activities."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from causerie.channels.botframework.reading import Place
from causerie.channels.delivery.call import Call
from causerie.channels.rendering.parts import (
    Attachment,
    Buttons,
    Custom,
    Elements,
    Image,
    Json,
    Part,
    Text,
    dicts,
    parts_of,
    payload_of,
)
from causerie.channels.rendering.plain import attachment_text, attachment_title, attachment_url
from causerie.channels.rendering.splitting import split_text, utf16_units
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "elements", "custom"})
HERO = "application/vnd.microsoft.card.hero"
#: Teams refuses messages over 40 KB in UTF-16 (100 KB of late), with all that is around the text; a hero card has
#: six buttons, a carousel ten cards.
LONGEST, MOST_BUTTONS, MOST_CARDS = 12_000, 6, 10
ACTIONS = {
    "openUrl", "imBack", "postBack", "messageBack", "playAudio", "playVideo", "showImage", "downloadFile",
    "signin", "call", "invoke",
}  # fmt: skip
#: What stays as it is in an id that becomes a part of an address.
PLAIN = ":;=@!,&+$"


def calls_of(message: BotMessage, sender: str, place: Place, translates: bool = False) -> list[Call]:
    base: Json = {
        "type": "message",
        "recipient": {"id": sender},
        "from": place.bot,
        "channelData": {"notification": {"alert": "true"}},
        "text": "",
    }
    path = path_of(place)
    return [
        Call(path, json={**base, **activity})
        for part in parts_of(message)
        for activity in _activities(part, translates)
    ]


def typing(place: Place) -> Call:
    return Call(path_of(place), json={"type": "typing", "from": place.bot}, is_courtesy=True)


def path_of(place: Place) -> str:
    return f"{place.service}/v3/conversations/{quote(place.conversation, safe=PLAIN)}/activities"


def _activities(part: Part, translates: bool) -> list[Json]:
    match part:
        case Text(text):
            return _texts(text)
        case Buttons(text, buttons):
            return _asked(text, buttons, translates)
        case Image(url):
            return [{"attachments": [_hero(images=[{"url": url}])]}]
        case Attachment(attachment):
            return _attached(attachment)
        case Elements(elements):
            rows = [elements[start : start + MOST_CARDS] for start in range(0, len(elements), MOST_CARDS)]
            return [_carousel(row) for row in rows]
        case Custom(custom):
            return [custom] if isinstance(custom, dict) else _texts(str(custom))


def _texts(text: str) -> list[Json]:
    return [{"text": piece} for piece in split_text(text, LONGEST, utf16_units) if piece.strip()]


def _asked(text: str, buttons: list[Json], translates: bool) -> list[Json]:
    """More buttons than a card has make more cards of one message."""
    *before, last = split_text(text, LONGEST, utf16_units)
    actions = [_action(button, translates) for button in buttons]
    cards = [
        _hero(
            **({"subtitle": last} if last and start == 0 else {}),
            buttons=actions[start : start + MOST_BUTTONS],
        )
        for start in range(0, len(actions), MOST_BUTTONS)
    ]
    return [item for piece in before for item in _texts(piece)] + [{"attachments": cards}]


def _hero(**content: Any) -> Json:
    return {"contentType": HERO, "content": content}


def _action(button: Json, translates: bool) -> Json:
    """A button with a type of its own stays as the project made it, as in Rasa."""
    kind = button.get("type")
    if kind and (kind in ACTIONS or not translates):
        return button
    title = str(button.get("title") or payload_of(button) or "…")
    if button.get("url") and (kind == "web_url" or not button.get("payload")):
        return {"type": "openUrl", "title": title, "value": str(button["url"])}
    payload = payload_of(button)
    value = {"payload": payload}
    return {"type": "messageBack", "title": title, "text": payload, "displayText": title, "value": value}


def _carousel(elements: list[Json]) -> Json:
    return {"attachmentLayout": "carousel", "attachments": [_card(item) for item in elements]}


def _card(element: Json) -> Json:
    content: Json = {key: str(element[key]) for key in ("title", "subtitle") if element.get(key)}
    if element.get("image_url"):
        content["images"] = [{"url": str(element["image_url"])}]
    if buttons := dicts(element.get("buttons")):
        content["buttons"] = [_action(button, translates=True) for button in buttons[:MOST_BUTTONS]]
    return _hero(**content)


def _attached(attachment: Any) -> list[Json]:
    """The connector's own form as it is, pictures as cards, the rest as text."""
    if isinstance(attachment, dict):
        if isinstance(attachment.get("contentType"), str):
            return [{"attachments": [attachment]}]
        url, title = attachment_url(attachment), attachment_title(attachment)
        if url and attachment.get("type") == "image":
            return [{"attachments": [_hero(**({"title": title} if title else {}), images=[{"url": url}])]}]
    return _texts(attachment_text(attachment))
