"""How each fault is answered."""

from __future__ import annotations

import asyncio
import json
import time
from email.utils import formatdate
from typing import Any

from causerie.contracts.gpt.faults import Fault
from causerie.contracts.gpt.http import Answering

Json = dict[str, Any]
FOREVER = 3600.0
SLOW_PAUSE = 0.02

# status, type, code, message; after what OpenAI and Azure answer
_ERRORS: dict[Fault, tuple[int, str, str | None, str]] = {
    Fault.UNAUTHORISED: (
        401,
        "invalid_request_error",
        "invalid_api_key",
        "Incorrect API key provided: {key}.",
    ),
    Fault.FORBIDDEN: (403, "invalid_request_error", None, "Your project may not use this model."),
    Fault.NO_SUCH_MODEL: (404, "invalid_request_error", "model_not_found", "The model does not exist."),
    Fault.BAD_REQUEST: (400, "invalid_request_error", None, "Unsupported parameter: 'temperature'."),
    Fault.CONTEXT_TOO_LONG: (400, "invalid_request_error", "context_length_exceeded", "Too many tokens."),
    Fault.PROMPT_FILTERED: (400, "invalid_request_error", "content_filter", "The prompt was filtered."),
    Fault.CONFLICT: (409, "conflict", None, "Try again."),
    Fault.RATE_LIMITED: (429, "requests", "rate_limit_exceeded", "Rate limit reached."),
    Fault.RATE_LIMITED_DATE: (429, "requests", "rate_limit_exceeded", "Rate limit reached."),
    Fault.QUOTA: (429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota."),
    Fault.SERVER_ERROR: (500, "server_error", None, "The server had an error."),
    Fault.OVERLOADED: (503, "server_error", None, "The engine is overloaded."),
}


async def fail(fault: Fault, to: Answering, retry_after: float, key: str, answer: Json) -> bool:
    """Answer as ``fault`` says, whatever was asked; False when it is none of these.

    ``answer`` is what would have been said; ``key`` comes back in the message of 401, as OpenAI does.
    """
    if fault in _ERRORS:
        status, kind, code, message = _ERRORS[fault]
        await to.json(status, error(message.format(key=key), kind, code), _retry_headers(fault, retry_after))
        return True
    return await _fail_below(fault, to) or await _fail_in_the_body(fault, to, answer)


def error(message: str, kind: str = "server_error", code: str | None = None) -> Json:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _retry_headers(fault: Fault, retry_after: float) -> dict[str, str]:
    if fault is Fault.RATE_LIMITED:
        return {"retry-after": f"{retry_after:g}"}
    if fault is Fault.RATE_LIMITED_DATE:
        return {"retry-after": formatdate(time.time() + retry_after, usegmt=True)}
    return {}


async def _fail_below(fault: Fault, to: Answering) -> bool:
    """Faults of the connection."""
    if fault is Fault.SLOW_HEADERS:
        await asyncio.sleep(FOREVER)
    elif fault is Fault.RESET_AT_ONCE:
        to.reset()
    elif fault is Fault.REDIRECT:
        await to.whole(307, b"", headers={"location": "http://127.0.0.1:9/v1/elsewhere"})
    else:
        return False
    return True


async def _fail_in_the_body(fault: Fault, to: Answering, answer: Json) -> bool:
    written = json.dumps(answer).encode()
    if fault is Fault.SLOW_BODY:
        await to.slowly(b" " * 100_000, SLOW_PAUSE)
    elif fault is Fault.CUT_BODY:
        await to.part(written[: len(written) // 2])
        to.close()
    elif fault is Fault.HTML:
        await to.whole(200, b"<!doctype html><title>Welcome to the proxy</title>", "text/html")
    elif fault is Fault.BROKEN_JSON:
        await to.whole(200, written[: len(written) // 2])
    elif fault is Fault.EMPTY_BODY:
        await to.whole(200, b"")
    elif fault is Fault.NOT_AN_OBJECT:
        await to.whole(200, b"[1, 2]")
    elif fault is Fault.WRONG_CONTENT_TYPE:
        await to.whole(200, written, "text/plain")
    elif fault is Fault.ERROR_OBJECT:
        await to.json(200, error("The model crashed."))
    else:
        return False
    return True
