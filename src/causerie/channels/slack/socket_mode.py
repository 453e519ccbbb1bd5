"""Slack's Socket Mode: Slack is asked for a WebSocket and delivers by it; no public address is needed."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from causerie.channels.delivery.call import Call
from causerie.channels.receiving.reading import a_dict, a_text
from causerie.channels.slack.events import of_event
from causerie.channels.slack.heard import Ignored, Told
from causerie.channels.slack.interactions import of_command, of_interaction
from causerie.channels.slack.platform import SlackPlatform
from causerie.channels.slack.settings import SlackSettings
from causerie.errors import CauserieError, PlatformError

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class SocketMode:
    """``take`` does what was told. Runs until it is cancelled; a connection that breaks is made anew."""

    def __init__(self, settings: SlackSettings, take: Callable[[Told], Awaitable[str]]) -> None:
        self.settings = settings
        self.take = take
        headers = {"Authorization": f"Bearer {settings.app_token}"}
        self.platform = SlackPlatform("Slack", settings.base_url, headers, proxy=settings.proxy)
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        pause = FIRST_PAUSE
        try:
            while True:
                try:
                    url = await self._open()
                    async with connect(url, max_size=2**22, proxy=self.settings.proxy or True) as connection:
                        log.info("Slack delivers by Socket Mode.")
                        pause = FIRST_PAUSE
                        await self._listen(connection)
                except PlatformError as error:
                    pause = max(pause, error.wait or 0.0)
                    log.warning("Socket Mode: %s Trying again in %.0f seconds.", error, pause)
                except (OSError, WebSocketException, TimeoutError) as error:
                    log.warning("Socket Mode broke off: %s. Trying again in %.0f seconds.", error, pause)
                await asyncio.sleep(pause * random.uniform(0.75, 1.25))
                pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)
            await self.platform.close()

    async def check(self) -> None:
        """Raises PlatformError when Slack gives no address."""
        try:
            await self._open()
        finally:
            await self.platform.close()

    async def _open(self) -> str:
        """Raises PlatformError."""
        reply = await self.platform.ask(Call("/apps.connections.open"))
        url = reply.field("url")
        if not isinstance(url, str) or not url.startswith(("wss://", "ws://")):
            raise PlatformError(f"Slack gave no address for Socket Mode: {str(reply.body)[:200]}")
        return url

    async def _listen(self, connection: ClientConnection) -> None:
        """Ends when Slack closes, or says that it is about to."""
        async for raw in connection:
            envelope = _envelope(raw)
            if envelope.get("type") == "disconnect":
                return
            if envelope.get("envelope_id"):
                task = asyncio.create_task(self._deliver(connection, envelope))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def _deliver(self, connection: ClientConnection, envelope: dict[str, Any]) -> None:
        """What fails is not acknowledged: Slack delivers it again."""
        try:
            await self.take(told_by(envelope, self.settings))
            await connection.send(json.dumps({"envelope_id": envelope["envelope_id"]}))
        except CauserieError as error:
            log.error("A message from Slack failed: %s", error)
        except WebSocketException:
            log.info("A message was handled, but the connection was gone before Slack could be told.")
        except Exception:
            log.exception("A message from Slack failed.")


def told_by(envelope: dict[str, Any], settings: SlackSettings) -> Told:
    payload = a_dict(envelope, "payload")
    match a_text(envelope, "type"):
        case "events_api":
            return of_event(payload, settings)
        case "interactive":
            return of_interaction(payload)
        case "slash_commands":
            return of_command(payload)
    return Ignored("")


def _envelope(raw: str | bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
