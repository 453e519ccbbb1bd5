"""Long polling: Telegram is asked for updates; no public address is needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.receiving.reading import a_list, at
from causerie.channels.telegram.platform import TelegramPlatform
from causerie.channels.telegram.reading import UPDATES, chat_of
from causerie.channels.telegram.settings import TelegramSettings
from causerie.errors import CauserieError, PlatformError

log = logging.getLogger(__name__)
HELD, MARGIN = 50, 15.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class Polling:
    """An update counts as taken when its turn is stored: only then the next ones are asked for.

    Chats are taken side by side, so that a slow turn in one keeps no other of the batch waiting.
    One that breaks the bot's own code is logged and passed over: asked for again it would keep all others waiting.
    """

    def __init__(self, settings: TelegramSettings, take: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self.platform = TelegramPlatform("Telegram", settings.base_url, patience=HELD + MARGIN)
        self.take = take
        self.offset = 0

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
            await self.platform.close()

    async def once(self) -> None:
        """Ask for updates and take them. One that fails is asked for again, with those after it. Raises PlatformError."""
        body = {"offset": self.offset, "timeout": HELD, "allowed_updates": UPDATES}
        reply = await self.platform.ask(Call("/getUpdates", json=body))
        updates = {
            update["update_id"]: update
            for update in a_list(reply.body, "result")
            if isinstance(at(update, "update_id"), int)
        }
        chats: dict[str | None, list[int]] = {}
        for number in sorted(updates):
            chats.setdefault(chat_of(updates[number]), []).append(number)
        failed = await asyncio.gather(*(self._take_in_order(updates, numbers) for numbers in chats.values()))
        failures = {number: error for found in failed if found for number, error in [found]}
        self.offset = min(failures, default=max(updates, default=self.offset - 1) + 1)
        if failures:
            raise PlatformError(f"An update of Telegram failed: {failures[self.offset]}")

    async def _take_in_order(
        self, updates: dict[int, dict[str, Any]], numbers: list[int]
    ) -> tuple[int, CauserieError] | None:
        """Those of one chat, until one fails; its number and why."""
        for number in numbers:
            try:
                await self.take(updates[number])
            except CauserieError as error:
                return number, error
            except Exception:
                log.exception("An update of Telegram failed and was passed over.")
        return None
