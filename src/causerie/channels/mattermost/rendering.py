"""Messages as posts."""

from __future__ import annotations

import copy
from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.mattermost.settings import MattermostSettings
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
from causerie.channels.rendering.plain import attachment_text, attachment_url, custom_text, element_text
from causerie.channels.rendering.splitting import split_text
from causerie.ports import BotMessage

NATIVE = frozenset({"text", "buttons", "quick_replies", "image", "attachment", "custom"})
LONGEST = 16_383
POSTS = "/posts"
#: What a post may have; a custom message without any of it is said as text.
FIELDS = {"channel_id", "message", "root_id", "file_ids", "props", "metadata"}
#: By one of these a message attachment is known.
ATTACHMENT_FIELDS = {
    "fallback", "pretext", "text", "author_name", "title", "title_link", "fields", "image_url", "thumb_url",
    "footer", "actions",
}  # fmt: skip


def calls_of(message: BotMessage, channel: str, settings: MattermostSettings) -> list[Call]:
    return [
        Call(POSTS, json={"channel_id": channel, **post})
        for part in parts_of(message)
        for post in _posts(part, settings)
    ]


def typing(channel: str) -> Call:
    return Call("/users/me/typing", json={"channel_id": channel}, is_courtesy=True)


def _posts(part: Part, settings: MattermostSettings) -> list[Json]:
    match part:
        case Text(text):
            return _texts(text)
        case Buttons(text, buttons):
            return _asked(text, buttons, settings)
        case Image(url):
            return [{"props": {"attachments": [{"image_url": url}]}}]
        case Attachment(attachment):
            return _attached(attachment)
        case Elements(elements):
            return [post for element in elements for post in _card(element, settings)]
        case Custom(custom):
            return _custom(custom, settings)


def _texts(text: str) -> list[Json]:
    return [{"message": piece} for piece in split_text(text, LONGEST) if piece.strip()]


def _asked(text: str, buttons: list[Json], settings: MattermostSettings) -> list[Json]:
    """Buttons can't be links: those are lines of the text."""
    links = [f"[{_title(button)}]({button['url']})" for button in buttons if is_link(button)]
    *before, last = split_text("\n".join([text, *links]) if links else text, LONGEST)
    actions = [_action(button, settings) for button in buttons if not is_link(button)]
    if not actions:
        return [post for piece in (*before, last) for post in _texts(piece)]
    post = {"message": last, "props": {"attachments": [{"actions": actions}]}}
    return [item for piece in before for item in _texts(piece)] + [post]


def _action(button: Json, settings: MattermostSettings) -> Json:
    context = {"action": payload_of(button)}
    if settings.proof is not None:
        context["proof"] = settings.proof
    return {"name": _title(button), "integration": {"url": settings.webhook_url, "context": context}}


def _title(button: Json) -> str:
    return str(button.get("title") or payload_of(button) or "…")


def _card(element: Json, settings: MattermostSettings) -> list[Json]:
    return _asked(element_text(element), dicts(element.get("buttons")), settings)


def _attached(attachment: Any) -> list[Json]:
    """Mattermost's own form as it is, pictures as pictures, the rest as text."""
    if isinstance(attachment, dict):
        if ATTACHMENT_FIELDS & set(attachment) and "payload" not in attachment:
            return [{"props": {"attachments": [attachment]}}]
        url = attachment_url(attachment)
        if url and attachment.get("type") == "image":
            return [{"props": {"attachments": [{"image_url": url}]}}]
    return _texts(attachment_text(attachment))


def _custom(custom: Any, settings: MattermostSettings) -> list[Json]:
    """The project's own buttons and menus get the proof as well."""
    if not isinstance(custom, dict):
        return _texts(str(custom))
    post = {key: copy.deepcopy(value) for key, value in custom.items() if key in FIELDS}
    if not {"message", "props", "file_ids"} & set(post):
        return _texts(custom_text(custom))
    props = post.get("props")
    if settings.proof is not None and isinstance(props, dict):
        for attachment in dicts(props.get("attachments")):
            for action in dicts(attachment.get("actions")):
                integration = action.get("integration")
                if isinstance(integration, dict) and integration.get("url") == settings.webhook_url:
                    integration["context"] = {**(integration.get("context") or {}), "proof": settings.proof}
    return [{"message": "", **post}]
