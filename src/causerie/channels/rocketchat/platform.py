"""Rocket.Chat's way to fail: how long a message may be is up to its administrator."""

from __future__ import annotations

from dataclasses import replace

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.platform import Platform, Reply
from causerie.channels.rendering.splitting import split_text
from causerie.channels.rocketchat.login import make_login
from causerie.channels.rocketchat.settings import RocketChatSettings
from causerie.errors import PlatformError

TOO_LONG = "error-message-size-exceeded"
#: The limit of a Rocket.Chat that nobody set up otherwise, and the shortest piece worth trying, in characters.
USUAL, SHORTEST = 5_000, 100


class MessageTooLong(PlatformError):
    """The message has to be split."""


class RocketChatPlatform(Platform):
    async def ask(self, call: Call) -> Reply:
        """A text that is too long is said in pieces. Raises PlatformError."""
        try:
            return await super().ask(call)
        except MessageTooLong:
            text = call.json.get("text") if isinstance(call.json, dict) else None
            if not isinstance(text, str) or len(text) < SHORTEST:
                raise
            *before, last = split_text(text, USUAL if len(text) > USUAL else len(text) // 2)
        place = {key: call.json[key] for key in ("roomId", "channel", "tmid") if key in call.json}
        for piece in before:
            await self.ask(replace(call, json={**place, "text": piece}))
        return await self.ask(replace(call, json={**call.json, "text": last}))

    def complaint(self, reply: Reply) -> PlatformError | None:
        """Some refusals are answered with 200 and ``success: false``."""
        if TOO_LONG in str(reply.field("error")):
            return MessageTooLong(f"Rocket.Chat refused ({TOO_LONG}).", is_final=True)
        if reply.status < 300 and reply.field("success") is False:
            return self.failed(reply, f"refused ({reply.field('error') or 'no reason given'})")
        return Platform.complaint(self, reply)


def make_platform(settings: RocketChatSettings) -> RocketChatPlatform:
    return RocketChatPlatform("Rocket.Chat", settings.base_url, login=make_login(settings))
