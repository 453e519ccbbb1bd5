"""The Events API: messages, mentions and reactions."""

from __future__ import annotations

import re
from html import unescape

from causerie.channels.receiving.reading import a_dict, a_list, a_text, at
from causerie.channels.slack.heard import ELSEWHERE, Heard, Ignored, Json, Reacted, Told
from causerie.channels.slack.settings import SlackSettings

MARKED_LINK = re.compile(r"<(?:https?://|mailto:|tel:)[^|<>]*\|([^<>]+)>")
#: Messages of people that have a subtype; all others are Slack's own notices.
SPOKEN = {None, "", "file_share", "thread_broadcast", "me_message"}
REACTIONS = {
    "+1": "up", "thumbsup": "up", "heart": "up", "white_check_mark": "up", "tada": "up", "clap": "up",
    "-1": "down", "thumbsdown": "down", "x": "down", "confused": "down", "disappointed": "down",
}  # fmt: skip


def of_event(body: Json, settings: SlackSettings) -> Told:
    """The bot listens in direct messages, to mentions, and in the channel of the settings."""
    event = a_dict(body, "event")
    if event.get("type") == "reaction_added":
        return _reaction(event, a_text(body, "authorizations", 0, "user_id"))
    text, files = a_text(event, "text") or "", _files(event) if settings.takes_files else []
    user, channel = a_text(event, "user"), a_text(event, "channel")
    if event.get("type") not in ("message", "app_mention") or not (text or files) or event.get("bot_id"):
        return Ignored()
    if not _is_spoken(event) or not user or not channel:
        return Ignored()
    is_heard = (
        event.get("channel_type") == "im" or event["type"] == "app_mention" or channel == settings.channel
    )
    if not is_heard:
        return Ignored(ELSEWHERE)
    bots = _bots(body)
    ts = a_text(event, "ts")
    return Heard(
        text=plain(text, bots),
        user=user,
        channel=channel,
        thread=a_text(event, "thread_ts") or ts,
        users=tuple(bots),
        files=files,
        id=f"{channel}:{ts}",
    )


def plain(text: str, bots: list[str]) -> str:
    """Without mentions of the bot, with links and signs as the user sees them."""
    for bot in bots:
        text = re.sub(rf"\s*<@{re.escape(bot)}(\|[^<>]*)?>\s*", " ", text)
    return unescape_slack(MARKED_LINK.sub(r"\1", text)).strip()


def unescape_slack(text: str) -> str:
    """Slack escapes these three signs and no others."""
    return re.sub(r"&(?:amp|lt|gt);", lambda match: unescape(match[0]), text)


def _is_spoken(event: Json) -> bool:
    subtype = event.get("subtype")
    return subtype is None or (isinstance(subtype, str) and subtype in SPOKEN)


def _bots(body: Json) -> list[str]:
    """The ids of the bot where this was said."""
    named = [user for user in a_list(body, "authed_users") if isinstance(user, str)]
    if named:
        return named
    first = a_text(body, "authorizations", 0, "user_id")
    return [first] if first else []


def _reaction(event: Json, bot: str | None) -> Told:
    """What people think of each other's messages is none of the bot's business."""
    author = a_text(event, "item_user")
    if bot and author and author != bot:
        return Ignored()
    user, channel = a_text(event, "user"), a_text(event, "item", "channel")
    message = a_text(event, "item", "ts")
    name = (a_text(event, "reaction") or "").split("::")[0]
    if not user or not channel or not message or name not in REACTIONS:
        return Ignored()
    return Reacted(user, channel, message, REACTIONS[name])


def _files(event: Json) -> list[Json]:
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
