"""A GPT as the assistant uses it: the client, within the budget."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from causerie.errors import LlmError, LlmReason, StoreError
from causerie.llm.budget import Asker, Budget, Spending
from causerie.llm.client import LlmClient
from causerie.llm.completion import Completion
from causerie.llm.ledger import InMemoryLedger, Ledger
from causerie.llm.request import Request
from causerie.llm.settings import Limit, LlmSettings
from causerie.llm.sqlite_ledger import SqliteLedger

log = logging.getLogger(__name__)
LEDGER = Path(".causerie") / "spending.db"


class Gpt(Protocol):
    """Raises LlmError for whatever goes wrong, the budget included."""

    settings: LlmSettings

    async def complete(self, request: Request, asker: Asker) -> Completion: ...

    def stream(self, request: Request, asker: Asker) -> AsyncGenerator[str | Completion, None]:
        """Pieces of text, then the Completion."""

    def status(self) -> dict[str, Any]: ...

    async def close(self) -> None: ...


class LiveGpt:
    """Asks the model that endpoints.yml names."""

    def __init__(self, client: LlmClient, budget: Budget) -> None:
        self.settings = client.settings
        self._client, self.budget = client, budget

    async def complete(self, request: Request, asker: Asker) -> Completion:
        async with self._within_budget(request, asker) as spending:
            done = await self._client.complete(request)
            spending.usage = done.usage
        return done

    async def stream(self, request: Request, asker: Asker) -> AsyncGenerator[str | Completion, None]:
        async with (
            self._within_budget(request, asker) as spending,
            aclosing(self._client.stream(request)) as pieces,
        ):
            async for piece in pieces:
                if isinstance(piece, Completion):
                    spending.usage = piece.usage
                yield piece

    @asynccontextmanager
    async def _within_budget(self, request: Request, asker: Asker) -> AsyncIterator[Spending]:
        """What can't be counted is not spent."""
        try:
            async with self.budget.call(request, asker) as spending:
                yield spending
        except StoreError as error:
            log.error("%s", error)
            raise LlmError(LlmReason.OVER_BUDGET, str(error)) from error

    def status(self) -> dict[str, Any]:
        breaker = self._client.breaker.state
        return {
            "model": self.settings.model,
            "state": breaker.state,
            "failures": breaker.failures,
            "asked_again_in": round(breaker.seconds_left, 1),
        }

    async def close(self) -> None:
        await self._client.close()
        await self.budget.close()


def open_gpt(settings: LlmSettings | None, folder: Path) -> LiveGpt | None:
    """None where none is configured, and, with a line in the log, where its key or its package is missing."""
    if settings is None:
        return None
    try:
        client = LlmClient(settings)
    except LlmError as error:
        log.warning("%s Open questions are answered from the knowledge alone.", error)
        return None
    return LiveGpt(client, Budget(settings, ledger_of(settings, folder)))


def ledger_of(settings: LlmSettings, folder: Path) -> Ledger:
    """Where spending is kept: a file is needed only where a limit has to outlive the process."""
    limits = settings.limits
    if limits.day == Limit() and limits.conversation == Limit():
        return InMemoryLedger()
    try:
        (folder / LEDGER).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {(folder / LEDGER).parent} can't be made: {error.strerror}.") from error
    return SqliteLedger(folder / LEDGER, datetime.now(UTC).date().isoformat())
