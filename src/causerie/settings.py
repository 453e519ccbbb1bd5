"""What the environment sets, read once per use, with Rasa's names and defaults."""

from __future__ import annotations

import math
import os

from causerie.errors import CauserieError


def integer(name: str, default: int) -> int:
    """A whole number from the environment."""
    raw = os.environ.get(name)
    if raw is None or not raw.strip():
        return default
    try:
        return int(raw)
    except ValueError:
        raise CauserieError(
            f"The environment variable {name} must be a whole number; it is {raw!r}."
        ) from None


def number(name: str, default: float) -> float:
    """A number from the environment."""
    raw = os.environ.get(name)
    if raw is None or not raw.strip():
        return default
    try:
        return float(raw)
    except ValueError:
        raise CauserieError(f"The environment variable {name} must be a number; it is {raw!r}.") from None


def max_predictions_per_turn() -> int:
    """How many actions one user message may lead to before the turn is stopped."""
    return integer("MAX_NUMBER_OF_PREDICTIONS", 10)


def action_timeout() -> float:
    """Seconds that a custom action may take."""
    return number("CAUSERIE_ACTION_TIMEOUT", 30)


def ticket_lock_lifetime() -> float:
    """Seconds after which the lock of a process that died is free; 0 is the default, as in Rasa."""
    seconds = number("TICKET_LOCK_LIFETIME", 60) or 60.0
    if not 0 < seconds < math.inf:
        raise CauserieError(
            f"The environment variable TICKET_LOCK_LIFETIME must be a number above 0; it is {seconds:g}."
        )
    return seconds
