"""Errors → answers in Rasa's form. A client never sees a traceback."""

from __future__ import annotations

import logging
import uuid
from http import HTTPStatus
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response
from sanic import text as text_response
from sanic.exceptions import SanicException

import causerie
from causerie.dialogue.event_json import EventError
from causerie.errors import CauserieError, RequestError, StoreError

log = logging.getLogger(__name__)

DOCS = "https://legacy-docs-oss.rasa.com/docs/rasa/"
HELP = {
    "NotAuthenticated": DOCS + "http-api#security-considerations",
    "NotAuthorized": DOCS + "http-api#security-considerations",
    "Conflict": DOCS + "http-api",
}


class BadData(RequestError):
    """Events or training data that can't be read; the answer says where their format is described."""

    def __init__(self, message: str, page: str = "http-api") -> None:
        super().__init__(400, "BadRequest", message)
        self.help = DOCS + page


def failure(
    status: int, reason: str, message: str, details: dict[str, Any] | None = None, help: str | None = None
) -> HTTPResponse:
    """``{version, status, message, reason, details, help, code}``."""
    body: dict[str, Any] = {
        "version": causerie.__version__,
        "status": "failure",
        "message": message,
        "reason": reason,
        "details": details or {},
        "help": help or HELP.get(reason),
        "code": status,
    }
    headers = {"Retry-After": str(body["details"]["retry_after"])} if status == 429 else None
    return json_response(body, status=status, headers=headers)


def add_handlers(app: Sanic[Any, Any]) -> None:
    @app.exception(SanicException)
    async def http(request: Request, error: SanicException) -> HTTPResponse:
        return _plain(request, error)

    @app.exception(Exception)
    async def other(request: Request, error: Exception) -> HTTPResponse:
        return answer_to(error, f"{request.method} {request.path}")


def answer_to(error: Exception, doing: str) -> HTTPResponse:
    """What a client is told of an error; one that nobody foresaw is logged with its traceback."""
    match error:
        case RequestError():
            details, page = dict(error.details), getattr(error, "help", None)
            return failure(error.status, error.reason, str(error), details, page)
        case EventError():
            return failure(400, "BadRequest", str(error), help=DOCS + "http-api")
        case StoreError():
            log.error("%s", error)
            return failure(503, "StoreUnavailable", str(error))
        case CauserieError():
            log.error("%s", error)
            return failure(500, type(error).__name__, str(error))
        case SanicException():
            return failure(error.status_code, type(error).__name__, str(error))
    number = uuid.uuid4().hex[:8]
    log.error("Error %s while doing %s", number, doing, exc_info=error)
    return failure(500, "InternalError", f"Something went wrong here. The log has it as error {number}.")


def _plain(request: Request, error: SanicException) -> HTTPResponse:
    """What concerns HTTP itself (no such path, wrong method, bad JSON): JSON to whom speaks JSON."""
    status, headers = error.status_code, {k: str(v) for k, v in (error.headers or {}).items() if k == "Allow"}
    title = HTTPStatus(status).phrase
    message = str(error) or title
    spoken = (request.headers.get("accept") or "") + (request.headers.get("content-type") or "")
    if "json" in spoken:
        body = {"description": title, "status": status, "message": message}
        return json_response(body, status=status, headers=headers)
    return text_response(f"{status} — {title}: {message}", status=status, headers=headers)
