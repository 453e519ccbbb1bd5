"""What is said on Slack: where it goes, and that a turn does not wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.drafting import Drafting
from causerie.channels.slack.editing import SlackEditing
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
    """``heard`` is what is answered; without it the conversation's id has to say where to, and nothing is shown early."""

    name = "slack"

    def __init__(self, courier: Courier, settings: SlackSettings, heard: Heard | None = None) -> None:
        self.courier = courier
        self.settings = settings
        self.heard = heard
        self.streams = settings.streams and heard is not None
        self._drafting = Drafting(courier, SlackEditing())

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self._drafting.post(self._place(recipient_id)[0], self._calls(recipient_id, message))

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        channel, _ = self._place(recipient_id)
        render = partial(self._calls_of_text, recipient_id)
        self._drafting.write(channel, piece, render)

    def give_up(self) -> None:
        """The turn is over."""
        self._drafting.give_up()

    def _calls_of_text(self, recipient_id: str, text: str) -> Sequence[Call]:
        return self._calls(recipient_id, BotMessage(text))

    def _calls(self, recipient_id: str, message: BotMessage) -> Sequence[Call]:
        channel, thread = self._place(recipient_id)
        return calls_of(message, channel, thread if self.settings.use_threads else None)

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
