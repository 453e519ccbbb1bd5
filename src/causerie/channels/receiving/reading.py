"""JSON that came from outside."""

from __future__ import annotations

import json
import math
from typing import Any

from sanic import Request
from sanic.exceptions import BadRequest

from causerie.errors import RequestError


def read_json(text: bytes) -> Any:
    """Raises BadRequest for what is no JSON, and for what Python would read but nobody could write again."""
    try:
        found = json.loads(text, parse_constant=_refuse, parse_float=_finite)
        if b"\\ud" in text.lower():
            json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The body is no JSON: {error}.") from error
    return found


def json_object(request: Request) -> dict[str, Any]:
    """The body of a webhook. Raises BadRequest for what is no JSON, RequestError 400 for JSON that is no object."""
    body = read_json(request.body)
    if not isinstance(body, dict):
        raise RequestError(400, "BadRequest", f"The body must be a JSON object; found {type(body).__name__}.")
    return body


def at(body: Any, *path: str | int) -> Any:
    """What stands at a path of keys and places; None when there is nothing, whatever the shape is."""
    for key in path:
        if isinstance(body, dict):
            body = body.get(key)
        elif isinstance(body, list) and isinstance(key, int) and -len(body) <= key < len(body):
            body = body[key]
        else:
            return None
    return body


def a_text(body: Any, *path: str | int) -> str | None:
    """As ``at``, but only a text (numbers become one); None for anything else."""
    found = at(body, *path)
    if isinstance(found, bool):
        return None
    return str(found) if isinstance(found, str | int | float) else None


def a_dict(body: Any, *path: str | int) -> dict[str, Any]:
    found = at(body, *path)
    return found if isinstance(found, dict) else {}


def a_list(body: Any, *path: str | int) -> list[Any]:
    found = at(body, *path)
    return found if isinstance(found, list) else []


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)
