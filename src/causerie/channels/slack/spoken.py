"""A message of Slack's, as people see it."""

from __future__ import annotations

import re
from html import unescape

from causerie.channels.receiving.reading import a_list, a_text, at
from causerie.channels.slack.heard import Json

MARKED_LINK = re.compile(r"<(?:https?://|mailto:|tel:)[^|<>]*\|([^<>]+)>")
#: Messages of people that have a subtype; all others are Slack's own notices.
SPOKEN = {None, "", "file_share", "thread_broadcast", "me_message"}


def plain(text: str, bots: list[str]) -> str:
    """Without mentions of the bot, with links and signs as the user sees them."""
    for bot in bots:
        text = re.sub(rf"\s*<@{re.escape(bot)}(\|[^<>]*)?>\s*", " ", text)
    return unescape_slack(MARKED_LINK.sub(r"\1", text)).strip()


def unescape_slack(text: str) -> str:
    """Slack escapes these three signs and no others."""
    return re.sub(r"&(?:amp|lt|gt);", lambda match: unescape(match[0]), text)


def is_spoken(event: Json) -> bool:
    subtype = event.get("subtype")
    return subtype is None or (isinstance(subtype, str) and subtype in SPOKEN)


def bots_of(body: Json) -> list[str]:
    """The ids of the bot where this was said."""
    named = [user for user in a_list(body, "authed_users") if isinstance(user, str)]
    if named:
        return named
    first = a_text(body, "authorizations", 0, "user_id")
    return [first] if first else []


def mentions(message: Json, bots: list[str]) -> bool:
    text = a_text(message, "text") or ""
    return any(f"<@{bot}>" in text or f"<@{bot}|" in text for bot in bots)


def number_of(channel: str, message: Json) -> str:
    """Each edit of a message has one of its own: Slack tells some twice, as an edit and as a mention."""
    edited = a_text(message, "edited", "ts")
    return f"{channel}:{a_text(message, 'ts')}" + (f":{edited}" if edited else "")


def files_of(event: Json) -> list[Json]:
    return [
        {
            "id": a_text(file, "id"),
            "name": a_text(file, "name"),
            "type": a_text(file, "mimetype"),
            "size": at(file, "size") if isinstance(at(file, "size"), int) else None,
            "url": a_text(file, "url_private"),
        }
        for file in a_list(event, "files")
        if isinstance(file, dict)
    ]
