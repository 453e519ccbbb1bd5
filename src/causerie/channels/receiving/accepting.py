"""Taking in what a platform delivers: the turn is stored before the delivery is acknowledged."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from causerie.errors import CauserieError
from causerie.ports import Handler, IncomingMessage, OutputChannel

log = logging.getLogger(__name__)
_late: set[asyncio.Future[Any]] = set()


async def accept(
    handle: Handler, message: IncomingMessage, output: OutputChannel, patience: float | None = None
) -> None:
    """One turn. After ``patience`` seconds the caller may answer; the turn goes on, its failure is logged.

    A turn that fails before that raises: the platform will deliver the message again.
    """
    task = asyncio.ensure_future(_handled(handle, message, output))
    _late.add(task)
    task.add_done_callback(_late.discard)
    done, _ = await asyncio.wait([task], timeout=patience)
    if done:
        task.result()
    else:
        task.add_done_callback(_tell)


async def _handled(handle: Handler, message: IncomingMessage, output: OutputChannel) -> None:
    """What an output shows of an answer before it is said must not stay when it never is."""
    try:
        await handle(message, output)
    finally:
        give_up = getattr(output, "give_up", None)
        if give_up is not None:
            give_up()


def _tell(task: asyncio.Future[Any]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        if isinstance(error, CauserieError):
            log.error("A message was acknowledged, then its turn failed: %s", error)
        else:
            log.error("A message was acknowledged, then its turn failed.", exc_info=error)
