"""Who spent how much. Taking and giving back change several accounts at once, or none."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from causerie.llm.settings import Limit


@dataclass(frozen=True, slots=True)
class Amount:
    """May be below zero when something is given back."""

    tokens: int = 0
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """``account`` spends no more than ``limit``. ``kept``: the ISO date until which the account is needed."""

    account: str
    limit: Limit
    kept: str


class Ledger(Protocol):
    """Where spending is kept; raises StoreError when it can't be."""

    async def take(self, entries: Sequence[Entry], amount: Amount) -> str | None:
        """Add the amount to all accounts if all limits allow it; else the account that does not."""

    async def add(self, entries: Sequence[Entry], amount: Amount) -> None:
        """Add the amount whatever the limits say: what was taken turned out to be more, or less."""

    async def spent(self, account: str) -> Amount: ...

    async def close(self) -> None: ...


@dataclass(slots=True)
class InMemoryLedger:
    """Forgets with the process, and keeps only the ``size`` accounts used last."""

    size: int = 50_000
    _spent: OrderedDict[str, Amount] = field(default_factory=OrderedDict)

    async def take(self, entries: Sequence[Entry], amount: Amount) -> str | None:
        for entry in entries:
            if beyond(self._spent.get(entry.account, Amount()), amount, entry.limit):
                return entry.account
        await self.add(entries, amount)
        return None

    async def add(self, entries: Sequence[Entry], amount: Amount) -> None:
        for entry in entries:
            self._spent[entry.account] = plus(self._spent.pop(entry.account, Amount()), amount)
        while len(self._spent) > self.size:
            self._spent.popitem(last=False)

    async def spent(self, account: str) -> Amount:
        return self._spent.get(account, Amount())

    async def close(self) -> None:
        self._spent.clear()


def beyond(spent: Amount, more: Amount, limit: Limit) -> bool:
    """Would it be more than the limit?"""
    after = plus(spent, more)
    over_tokens = limit.tokens is not None and after.tokens > limit.tokens
    return over_tokens or (limit.cost is not None and after.cost > limit.cost)


def plus(one: Amount, other: Amount) -> Amount:
    return Amount(one.tokens + other.tokens, one.cost + other.cost)
