"""Custom messages: their keys choose the method of the Bot API, as in Rasa."""

from __future__ import annotations

from typing import Any

from causerie.channels.delivery.call import Call

#: Method → the keys that ask for it. The first of those that share keys wins.
METHODS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sendMessage", ("text",)),
    ("sendPhoto", ("photo",)),
    ("sendAudio", ("audio",)),
    ("sendDocument", ("document",)),
    ("sendSticker", ("sticker",)),
    ("sendVideo", ("video",)),
    ("sendVideoNote", ("video_note",)),
    ("sendAnimation", ("animation",)),
    ("sendVoice", ("voice",)),
    ("sendMediaGroup", ("media",)),
    ("sendVenue", ("latitude", "longitude", "title", "address")),
    ("sendLocation", ("latitude", "longitude")),
    ("sendContact", ("phone_number", "first_name")),
    ("sendGame", ("game_short_name",)),
    ("sendChatAction", ("action",)),
    ("sendInvoice", ("title", "description", "payload", "provider_token", "currency", "prices")),
)
#: Further arguments that some method takes.
OPTIONS = {
    "chat_id", "parse_mode", "entities", "caption", "caption_entities", "disable_notification", "protect_content",
    "reply_to_message_id", "reply_parameters", "reply_markup", "message_thread_id", "link_preview_options",
    "disable_web_page_preview", "duration", "performer", "title", "thumbnail", "thumb", "width", "height", "length",
    "supports_streaming", "has_spoiler", "show_caption_above_media", "foursquare_id", "foursquare_type",
    "google_place_id", "google_place_type", "horizontal_accuracy", "live_period", "heading",
    "proximity_alert_radius", "last_name", "vcard", "emoji", "start_parameter", "provider_data", "photo_url",
    "photo_size", "photo_width", "photo_height", "need_name", "need_phone_number", "need_email",
    "need_shipping_address", "is_flexible", "max_tip_amount", "suggested_tip_amounts",
    "allow_sending_without_reply", "disable_content_type_detection", "message_effect_id",
}  # fmt: skip


def custom_calls(custom: Any, chat: str) -> list[Call]:
    """A call for every method whose keys are all there; unknown keys are left out. Empty when there is none."""
    if not isinstance(custom, dict):
        return []
    calls: list[Call] = []
    used: set[str] = set()
    for method, keys in METHODS:
        if all(key in custom for key in keys) and not set(keys) & used:
            used |= set(keys)
            others = {key: value for key, value in custom.items() if key in OPTIONS and key not in keys}
            body = {"chat_id": chat, **{key: custom[key] for key in keys}, **others}
            calls.append(Call(f"/{method}", json=body))
    return calls
