from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from causerie.channels.web.relay import Relay


async def test_closing_ends_though_the_client_swallows_cancellations() -> None:
    """Redis's client may do so while it connects anew."""
    nobody: Any = None
    relay = Relay("redis://127.0.0.1:1", nobody)

    async def stubborn() -> None:
        for _ in range(2):
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(60)

    relay._task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await asyncio.wait_for(relay.close(), 10)
    assert relay._task.done()
