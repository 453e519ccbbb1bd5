"""What is around every call to a model: one deadline, at most one retry, the breaker, one kind of error."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from causerie.errors import LlmReason
from causerie.llm.breaker import Breaker
from causerie.llm.failures import Failed, explained, what_failed
from causerie.llm.retrying import Retrying
from causerie.llm.settings import LlmSettings

log = logging.getLogger(__name__)
Done = TypeVar("Done")

# After these the service is as well as before: it answered, or was not asked.
HEALTHY = (
    LlmReason.REFUSED, LlmReason.FILTERED, LlmReason.TOO_LONG, LlmReason.BAD_REQUEST, LlmReason.BREAKER_OPEN,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calls:
    """Of one client; ``key`` is taken out of what errors say, ``advice`` is what to do where it is not the usual."""

    settings: LlmSettings
    key: str | None
    breaker: Breaker
    retrying: Retrying
    advice: Mapping[LlmReason, str] = field(default_factory=dict)

    async def make(self, attempt: Callable[[], Awaitable[Done]], purpose: str) -> Done:
        """What ``attempt`` gives, tried at most twice; raises LlmError within the deadline."""
        began, tries = time.monotonic(), 0
        with self.watched(purpose):
            while True:
                try:
                    async with asyncio.timeout_at(self.ends(began)):
                        return await attempt()
                except Exception as error:
                    tries += 1
                    await self.before_another_try(what_failed(error), tries, began)

    def ends(self, began: float) -> float:
        """When the deadline of a call is over, on the event loop's clock."""
        return asyncio.get_running_loop().time() + self.settings.deadline - (time.monotonic() - began)

    async def before_another_try(self, failed: Failed, tries: int, began: float) -> None:
        """Waits; raises ``failed`` when there is none."""
        wait = self.retrying.wait(failed, tries, self.settings.deadline - (time.monotonic() - began))
        if wait is None:
            raise failed from None
        log.info("%s failed (%s); one more try in %.1f s", self.settings.model, failed.reason, wait)
        await asyncio.sleep(wait)

    @contextmanager
    def watched(self, purpose: str) -> Iterator[None]:
        """Asks the breaker, tells it the end, and makes an LlmError of what failed."""
        try:
            if not self.breaker.let_through():
                raise self._breaker_open()
            try:
                yield
            except Failed as failed:
                (self.breaker.succeeded if failed.reason in HEALTHY else self.breaker.failed)()
                raise
            except BaseException:
                self.breaker.abandoned()
                raise
            self.breaker.succeeded()
        except Failed as failed:
            error = explained(failed, self.settings, self.key, self.advice)
            log.warning("%s (%s): %s", purpose, failed.reason, error)
            raise error from None

    def _breaker_open(self) -> Failed:
        left = self.breaker.state.seconds_left
        detail = f"It failed {self.breaker.state.failures} times in a row and is left alone for {left:.0f} seconds."
        return Failed(LlmReason.BREAKER_OPEN, detail, retry_after=left)
