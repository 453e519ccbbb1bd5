"""Messages that their authors edited, where they are answered."""

from __future__ import annotations

from causerie.channels.receiving.reading import a_dict, a_text
from causerie.channels.slack.heard import ELSEWHERE, Heard, Ignored, Json, Told
from causerie.channels.slack.settings import SlackSettings
from causerie.channels.slack.spoken import bots_of, files_of, is_spoken, mentions, number_of, plain

EDITED = "message_changed"


def of_edit(event: Json, body: Json, settings: SlackSettings) -> Told:
    """An edit by its author whose words changed. Slack also tells of links that got a preview, and of what was deleted."""
    message, before = a_dict(event, "message"), a_dict(event, "previous_message")
    user, channel, ts = a_text(message, "user"), a_text(event, "channel"), a_text(message, "ts")
    bots = bots_of(body)
    text = plain(a_text(message, "text") or "", bots)
    is_by_a_person = not message.get("bot_id") and user not in bots and is_spoken(message)
    is_changed = bool(a_text(message, "edited", "ts")) and text != plain(a_text(before, "text") or "", bots)
    if not (user and channel and ts and text and is_by_a_person and is_changed):
        return Ignored()
    is_heard = event.get("channel_type") == "im" or channel == settings.channel or mentions(message, bots)
    if not is_heard:
        return Ignored(ELSEWHERE)
    return Heard(
        text=text,
        user=user,
        channel=channel,
        thread=a_text(message, "thread_ts") or ts,
        users=tuple(bots),
        files=files_of(message) if settings.takes_files else [],
        id=number_of(channel, message),
        edited=ts,
    )
