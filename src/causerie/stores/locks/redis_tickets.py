"""Who waits for a conversation, in the order of their coming: one hash in Redis per conversation.

A field is a ticket: its number and when its lease ends, in milliseconds of Redis's own clock. The lowest
number whose lease runs is first and holds the lock. What nobody renews goes by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from causerie.errors import StoreError
from causerie.stores.locks.redis_client import FAILURES, Redis

#: Drops what has run out; then ``first``, ``first_lease``, ``next_ticket``: who is first of the others.
OTHERS = """
local line, own = KEYS[1], ARGV[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local number, first, first_lease, next_ticket
local last, latest = 0, now
local tickets = redis.call('HGETALL', line)
for i = 1, #tickets, 2 do
  local ticket = tickets[i]
  local n, lease = string.match(tickets[i + 1], '^(%d+) (%d+)$')
  n, lease = tonumber(n), tonumber(lease)
  if ticket == own then
    number = n
  elseif lease <= now then
    redis.call('HDEL', line, ticket)
  else
    if not first or n < first then first, first_lease, next_ticket = n, lease, ticket end
    last, latest = math.max(last, n), math.max(latest, lease)
  end
end
"""
#: Joins the line, or renews the lease. How long the first one's lease still runs; 0: this ticket is first.
ENTER = (
    OTHERS
    + """
local lease = now + tonumber(ARGV[2])
number = number or last + 1
redis.call('HSET', line, own, string.format('%.0f %.0f', number, lease))
redis.call('PEXPIRE', line, math.max(latest, lease) - now)
if first and first < number then return first_lease - now end
return 0
"""
)
#: Leaves the line and calls the next one, if it was this one's turn. 0: the ticket was gone.
LEAVE = (
    OTHERS
    + """
if not number then return 0 end
redis.call('HDEL', line, own)
if first and number < first then
  redis.call('PUBLISH', ARGV[2] .. string.match(next_ticket, '^[^.]*'), next_ticket)
end
return 1
"""
)


class Tickets:
    """A ticket is ``<process>.<number>``; what calls it is published to ``<calls><process>``."""

    def __init__(self, redis: Redis, address: str, lifetime: float, calls: str) -> None:
        self._enter = redis.register_script(ENTER)
        self._leave = redis.register_script(LEAVE)
        self._address = address
        self._lifetime = max(1, round(lifetime * 1000))
        self._calls = calls

    async def enter(self, line: str, ticket: str) -> float:
        """Seconds until the lease of who is first ends; 0: this ticket is first. Raises StoreError."""
        left: int = await self._run(self._enter, line, (ticket, self._lifetime))
        return left / 1000

    async def leave(self, line: str, ticket: str) -> bool:
        """Whether the ticket was still there. Raises StoreError."""
        return bool(await self._run(self._leave, line, (ticket, self._calls)))

    async def _run(self, script: Any, line: str, arguments: Sequence[Any]) -> Any:
        try:
            return await script(keys=(line,), args=arguments)
        except FAILURES as error:
            raise failure(self._address, error) from error


def failure(address: str, error: Exception) -> StoreError:
    reason = str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
    return StoreError(
        f"The lock store {address} can't be used: {reason}. Is Redis running, and is 'lock_store' in "
        "endpoints.yml right?"
    )
