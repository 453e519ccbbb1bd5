"""The client of Redis, which is an extra."""

from __future__ import annotations

from typing import Any

from causerie.errors import ComponentError
from causerie.stores.locks.redis_settings import RedisSettings

try:
    from redis.asyncio import BlockingConnectionPool, Redis
    from redis.asyncio.connection import Connection, SSLConnection
    from redis.asyncio.retry import Retry
    from redis.backoff import NoBackoff
    from redis.exceptions import ConnectionError as LostConnection
    from redis.exceptions import RedisError
except ModuleNotFoundError as error:
    raise ComponentError(
        "The lock store 'redis' needs the package redis: pip install 'causerie[redis]'."
    ) from error

__all__ = ["FAILURES", "Redis", "make_client"]

FAILURES = (RedisError, OSError)
MOST_CONNECTIONS = 50


def make_client(settings: RedisSettings) -> Redis:
    """Connects when there is something to say. A lost connection is made again once, a silent one is not."""
    return Redis.from_pool(
        BlockingConnectionPool(
            MOST_CONNECTIONS,
            timeout=settings.socket_timeout,
            connection_class=SSLConnection if settings.use_ssl else Connection,
            host=settings.host,
            port=settings.port,
            db=settings.db,
            username=settings.username,
            password=settings.password,
            socket_timeout=settings.socket_timeout,
            socket_connect_timeout=settings.socket_timeout,
            retry=Retry(NoBackoff(), 1, supported_errors=(LostConnection,)),
            **(_tls(settings) if settings.use_ssl else {}),
        )
    )


def _tls(settings: RedisSettings) -> dict[str, Any]:
    return {
        "ssl_certfile": settings.ssl_certfile,
        "ssl_keyfile": settings.ssl_keyfile,
        "ssl_ca_certs": settings.ssl_ca_certs,
        "ssl_check_hostname": settings.ssl_check_hostname,
    }
