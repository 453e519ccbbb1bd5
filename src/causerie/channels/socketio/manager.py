"""How several processes of the channel reach each other's clients: by Redis."""

from __future__ import annotations

from typing import Any

import socketio

from causerie.errors import ComponentError


def make_manager(redis_url: str | None) -> Any:
    """None for one process. Nothing is connected yet. Raises ComponentError."""
    if redis_url is None:
        return None
    try:
        return socketio.AsyncRedisManager(redis_url)
    except RuntimeError as error:
        raise ComponentError(
            "'redis_url' of the channel 'socketio' needs a package: pip install 'causerie[redis]'."
        ) from error
    except ValueError as error:
        raise ComponentError(
            "'redis_url' of the channel 'socketio' in credentials.yml must be an address such as "
            "redis://localhost:6379/0, rediss://… or unix://…; what it holds is none."
        ) from error
