"""A lock store written for Rasa."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import ClassVar

from causerie.compat.calling import accepted, call, failed
from causerie.compat.rasa.core.lock_store import LockError, LockStore
from causerie.compat.rasa.utils.endpoints import EndpointConfig
from causerie.errors import StoreError
from causerie.files.endpoints import EndpointConfig as Section

WAIT = 0.05


class LockStoreHost:
    """Fits ``causerie.ports.LockStore``."""

    cls: ClassVar[type[LockStore]]

    def __init__(self, endpoint: Section) -> None:
        offered = accepted(self.cls, endpoint_config=EndpointConfig.of(endpoint))
        self.store: LockStore = call(self.cls, "__init__", self.cls, **offered)

    def lock(self, sender_id: str) -> AbstractAsyncContextManager[None]:
        return self._hold(sender_id)

    @asynccontextmanager
    async def _hold(self, sender_id: str) -> AsyncIterator[None]:
        """What the turn itself raises goes through as it is."""
        offered = accepted(self.store.lock, wait_time_in_seconds=WAIT)
        held = self.store.lock(sender_id, **offered)
        try:
            await held.__aenter__()
        except LockError as error:
            raise StoreError(str(error)) from error
        except Exception as error:
            raise failed(self.cls, "lock", error, StoreError) from error
        raised: BaseException | None = None
        try:
            yield
        except BaseException as error:
            raised = error
            raise
        finally:
            await held.__aexit__(
                type(raised) if raised else None, raised, raised.__traceback__ if raised else None
            )

    async def close(self) -> None:
        """Rasa's lock stores are not closed."""


def lock_store_host(cls: type[LockStore]) -> type[LockStoreHost]:
    return type(cls.__name__, (LockStoreHost,), {"cls": cls, "__doc__": cls.__doc__})
