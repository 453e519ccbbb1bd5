"""Signatures of requests, checked in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable

REPLAY_WINDOW = 300.0


def hex_of(secret: str, message: bytes, method: str = "sha256") -> str:
    return hmac.new(secret.encode(), message, method).hexdigest()


def base64_of(secret: str, message: bytes, method: str = "sha1") -> str:
    return base64.b64encode(hmac.new(secret.encode(), message, method).digest()).decode()


def same(expected: str, given: str | None) -> bool:
    """Takes as long for a wrong signature as for a right one. None is never right."""
    return hmac.compare_digest(expected.encode(), (given or "").encode("utf-8", "replace"))


def is_recent(
    timestamp: str | None, window: float = REPLAY_WINDOW, clock: Callable[[], float] = time.time
) -> bool:
    """Whether a time in seconds since 1970 is less than ``window`` seconds from now."""
    text = (timestamp or "").strip()
    return text.isascii() and text.isdigit() and len(text) < 16 and abs(clock() - int(text)) <= window


def digest(text: str) -> str:
    """A short name for a text that should not stand in a log or a database."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
