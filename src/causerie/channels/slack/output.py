"""What is said on Slack: where it goes, and that a turn does not wait for it."""

from __future__ import annotations

from causerie.channels.delivery.courier import Courier
from causerie.channels.slack.heard import Heard
from causerie.channels.slack.rendering import calls_of
from causerie.channels.slack.settings import SlackSettings
from causerie.ports import BotMessage


def conversation_of(user: str, channel: str, thread: str | None, granularity: str) -> str:
    """One conversation per user, per user and channel, or per user, channel and thread."""
    if granularity == "channel":
        return f"{user}_{channel}"
    if granularity == "thread":
        return f"{user}_{channel}_{thread}"
    return user


class SlackOutput:
    """``heard`` is what is answered; without it the conversation's id has to say where to."""

    name = "slack"

    def __init__(self, courier: Courier, settings: SlackSettings, heard: Heard | None = None) -> None:
        self.courier = courier
        self.settings = settings
        self.heard = heard

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        channel, thread = self._place(recipient_id)
        self.courier.post(channel, calls_of(message, channel, thread if self.settings.use_threads else None))

    def _place(self, recipient_id: str) -> tuple[str, str | None]:
        if self.heard is not None:
            return self.heard.channel, self.heard.thread
        parts = recipient_id.split("_")
        if self.settings.granularity != "sender" and len(parts) > 1:
            return parts[1], parts[2] if len(parts) > 2 else None
        return self.settings.channel or recipient_id, None

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery, to all who read that channel."""
        self.courier.forget(self._place(conversation)[0])
