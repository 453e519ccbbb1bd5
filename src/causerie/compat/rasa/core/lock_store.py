"""The base of lock stores."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from causerie.compat.rasa.core.lock import TicketLock
from causerie.compat.rasa.shared.exceptions import RasaException
from causerie.settings import number

log = logging.getLogger(__name__)
LOCK_LIFETIME = number("TICKET_LOCK_LIFETIME", 60)


class LockError(RasaException):
    """A lock that could not be had."""


class LockStore:
    """Derive from it with ``get_lock``, ``save_lock`` and ``delete_lock``."""

    @staticmethod
    def create_lock(conversation_id: str) -> TicketLock:
        return TicketLock(conversation_id)

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        raise NotImplementedError(f"{type(self).__name__} needs get_lock(conversation_id).")

    def save_lock(self, lock: TicketLock) -> None:
        raise NotImplementedError(f"{type(self).__name__} needs save_lock(lock).")

    def delete_lock(self, conversation_id: str) -> None:
        raise NotImplementedError(f"{type(self).__name__} needs delete_lock(conversation_id).")

    def get_or_create_lock(self, conversation_id: str) -> TicketLock:
        return self.get_lock(conversation_id) or self.create_lock(conversation_id)

    def issue_ticket(self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME) -> int:
        lock = self.get_or_create_lock(conversation_id)
        ticket = lock.issue_ticket(lock_lifetime)
        self.save_lock(lock)
        return ticket

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Hold the conversation; raises LockError where the ticket expires before it is its turn."""
        ticket = self.issue_ticket(conversation_id, lock_lifetime)
        try:
            yield await self._acquire_lock(conversation_id, ticket, wait_time_in_seconds)
        finally:
            self.cleanup(conversation_id, ticket)

    async def _acquire_lock(
        self, conversation_id: str, ticket: int, wait_time_in_seconds: float
    ) -> TicketLock:
        while (lock := self.get_lock(conversation_id)) is not None:
            if not lock.is_locked(ticket):
                return lock
            if all(waiting.number != ticket for waiting in lock.tickets):
                break
            await asyncio.sleep(wait_time_in_seconds)
            self.update_lock(conversation_id)
        raise LockError(
            f"The lock of the conversation '{conversation_id}' could not be had: the ticket expired."
        )

    def update_lock(self, conversation_id: str) -> None:
        lock = self.get_lock(conversation_id)
        if lock:
            lock.remove_expired_tickets()
            self.save_lock(lock)

    def is_someone_waiting(self, conversation_id: str) -> bool:
        lock = self.get_lock(conversation_id)
        return lock is not None and lock.is_someone_waiting()

    def finish_serving(self, conversation_id: str, ticket_number: int) -> None:
        lock = self.get_lock(conversation_id)
        if lock:
            lock.remove_ticket_for(ticket_number)
            self.save_lock(lock)

    def cleanup(self, conversation_id: str, ticket_number: int) -> None:
        self.finish_serving(conversation_id, ticket_number)
        if not self.is_someone_waiting(conversation_id):
            self.delete_lock(conversation_id)

    @staticmethod
    def _log_deletion(conversation_id: str, deletion_successful: bool) -> None:
        log.debug("Lock of '%s' %s.", conversation_id, "deleted" if deletion_successful else "was not there")

    @classmethod
    def __causerie__(cls, kind: str) -> type:
        from causerie.compat.lock_stores import lock_store_host

        return lock_store_host(cls)


class InMemoryLockStore(LockStore):
    """Locks of one process."""

    def __init__(self) -> None:
        self.conversation_locks: dict[str, TicketLock] = {}

    def get_lock(self, conversation_id: str) -> TicketLock | None:
        return self.conversation_locks.get(conversation_id)

    def save_lock(self, lock: TicketLock) -> None:
        self.conversation_locks[lock.conversation_id] = lock

    def delete_lock(self, conversation_id: str) -> None:
        self.conversation_locks.pop(conversation_id, None)
