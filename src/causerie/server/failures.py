"""Errors → answers in Rasa's form. A client never sees a traceback."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response
from sanic.exceptions import SanicException

import causerie
from causerie.dialogue.event_json import EventError
from causerie.errors import CauserieError, RequestError, StoreError

log = logging.getLogger(__name__)


def failure(status: int, reason: str, message: str, details: dict[str, Any] | None = None) -> HTTPResponse:
    """``{version, status, message, reason, details, help, code}``."""
    body = {
        "version": causerie.__version__,
        "status": "failure",
        "message": message,
        "reason": reason,
        "details": details or {},
        "help": None,
        "code": status,
    }
    return json_response(body, status=status)


def add_handlers(app: Sanic[Any, Any]) -> None:
    @app.exception(RequestError)
    async def wrong_request(request: Request, error: RequestError) -> HTTPResponse:
        return failure(error.status, error.reason, str(error), dict(error.details))

    @app.exception(EventError)
    async def wrong_event(request: Request, error: EventError) -> HTTPResponse:
        return failure(400, "BadRequest", str(error), {"parameter": "", "in": "body"})

    @app.exception(StoreError)
    async def no_store(request: Request, error: StoreError) -> HTTPResponse:
        log.error("%s", error)
        return failure(503, "StoreUnavailable", str(error))

    @app.exception(CauserieError)
    async def known(request: Request, error: CauserieError) -> HTTPResponse:
        log.error("%s", error)
        return failure(500, type(error).__name__, str(error))

    @app.exception(SanicException)
    async def http(request: Request, error: SanicException) -> HTTPResponse:
        return failure(error.status_code, type(error).__name__, str(error) or "The request failed.")

    @app.exception(Exception)
    async def unknown(request: Request, error: Exception) -> HTTPResponse:
        number = uuid.uuid4().hex[:8]
        log.exception("Error %s while handling %s %s", number, request.method, request.path)
        return failure(500, "InternalError", f"Something went wrong here. The log has it as error {number}.")
