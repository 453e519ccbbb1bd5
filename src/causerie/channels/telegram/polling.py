"""Long polling: Telegram is asked for updates; no public address is needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.receiving.reading import a_list, at
from causerie.channels.telegram.platform import TelegramPlatform
from causerie.channels.telegram.reading import UPDATES
from causerie.channels.telegram.settings import TelegramSettings
from causerie.channels.telegram.under_way import MOST, UnderWay
from causerie.errors import PlatformError

log = logging.getLogger(__name__)
HELD, MARGIN = 50, 15.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
#: Seconds between looks for new updates while others are being taken: Telegram answers at once then.
FIRST_LOOK, LONGEST_LOOK = 0.25, 2.0


class Polling:
    """An update is confirmed, by asking for those after it, once it and all before it have been taken.

    While some are under way, Telegram gives them again with the new ones, up to a hundred in all: a chat whose turn
    takes long holds up itself, and others only when a hundred updates have come since.
    """

    def __init__(self, settings: TelegramSettings, take: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self.platform = TelegramPlatform("Telegram", settings.base_url, patience=HELD + MARGIN)
        self.under_way = UnderWay(take)
        self._look = FIRST_LOOK

    async def run(self) -> None:
        """Until it is cancelled."""
        pause, is_open = FIRST_PAUSE, False
        try:
            while True:
                try:
                    if not is_open:
                        await self.platform.ask(Call("/deleteWebhook", json={"drop_pending_updates": False}))
                        is_open = True
                        log.info("Telegram is asked for updates.")
                    await self.once()
                    pause = FIRST_PAUSE
                    continue
                except PlatformError as error:
                    log.warning("%s Asking again in %.0f seconds.", error, error.wait or pause)
                    await asyncio.sleep(error.wait if error.wait is not None else pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            await self.under_way.stop()
            await self.platform.close()

    async def once(self) -> None:
        """Ask for updates, begin to take them, and wait for one to be taken, though not for long. Raises PlatformError."""
        seconds = HELD if self.under_way.is_idle else 0
        body = {
            "offset": self.under_way.offset,
            "limit": MOST,
            "timeout": seconds,
            "allowed_updates": UPDATES,
        }
        reply = await self.platform.ask(Call("/getUpdates", json=body))
        found = {
            update["update_id"]: update
            for update in a_list(reply.body, "result")
            if isinstance(at(update, "update_id"), int)
        }
        new = self.under_way.begin(found)
        if self.under_way.is_idle:
            return
        self._look = FIRST_LOOK if new else min(self._look * 2, LONGEST_LOOK)
        await self.under_way.progress(self._look)
