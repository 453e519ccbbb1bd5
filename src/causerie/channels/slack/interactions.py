"""What users press, choose and type in Slack's own controls, and slash commands."""

from __future__ import annotations

from typing import Any

from causerie.channels.receiving.reading import a_dict, a_list, a_text
from causerie.channels.slack.heard import LINK_OPENED, Heard, Ignored, Json, Told

#: Where each control has its value.
VALUES = {
    "button": ("value",),
    "static_select": ("selected_option", "value"),
    "external_select": ("selected_option", "value"),
    "overflow": ("selected_option", "value"),
    "radio_buttons": ("selected_option", "value"),
    "conversations_select": ("selected_conversation",),
    "users_select": ("selected_user",),
    "channels_select": ("selected_channel",),
    "datepicker": ("selected_date",),
    "timepicker": ("selected_time",),
    "datetimepicker": ("selected_date_time",),
    "plain_text_input": ("value",),
    "email_text_input": ("value",),
    "url_text_input": ("value",),
    "number_input": ("value",),
    "select": ("selected_options", 0, "value"),
}
SEVERAL = (
    "selected_options", "selected_users", "selected_conversations", "selected_channels",
)  # fmt: skip
SPOKEN = ("block_actions", "interactive_message")


def of_interaction(payload: Json) -> Told:
    """Modals and shortcuts are not answered: there is no conversation in them."""
    action = a_dict(payload, "actions", 0)
    user, channel = a_text(payload, "user", "id"), a_text(payload, "channel", "id")
    if payload.get("type") not in SPOKEN or not action or not user or not channel:
        return Ignored("")
    text = value_of(action)
    if text is None:
        return Ignored(LINK_OPENED if action.get("url") else "")
    thread = a_text(payload, "message", "thread_ts") or a_text(payload, "message", "ts")
    given = a_text(action, "action_ts") or a_text(payload, "action_ts") or a_text(payload, "trigger_id") or ""
    title = a_text(action, "text", "text") or a_text(action, "selected_option", "text", "text")
    return Heard(text, user, channel, thread, (user,), id=f"{channel}:{given}" if given else "", title=title)


def of_command(fields: Json) -> Told:
    """``/command text``: the text, said by who typed it."""
    user, channel = a_text(fields, "user_id"), a_text(fields, "channel_id")
    if not a_text(fields, "command") or not user or not channel:
        return Ignored("")
    return Heard(
        a_text(fields, "text") or "", user, channel, None, (user,), id=a_text(fields, "trigger_id") or ""
    )


def value_of(action: Json) -> str | None:
    """What was chosen; several choices with commas between. None when there is none."""
    kind: Any = action.get("type")
    if isinstance(kind, str) and kind in VALUES:
        return a_text(action, *VALUES[kind])
    for key in SEVERAL:
        chosen = [item if isinstance(item, str) else a_text(item, "value") for item in a_list(action, key)]
        if chosen:
            return ", ".join(text for text in chosen if text)
    return None
