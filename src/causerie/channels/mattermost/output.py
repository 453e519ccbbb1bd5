"""What is said on Mattermost: a conversation is a user's, its place the channel the user wrote in last."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.drafting import Drafting
from causerie.channels.delivery.places import Places
from causerie.channels.delivery.platform import Reply
from causerie.channels.mattermost.editing import MattermostEditing
from causerie.channels.mattermost.rendering import calls_of
from causerie.channels.mattermost.settings import MattermostSettings
from causerie.channels.receiving.reading import a_text
from causerie.errors import PlatformError
from causerie.ports import BotMessage

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Bot:
    """Who speaks, and where each user was last. ``own_id`` is learned from the first post, or asked for."""

    settings: MattermostSettings
    courier: Courier
    places: Places
    own_id: str | None = None

    async def is_me(self, user: str) -> bool:
        """False while Mattermost can't be asked."""
        try:
            return user == await self.me()
        except PlatformError as error:
            log.warning("Mattermost doesn't say who the bot is: %s", error)
            return False

    async def me(self) -> str:
        """Raises PlatformError."""
        if self.own_id is None:
            reply = await self.courier.platform.ask(Call("/users/me", method="GET"))
            self.own_id = a_text(reply.body, "id")
        return self.own_id or ""

    async def channel_of(self, user: str) -> str:
        """Where the user wrote last; else the channel of direct messages. Raises PlatformError."""
        channel = a_text(self.places.find(user), "channel")
        if channel is None:
            reply = await self.courier.platform.ask(Call("/channels/direct", json=[await self.me(), user]))
            channel = a_text(reply.body, "id") or user
            self.places.remember(user, {"channel": channel})
        return channel

    def note(self, reply: Reply) -> None:
        """Every post of ours says whose it is."""
        self.own_id = self.own_id or a_text(reply.body, "user_id")


class MattermostOutput:
    """``channel`` is where an answer goes; what the bot says by itself finds its place."""

    name = "mattermost"

    def __init__(self, bot: Bot, channel: str | None = None) -> None:
        self.bot = bot
        self.channel = channel
        self.streams = bot.settings.streams and channel is not None
        self._drafting = Drafting(bot.courier, MattermostEditing())

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        channel = self.channel or await self.bot.channel_of(recipient_id)
        calls = calls_of(message, channel, self.bot.settings)
        self._drafting.post(recipient_id, calls, self.bot.note)

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        channel = self.channel or await self.bot.channel_of(recipient_id)

        def render(text: str) -> Sequence[Call]:
            return calls_of(BotMessage(text), channel, self.bot.settings)

        self._drafting.write(recipient_id, piece, render, self.bot.note)

    def give_up(self) -> None:
        """The turn is over."""
        self._drafting.give_up()

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery, and where the user was."""
        self.bot.courier.forget(conversation)
        self.bot.places.forget(conversation)
