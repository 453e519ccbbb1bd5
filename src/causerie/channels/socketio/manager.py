"""How several processes of the channel reach each other's clients: by Redis."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import socketio

from causerie.errors import ComponentError

SCHEMES = ("redis", "rediss", "unix", "redis+sentinel")


def make_manager(redis_url: str | None) -> Any:
    """None for one process. Redis is asked when the first client comes. Raises ComponentError."""
    if redis_url is None:
        return None
    if not _is_address(redis_url):
        raise ComponentError(
            "'redis_url' of the channel 'socketio' in credentials.yml must be an address such as "
            "redis://localhost:6379/0, rediss://… or unix://…; what it holds is none."
        )
    if find_spec("redis") is None:
        raise ComponentError(
            "'redis_url' of the channel 'socketio' needs a package: pip install 'causerie[redis]'."
        )
    return socketio.AsyncRedisManager(redis_url)


async def close_manager(manager: Any) -> None:
    """Its connections to Redis, if there are any."""
    for connection in (getattr(manager, "pubsub", None), getattr(manager, "redis", None)):
        if connection is not None:
            await connection.aclose()


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        is_one_host = parts.scheme in ("redis", "rediss")
        return parts.scheme in SCHEMES and (not is_one_host or parts.port is None or parts.port > 0)
    except ValueError:
        return False
