"""What Webex delivers: that there is a message or a submitted card, which then has to be fetched."""

from __future__ import annotations

import base64
import binascii
import html
import re
from dataclasses import dataclass
from typing import Any

from causerie.channels.receiving.reading import a_dict, a_list, a_text
from causerie.errors import RequestError

Json = dict[str, Any]
MENTION = re.compile(r"<spark-mention\b([^>]*)>(.*?)</spark-mention>", re.DOTALL)
SPACES = re.compile(r"[ \u00a0]+")
MENTIONED = re.compile(r'data-object-id="([^"]*)"')
#: The inputs of a card that are what its sender says, the first that is there.
SAYING = ("payload", "text", "message", "action")


@dataclass(frozen=True, slots=True)
class Notice:
    """``path`` is where the API has it. ``person`` is who did it, if Webex says so."""

    path: str
    id: str
    person: str | None
    is_card: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    room: str
    text: str
    metadata: Json


def read_notice(body: Json) -> Notice | None:
    """None for events that say nothing. Raises RequestError 400 for a notice without an id."""
    resource, event = body.get("resource"), body.get("event")
    data = a_dict(body, "data")
    number = a_text(data, "id")
    if number is None or not re.fullmatch(r"[\w=+.-]+", number):
        raise RequestError(400, "BadRequest", "'data.id' must name a message.", {"parameter": "data.id"})
    if (resource, event) == ("messages", "created"):
        return Notice(f"/messages/{number}", number, a_text(data, "personId"))
    if (resource, event) == ("attachmentActions", "created"):
        return Notice(f"/attachment/actions/{number}", number, a_text(data, "personId"), is_card=True)
    return None


def read_message(message: Any, own_id: str) -> Said | None:
    """A message without the bot's name; one that is only files is an empty text."""
    room, text = a_text(message, "roomId"), a_text(message, "text")
    files = [{"url": url} for url in a_list(message, "files") if isinstance(url, str)]
    if not room or (text is None and not files):
        return None
    text = without_mention(text or "", a_text(message, "html") or "", own_id)
    return Said(room, text, {"files": files} if files else {})


def read_card(action: Any) -> Said | None:
    """What a submitted card says; its other inputs are metadata."""
    room, inputs = a_text(action, "roomId"), a_dict(action, "inputs")
    key = next((key for key in SAYING if a_text(inputs, key)), None)
    if not room or key is None:
        return None
    others = {name: value for name, value in inputs.items() if name != key}
    return Said(room, a_text(inputs, key) or "", {"inputs": others} if others else {})


def without_mention(text: str, markup: str, own_id: str) -> str:
    """Without the first mention of the bot, wherever it stands."""
    for attributes, name in MENTION.findall(markup):
        found = MENTIONED.search(attributes)
        if found and _is_same(found[1], own_id):
            return SPACES.sub(" ", text.replace(html.unescape(name), "", 1)).strip()
    return text


def _is_same(given: str, own_id: str) -> bool:
    """Ids come as they are or as the address they stand for: ciscospark://us/PEOPLE/<number>."""
    return bool(own_id) and (given == own_id or _number(given) == _number(own_id))


def _number(id_: str) -> str:
    try:
        decoded = base64.urlsafe_b64decode(id_ + "=" * (-len(id_) % 4)).decode()
    except (binascii.Error, ValueError):
        return id_
    return decoded.rsplit("/", 1)[-1] if decoded.startswith("ciscospark://") else id_
