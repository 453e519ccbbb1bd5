"""What a GPT may cost: a day, a conversation, a turn.

Before a call the most it can cost is taken from all three; after it, what it did not cost is given back.
So calls that run at once never spend together what only one of them may.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from causerie.errors import LlmError, LlmReason, StoreError
from causerie.llm.completion import Completion, Usage, cost
from causerie.llm.ledger import Amount, Entry, InMemoryLedger, Ledger
from causerie.llm.rate import UserRate
from causerie.llm.request import Request
from causerie.llm.settings import Limit, LlmSettings, Prices

log = logging.getLogger(__name__)

CONVERSATION_DAYS = 30  # after so many days without a call a conversation begins anew
# The server was not reached, or did not begin: nothing is paid.
FREE = (
    LlmReason.NOT_INSTALLED, LlmReason.NO_KEY, LlmReason.UNAUTHORISED, LlmReason.NOT_FOUND, LlmReason.BAD_REQUEST,
    LlmReason.RATE_LIMITED, LlmReason.QUOTA, LlmReason.UNREACHABLE, LlmReason.BREAKER_OPEN, LlmReason.OVER_BUDGET,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asker:
    """On whose account a call goes; ``turn`` is the id of the message that is answered."""

    conversation: str
    turn: str
    user: str = ""


@dataclass(slots=True)
class Spending:
    """Of one call: ``most`` was taken before it; set ``usage`` when it is known."""

    most: Usage
    usage: Usage | None = None


class Budget:
    """Raises LlmError ``over_budget`` or ``rate_limited`` before a call that is not allowed."""

    def __init__(
        self,
        settings: LlmSettings,
        ledger: Ledger,
        now: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._ledger = ledger
        self._turns = InMemoryLedger()
        self._now = now
        self._rate = UserRate(settings.limits.calls_per_minute, clock)

    @asynccontextmanager
    async def call(self, request: Request, asker: Asker) -> AsyncIterator[Spending]:
        """Around one call: ``async with budget.call(…) as spending: …; spending.usage = completion.usage``.

        A call that ends without a usage costs the most it can, unless it failed before anything is paid.
        """
        self._check_rate(asker)
        most = most_of(request, self._settings)
        async with self.reserved(most, self._settings.price, asker) as spending:
            yield spending

    @asynccontextmanager
    async def reserved(
        self, most: Usage, price: Prices, asker: Asker | None = None
    ) -> AsyncIterator[Spending]:
        """Around one call that needs ``most``; without an asker it counts for the day alone."""
        spending = Spending(most)
        taken = _amount(most, price)
        entries = self._entries(asker)
        turn = self._turn(asker) if asker else ()
        await self._take(entries, turn, taken)
        try:
            yield spending
        except LlmError as error:
            spending.usage = error.usage or (Usage() if error.reason in FREE else None)
            raise
        finally:
            used = spending.most if spending.usage is None else spending.usage
            await self._settle(entries, turn, taken, _amount(used, price))

    async def spent_today(self) -> Amount:
        return await self._ledger.spent(_day_account(self._today()))

    async def close(self) -> None:
        await self._ledger.close()

    def _check_rate(self, asker: Asker) -> None:
        wait = self._rate.wait(asker.user or asker.conversation)
        if wait:
            raise LlmError(
                LlmReason.RATE_LIMITED,
                f"This user asks more than {self._settings.limits.calls_per_minute} times a minute; "
                f"go on in {math.ceil(wait)} seconds ('calls_per_minute' of 'limits' under 'llm').",
                retry_after=wait,
            )

    def _entries(self, asker: Asker | None) -> tuple[Entry, ...]:
        today, limits = self._today(), self._settings.limits
        day = Entry(_day_account(today), limits.day, "9999-12-31")  # days are kept: 40 bytes each
        if asker is None:
            return (day,)
        later = today + timedelta(days=CONVERSATION_DAYS)
        account = f"conversation {asker.conversation}"
        return (day, Entry(account, limits.conversation, later.date().isoformat()))

    def _turn(self, asker: Asker) -> tuple[Entry, ...]:
        return (Entry(f"turn {asker.conversation} {asker.turn}", self._settings.limits.turn, ""),)

    async def _take(self, entries: tuple[Entry, ...], turn: tuple[Entry, ...], amount: Amount) -> None:
        full = await self._turns.take(turn, amount)
        if full is None:
            full = await self._ledger.take(entries, amount)
            if full is not None:
                await self._turns.add(turn, _minus(amount))
        if full is not None:
            span = full.partition(" ")[0]
            raise LlmError(LlmReason.OVER_BUDGET, self._told(span, amount))

    async def _settle(
        self, entries: tuple[Entry, ...], turn: tuple[Entry, ...], taken: Amount, used: Amount
    ) -> None:
        rest = Amount(used.tokens - taken.tokens, used.cost - taken.cost)
        await self._turns.add(turn, rest)
        try:
            await self._ledger.add(entries, rest)
        except StoreError as error:  # the answer is there; limits still hold, as too much stays taken
            log.error("What a call did not cost could not be given back: %s", error)

    def _told(self, span: str, amount: Amount) -> str:
        limit: Limit = getattr(self._settings.limits, span)
        said = [f"{limit.tokens:,} tokens"] if limit.tokens is not None else []
        said += [f"{limit.cost:g} in money"] if limit.cost is not None else []
        return (
            f"The limit of this {span} is {' and '.join(said)}; the call, which may need {amount.tokens:,} tokens, "
            f"does not fit into what is left. Raise '{span}' of 'limits' under 'llm' in endpoints.yml, or wait."
        )

    def _today(self) -> datetime:
        return datetime.fromtimestamp(self._now(), UTC)


def most_of(request: Request, settings: LlmSettings) -> Usage:
    """The most that a call can use.

    Tokens of Latin text have 3 to 5 characters; they are counted as 2, and other letters by their bytes.
    """
    texts = [message.text for message in request.messages]
    if request.schema is not None:
        texts.append(json.dumps(request.schema, default=dict))
    return Usage(most_tokens(texts), 0, request.max_output_tokens or settings.max_output_tokens)


def usage_as_json(completion: Completion, price: Prices) -> dict[str, Any]:
    """For the metadata of a bot event; no ``cost`` without prices, no tokens where they are not counted."""
    told: dict[str, Any] = {
        "model": completion.model,
        "finish_reason": completion.finish_reason,
        "seconds": round(completion.seconds, 3),
    }
    if completion.usage is not None:
        usage = completion.usage
        told |= {
            "input_tokens": usage.input,
            "cached_tokens": usage.cached,
            "output_tokens": usage.output,
        }
        if price != Prices():
            told["cost"] = round(cost(usage, price), 9)
    return told


def most_tokens(texts: Sequence[str]) -> int:
    """As ``most_of`` counts; each text comes with a few tokens of its own."""
    return sum(_tokens(text) for text in texts) + 8 * len(texts)


def _tokens(text: str) -> int:
    plain = sum(letter.isascii() for letter in text)
    return math.ceil(plain / 2) + len(text.encode("utf-8", "surrogatepass")) - plain


def _amount(usage: Usage, price: Prices) -> Amount:
    return Amount(usage.total, cost(usage, price))


def _minus(amount: Amount) -> Amount:
    return Amount(-amount.tokens, -amount.cost)


def _day_account(day: datetime) -> str:
    return f"day {day.date().isoformat()}"
