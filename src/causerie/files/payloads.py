"""Messages that name their intent: ``/greet``, ``/greet@0.7``, ``/greet{"name": "Ann"}``."""

from __future__ import annotations

import json
import re
from typing import Any

PREFIX = "/"
_PAYLOAD = re.compile(r"/(?P<intent>[^{@]+)(?P<confidence>@[0-9.]+)?(?P<entities>\{.+\})?")


def payload_entities(text: str) -> tuple[dict[str, Any], ...]:
    """The entities in a payload; none when there are none, or when their JSON is broken."""
    match = _PAYLOAD.match(text.strip())
    if match is None or not match["entities"]:
        return ()
    try:
        raw = json.loads(match["entities"])
    except (ValueError, RecursionError):
        return ()
    if not isinstance(raw, dict):
        return ()
    start, end = match.span("entities")
    return tuple(
        {"entity": name, "value": value, "start": start, "end": end}
        for name, values in raw.items()
        for value in (values if isinstance(values, list) else [values])
    )
