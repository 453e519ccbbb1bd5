"""Messages as calls of Slack's Web API."""

from __future__ import annotations

from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.receiving.payloads import shortened
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
    is_link,
    parts_of,
    payload_of,
)
from causerie.channels.rendering.plain import attachment_text, attachment_url, element_text
from causerie.channels.rendering.splitting import split_text
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "links", "image", "attachment", "custom"})
POST = "/chat.postMessage"
LONGEST, LONGEST_SECTION, LONGEST_TITLE, LONGEST_VALUE, LONGEST_URL, MOST_BUTTONS = (
    39_000,
    3_000,
    75,
    2_000,
    3_000,
    5,
)
ARGUMENTS = {
    "channel", "text", "blocks", "attachments", "thread_ts", "reply_broadcast", "mrkdwn", "parse", "link_names",
    "unfurl_links", "unfurl_media", "icon_emoji", "icon_url", "username", "metadata", "as_user", "type",
    "markdown_text",
}  # fmt: skip
FIELDS = {
    "title", "title_link", "text", "pretext", "fallback", "color", "fields", "image_url", "thumb_url",
    "author_name", "author_link", "author_icon", "footer", "footer_icon", "ts", "blocks", "mrkdwn_in", "actions",
    "callback_id", "attachment_type",
}  # fmt: skip


def calls_of(message: BotMessage, channel: str, thread: str | None) -> list[Call]:
    """``thread``: the message it belongs to, where threads are used."""
    where: Json = {"channel": channel, "as_user": True, **({"thread_ts": thread} if thread else {})}
    return [Call(POST, json={**where, **body}) for part in parts_of(message) for body in _bodies(part)]


def _bodies(part: Part) -> list[Json]:
    match part:
        case Text(text):
            return _texts(text)
        case Buttons(text, buttons):
            return _with_buttons(text, buttons)
        case Image(url):
            return [{"text": url, "blocks": [{"type": "image", "image_url": url, "alt_text": url[:2_000]}]}]
        case Attachment(attachment):
            return [_attached(attachment)]
        case Elements(elements):
            return [body for element in elements for body in _card(element)]
        case Custom(custom):
            return [_custom(custom)]


def _texts(text: str) -> list[Json]:
    return [{"type": "mrkdwn", "text": piece} for piece in split_text(text, LONGEST) if piece.strip()]


def _with_buttons(text: str, buttons: list[Json]) -> list[Json]:
    """More than five are left out, as in Rasa: the text has to name them. Without a text they are lines."""
    titles = [_title(button) for button in buttons]
    if len(buttons) > MOST_BUTTONS:
        return _texts(text if text.strip() else "\n".join(titles))
    *before, last = split_text(text, LONGEST_SECTION)
    section: list[Json] = (
        [{"type": "section", "text": {"type": "plain_text", "text": last}}] if last.strip() else []
    )
    actions: Json = {"type": "actions", "elements": [_button(button) for button in buttons]}
    asked = {"text": last if last.strip() else " / ".join(titles), "blocks": [*section, actions]}
    return [body for piece in before for body in _texts(piece)] + [asked]


def _button(button: Json) -> Json:
    shown: Json = {"type": "button", "text": {"type": "plain_text", "text": _title(button)}}
    if is_link(button):
        return {**shown, "url": str(button["url"])[:LONGEST_URL]}
    return {**shown, "value": shortened(payload_of(button), LONGEST_VALUE)}


def _title(button: Json) -> str:
    title = str(button.get("title", "")) or payload_of(button)
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _card(element: Json) -> list[Json]:
    buttons = dicts(element.get("buttons"))
    return _with_buttons(element_text(element), buttons) if buttons else _texts(element_text(element))


def _attached(attachment: Any) -> Json:
    """Slack's own form is passed on; an address becomes a link."""
    if isinstance(attachment, dict):
        own = {key: value for key, value in attachment.items() if key in FIELDS}
        if own and attachment_url(attachment) is None:
            return {"attachments": [own]}
    return {"type": "mrkdwn", "text": attachment_text(attachment)}


def _custom(custom: Any) -> Json:
    """Arguments of ``chat.postMessage``, as the project wrote them; others are left out."""
    if not isinstance(custom, dict):
        return {"type": "mrkdwn", "text": str(custom)}
    known = {key: value for key, value in custom.items() if key in ARGUMENTS}
    return {"text": "", **known}
