"""Locks that several processes share, in Redis: a line of tickets per conversation.

Within a process those who come wait for each other in memory, so that each process has at most one ticket
in a conversation's line. A ticket is renewed as long as somebody holds or waits; that of a process that died
runs out after ``TICKET_LOCK_LIFETIME`` seconds.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causerie.errors import StoreError
from causerie.settings import ticket_lock_lifetime
from causerie.stores.locks.memory import MemoryLockStore
from causerie.stores.locks.redis_bell import Bell
from causerie.stores.locks.redis_client import make_client
from causerie.stores.locks.redis_settings import RedisSettings, redis_settings
from causerie.stores.locks.redis_tickets import Tickets

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Ticket:
    """``asking``: the latest command that renews it."""

    line: str
    name: str
    asking: asyncio.Future[float] | None = None
    is_lost: bool = False


class RedisLockStore:
    """``lifetime``: seconds after which the lock of a process that died is free."""

    def __init__(self, settings: RedisSettings, lifetime: float) -> None:
        process = uuid.uuid4().hex
        calls = f"{settings.key_prefix}calls:"
        self._settings = settings
        self._lifetime = lifetime
        self._redis = make_client(settings)
        self._tickets = Tickets(self._redis, settings.address, lifetime, calls)
        self._bell = Bell(self._redis, settings.address, calls + process)
        self._here = MemoryLockStore()
        self._names = (f"{process}.{number}" for number in count(1))
        self._returns: set[asyncio.Task[Any]] = set()
        self._is_away = False

    @classmethod
    def from_endpoint(cls, endpoint: EndpointConfig, folder: Path) -> RedisLockStore:
        return cls(redis_settings(endpoint, folder), ticket_lock_lifetime())

    async def start(self) -> None:
        """Raises StoreError when Redis can't be reached or does not let us do what locks need."""
        probe = self._ticket(f"start {next(self._names)}")
        await self._tickets.enter(probe.line, probe.name)
        await self._tickets.leave(probe.line, probe.name)

    def lock(self, sender_id: str) -> AbstractAsyncContextManager[None]:
        return self._hold(sender_id)

    async def close(self) -> None:
        if self._returns:
            await asyncio.wait(self._returns)
        await self._bell.close()
        await self._redis.aclose()

    @asynccontextmanager
    async def _hold(self, sender_id: str) -> AsyncIterator[None]:
        async with AsyncExitStack() as here:
            await here.enter_async_context(self._here.lock(sender_id))
            ticket = self._ticket(sender_id)
            try:
                await self._come_first(ticket)
            except BaseException:
                self._in_background(self._take_back(ticket))
                raise
            renewing = asyncio.create_task(self._renew(ticket))
            try:
                yield
            finally:
                renewing.cancel()
                self._in_background(self._give_back(ticket, here.pop_all()))

    async def _come_first(self, ticket: Ticket) -> None:
        """One round trip when nobody else is there. A call may get lost, and who is first may have died."""
        if not await self._ask(ticket):
            return
        with self._bell.expecting(ticket.name) as called:
            while True:
                await self._bell.listen()
                called.clear()
                left = await self._ask(ticket)
                if not left:
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(called.wait(), min(left, self._lifetime / 3))

    async def _renew(self, ticket: Ticket) -> None:
        while not ticket.is_lost:
            await asyncio.sleep(self._lifetime / 3)
            try:
                ticket.is_lost = bool(await self._ask(ticket))
            except StoreError as error:
                self._complain(error)
        self._tell_loss()
        await self._take_back(ticket)

    async def _ask(self, ticket: Ticket) -> float:
        """Not cut short when its caller is: it could arrive after what takes the ticket back."""
        ticket.asking = asyncio.ensure_future(self._tickets.enter(ticket.line, ticket.name))
        left = await asyncio.shield(ticket.asking)
        self._rejoice()
        return left

    async def _give_back(self, ticket: Ticket, here: AsyncExitStack) -> None:
        """The answer need not wait for this; the next one in this process does."""
        async with here:
            if not await self._take_back(ticket) and not ticket.is_lost:
                self._tell_loss()

    async def _take_back(self, ticket: Ticket) -> bool:
        """False if it was gone. The turn is over, or will be: what fails here is only told."""
        if ticket.asking is not None:
            await asyncio.wait([ticket.asking])
        try:
            was_there = await self._tickets.leave(ticket.line, ticket.name)
        except StoreError as error:
            self._complain(error)
            return True
        self._rejoice()
        return was_there

    def _ticket(self, sender_id: str) -> Ticket:
        hashed = sha256(sender_id.encode("utf-8", "surrogatepass")).hexdigest()
        return Ticket(f"{self._settings.key_prefix}{hashed}", next(self._names))

    def _in_background(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._returns.add(task)
        task.add_done_callback(self._returns.discard)
        return task

    # -- what the log is told

    def _tell_loss(self) -> None:
        log.warning(
            "The lock of a conversation was lost before its turn was over, so another process may have taken a "
            "turn at the same time. Was Redis started anew, or did this process stand still for longer than "
            "TICKET_LOCK_LIFETIME (%g seconds)?",
            self._lifetime,
        )

    def _complain(self, error: StoreError) -> None:
        """Once, until Redis is back."""
        if not self._is_away:
            log.warning("Turns under way go on, but their locks can't be kept. %s", error)
        self._is_away = True

    def _rejoice(self) -> None:
        if self._is_away:
            log.warning("The lock store %s is back.", self._settings.address)
        self._is_away = False
