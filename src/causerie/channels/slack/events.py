"""The Events API: messages, mentions and reactions."""

from __future__ import annotations

from causerie.channels.receiving.reading import a_dict, a_text
from causerie.channels.slack.edits import EDITED, of_edit
from causerie.channels.slack.heard import ELSEWHERE, Heard, Ignored, Json, Reacted, Told
from causerie.channels.slack.settings import SlackSettings
from causerie.channels.slack.spoken import bots_of, files_of, is_spoken, number_of, plain

REACTIONS = {
    "+1": "up", "thumbsup": "up", "heart": "up", "white_check_mark": "up", "tada": "up", "clap": "up",
    "-1": "down", "thumbsdown": "down", "x": "down", "confused": "down", "disappointed": "down",
}  # fmt: skip


def of_event(body: Json, settings: SlackSettings) -> Told:
    """The bot listens in direct messages, to mentions, and in the channel of the settings."""
    event = a_dict(body, "event")
    if event.get("type") in ("reaction_added", "reaction_removed"):
        return _reaction(event, a_text(body, "authorizations", 0, "user_id"))
    if event.get("type") == "message" and event.get("subtype") == EDITED and settings.answers_edits:
        return of_edit(event, body, settings)
    text, files = a_text(event, "text") or "", files_of(event) if settings.takes_files else []
    user, channel = a_text(event, "user"), a_text(event, "channel")
    if event.get("type") not in ("message", "app_mention") or not (text or files) or event.get("bot_id"):
        return Ignored()
    if not is_spoken(event) or not user or not channel:
        return Ignored()
    is_heard = (
        event.get("channel_type") == "im" or event["type"] == "app_mention" or channel == settings.channel
    )
    if not is_heard:
        return Ignored(ELSEWHERE)
    bots = bots_of(body)
    ts = a_text(event, "ts")
    return Heard(
        text=plain(text, bots),
        user=user,
        channel=channel,
        thread=a_text(event, "thread_ts") or ts,
        users=tuple(bots),
        files=files,
        id=number_of(channel, event) if settings.answers_edits else f"{channel}:{ts}",
    )


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
    if event["type"] == "reaction_removed":
        return Reacted(user, channel, message, None, REACTIONS[name])
    return Reacted(user, channel, message, REACTIONS[name])
