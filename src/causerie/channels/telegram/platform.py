"""The Bot API's way to fail."""

from __future__ import annotations

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.platform import Platform, Reply
from causerie.channels.receiving.reading import a_text, at
from causerie.channels.telegram.settings import TelegramSettings
from causerie.errors import PlatformError


class TelegramPlatform(Platform):
    """Says in the body how long to wait."""

    def complaint(self, reply: Reply) -> PlatformError | None:
        if (reply.status < 300 and reply.field("ok") is not False) or _is_so_already(reply):
            return None
        wait = at(reply.body, "parameters", "retry_after")
        seconds = float(wait) if isinstance(wait, int | float) else None
        return self.failed(reply, f"refused ({reply.field('description') or reply.status})", seconds)

    async def user_name(self) -> str | None:
        """The bot's own; None when Telegram can't be asked."""
        try:
            return a_text((await self.ask(Call("/getMe"))).body, "result", "username")
        except PlatformError:
            return None


def _is_so_already(reply: Reply) -> bool:
    """An edit that is repeated, since the reply to it was lost, finds the message as it shall be."""
    return "message is not modified" in str(reply.field("description"))


def make_platform(settings: TelegramSettings) -> TelegramPlatform:
    return TelegramPlatform("Telegram", settings.base_url)
