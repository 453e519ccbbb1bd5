"""How several processes of the channel reach each other's clients: by Redis."""

from __future__ import annotations

from typing import Any

import socketio

from causerie.channels.redis_address import SCHEMES, check_redis


def make_manager(redis_url: str | None) -> Any:
    """None for one process. Redis is asked when the first client comes. Raises ComponentError."""
    if redis_url is None:
        return None
    check_redis(redis_url, "socketio", (*SCHEMES, "redis+sentinel"))
    return socketio.AsyncRedisManager(redis_url)


async def close_manager(manager: Any) -> None:
    """Its connections to Redis, if there are any."""
    for connection in (getattr(manager, "pubsub", None), getattr(manager, "redis", None)):
        if connection is not None:
            await connection.aclose()
