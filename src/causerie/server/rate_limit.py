"""How often webhooks may be called: by one address, and for one sender. The API has no such limit.

A bucket per address and sender holds a minute's requests and fills evenly; in memory, the ones used last.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sanic import Request, Sanic

from causerie.errors import ComponentError, RequestError
from causerie.registry import did_you_mean

if TYPE_CHECKING:
    from causerie.files.endpoints import EndpointConfig

KEPT = 20_000
MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Requests a minute; 0: no limit. ``proxies`` stand before the server and name whom they speak for."""

    per_address: int = 120_000
    per_sender: int = 12_000
    proxies: int = 0

    @classmethod
    def of(cls, endpoint: EndpointConfig | None) -> RateLimits:
        """What ``rate_limit`` in endpoints.yml says; raises ComponentError."""
        given = dict(endpoint.options) if endpoint else {}
        for key, value in given.items():
            if key not in cls.__slots__:
                advice = did_you_mean(key, list(cls.__slots__))
                raise ComponentError(f"'rate_limit' in endpoints.yml has no key '{key}'. {advice}".rstrip())
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise ComponentError(
                    f"'{key}' of 'rate_limit' in endpoints.yml must be a whole number from 0 up; found {value!r}."
                )
        return cls(**given)


@dataclass(slots=True)
class Buckets:
    """``take`` says how many seconds to wait; 0: go on."""

    a_minute: int
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, key: str) -> float:
        if not self.a_minute:
            return 0.0
        now, rate = self.clock(), self.a_minute / MINUTE
        left, since = self._left.pop(key, (float(self.a_minute), now))
        left = min(self.a_minute, left + (now - since) * rate)
        wait = 0.0 if left >= 1 else (1 - left) / rate
        self._left[key] = (left if wait else left - 1, now)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)
        return wait


def limit_addresses(app: Sanic[Any, Any], limits: RateLimits) -> None:
    """Every request to a webhook counts, whatever is in it."""
    buckets = Buckets(limits.per_address)
    if limits.proxies:
        app.config.PROXIES_COUNT = limits.proxies

    @app.on_request
    async def check(request: Request) -> None:
        if request.path.startswith("/webhooks/") and request.method == "POST":
            refuse(buckets.take(request.remote_addr or request.ip), "from this address")


def refuse(wait: float, whose: str) -> None:
    """Raises RequestError 429 when there is something to wait for."""
    if wait:
        seconds = math.ceil(wait)
        raise RequestError(
            429,
            "TooManyRequests",
            f"Too many messages {whose}; go on in {seconds} seconds.",
            {"retry_after": seconds},
        )
