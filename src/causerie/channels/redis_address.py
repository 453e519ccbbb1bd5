"""``redis_url`` of a channel: the Redis by which several processes tell each other what to send."""

from __future__ import annotations

from collections.abc import Collection
from importlib.util import find_spec
from urllib.parse import urlsplit

from causerie.errors import ComponentError

SCHEMES = ("redis", "rediss", "unix")


def check_redis(url: str, channel: str, schemes: Collection[str] = SCHEMES) -> None:
    """Raises ComponentError for what is no address, and where the package is missing."""
    if not _is_address(url, schemes):
        raise ComponentError(
            f"'redis_url' of the channel '{channel}' in credentials.yml must be an address such as "
            "redis://localhost:6379/0, rediss://… or unix://…; what it holds is none."
        )
    if find_spec("redis") is None:
        raise ComponentError(
            f"'redis_url' of the channel '{channel}' needs a package: pip install 'causerie[redis]'."
        )


def _is_address(url: str, schemes: Collection[str]) -> bool:
    try:
        parts = urlsplit(url)
        is_one_host = parts.scheme in ("redis", "rediss")
        return parts.scheme in schemes and (not is_one_host or parts.port is None or parts.port > 0)
    except ValueError:
        return False
