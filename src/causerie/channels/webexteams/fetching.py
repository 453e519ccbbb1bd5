"""What a notice of Webex stands for, fetched at once: without it there is no message."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.platform import Platform
from causerie.channels.receiving.reading import a_text
from causerie.errors import PlatformError, RequestError

log = logging.getLogger(__name__)
#: Seconds before each further try.
PAUSES = (0.2, 1.0, 3.0)


@dataclass(slots=True)
class Fetcher:
    """``own_id`` is the bot's, asked for once."""

    platform: Platform
    own_id: str | None = None

    async def me(self) -> str:
        """Raises RequestError 503 when Webex can't be asked."""
        if self.own_id is None:
            self.own_id = a_text(await self._get("/people/me"), "id")
        return self.own_id or ""

    async def fetch(self, path: str) -> Any:
        """None for what is not there (any more), or not for the bot. Raises RequestError 503."""
        return await self._get(path)

    async def _get(self, path: str) -> Any:
        for pause in (*PAUSES, None):
            try:
                return (await self.platform.ask(Call(path, method="GET"))).body
            except PlatformError as error:
                if error.is_final:
                    log.warning("The bot can't have %s: %s", path, error)
                    return None
                if pause is None:
                    raise RequestError(503, "PlatformUnavailable", str(error)) from error
                await asyncio.sleep(max(pause, min(error.wait or 0.0, PAUSES[-1])))
        raise AssertionError("The loop returns or raises.")
