"""What of a request and its answer can be read as a message and the bot's words."""

from __future__ import annotations

import json
import re
from typing import Any

from causerie.migration.talking.turns import Json
from causerie.migration.talking.twin import Heard

_WEBHOOK = re.compile(r"/webhooks/([^/?]+)/")
_MESSAGE = re.compile(r"/webhooks/([^/?]+)/webhook/?$")
LARGEST = 1024 * 1024
# Rasa's own channels do not read it; those of a project's own may.
WITHOUT_METADATA = ("rest", "callback")


def channel_of(method: str, path: str) -> str | None:
    """The channel that a request brings a message to, as far as its address tells."""
    found = _WEBHOOK.match(path) if method == "POST" else None
    return found[1] if found else None


def heard_in(method: str, path: str, body: bytes | None) -> Heard | None:
    """The message in the REST channel's form, which the callback channel and many own channels have too."""
    found = _MESSAGE.match(path) if method == "POST" else None
    content = _json(body) if found and body else None
    if not found or not isinstance(content, dict) or not isinstance(content.get("message"), str):
        return None
    metadata = None if found[1] in WITHOUT_METADATA else content.get("metadata")
    return Heard(
        str(content.get("sender") or "default"),
        content["message"],
        str(content.get("input_channel") or found[1]),
        metadata if isinstance(metadata, dict) else {},
    )


def answer_in(body: bytes | None) -> list[Json] | None:
    """The messages of an answer: a list, or one object per line; None for anything else."""
    if body is None:
        return None
    content = _json(body)
    if content is None or isinstance(content, dict):
        content = [_json(line) for line in body.splitlines() if line.strip()]
    pieces = content if isinstance(content, list) else [content]
    return pieces if all(isinstance(piece, dict) for piece in pieces) else None


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None
