"""The server in front of the old one."""

from __future__ import annotations

import hmac
import itertools
import logging
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx2
from sanic import HTTPResponse, Request, Sanic
from sanic import html as html_response
from sanic import json as json_response

from causerie.errors import EndpointError
from causerie.migration.pages.shadow_page import shadow_page
from causerie.migration.shadow.companion import Companion
from causerie.migration.shadow.forwarding import Copy, new_client, send_back, send_on
from causerie.migration.shadow.reading import LARGEST, answer_in, channel_of, heard_in
from causerie.migration.shadow.tally import Tally
from causerie.migration.shadow.websockets import is_websocket, join
from causerie.migration.talking.turns import Json, When
from causerie.migration.talking.twin import Heard

log = logging.getLogger(__name__)
_numbers = itertools.count()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
REPORT = "/shadow/report"
LARGEST_REQUEST = 4 * 1024**3
AN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Front:
    """``sample``: which part of the conversations is compared; ``report_token`` opens the report."""

    upstream: httpx2.URL
    report_token: str
    sample: float = 1.0


def create_shadow(
    front: Front, companion: Companion, tally: Tally, ended: Callable[[], None]
) -> Sanic[Any, Any]:
    """An app that answers every request as the old server does; ``ended`` is called when it has stopped."""
    app: Sanic[Any, Any] = Sanic(f"causerie_shadow_{next(_numbers)}", configure_logging=False)
    app.config.TOUCHUP = False
    app.config.REQUEST_MAX_SIZE = LARGEST_REQUEST
    app.config.RESPONSE_TIMEOUT = app.config.REQUEST_TIMEOUT = AN_HOUR
    app.config.ACCESS_LOG = False
    app.ctx.front, app.ctx.companion, app.ctx.tally = front, companion, tally
    app.enable_websocket()
    app.add_route(report, REPORT, methods=["GET"], name="report")
    app.add_route(forward, "/", methods=METHODS, name="root", stream=True)
    app.add_route(forward, "/<path:path>", methods=METHODS, name="any", stream=True)

    @app.before_server_start
    async def begin(app: Sanic[Any, Any]) -> None:
        app.ctx.client = new_client()
        companion.begin()

    @app.after_server_stop
    async def end(app: Sanic[Any, Any]) -> None:
        await companion.close()
        await app.ctx.client.aclose()
        ended()

    return app


async def forward(request: Request, path: str = "") -> HTTPResponse | None:
    """Answered by the old server; what came and went is handed on when the user has the answer."""
    front: Front = request.app.ctx.front
    if is_websocket(request):
        return await _join(request, front)
    asked, answered = Copy(LARGEST), Copy(LARGEST)
    began = time.perf_counter()
    try:
        answer = await send_on(request.app.ctx.client, front.upstream, request, asked)
    except httpx2.HTTPError as error:
        return _bad_gateway(front, str(error) or type(error).__name__)
    try:
        return await send_back(request, answer, answered)
    finally:  # a user who has the answer may hang up, which cancels what stands here
        _notice(request, asked, answer, answered, When(time.time(), time.perf_counter() - began))
        await answer.aclose()


def _notice(request: Request, asked: Copy, answer: httpx2.Response, answered: Copy, when: When) -> None:
    """Nothing that goes wrong here may reach the user."""
    try:
        if answer.status_code == HTTPStatus.OK:
            said = None if "content-encoding" in answer.headers else answered.content
            _hand_on(request, asked.content, answer_in(said), when)
    except Exception:
        log.exception("A message was not compared.")


def _hand_on(request: Request, asked: bytes | None, said: list[Json] | None, when: When) -> None:
    context = request.app.ctx
    channel = channel_of(request.method, request.path)
    heard = heard_in(request.method, request.path, asked)
    if heard is None and channel is not None:
        context.tally.unread(channel)
    elif heard is not None and _is_in_sample(heard, context.front.sample):
        context.companion.offer(heard, said, when)
    elif heard is not None:
        context.tally.not_in_sample += 1


def _is_in_sample(heard: Heard, sample: float) -> bool:
    """Whole conversations are, or are not."""
    return zlib.crc32(heard.sender.encode(errors="replace")) < sample * 2**32


async def _join(request: Request, front: Front) -> HTTPResponse | None:
    request.app.ctx.tally.unread("over a WebSocket")
    try:
        await join(request, front.upstream)
    except EndpointError as error:
        return _bad_gateway(front, str(error))
    return None


def _bad_gateway(front: Front, why: str) -> HTTPResponse:
    log.error("%s can't be reached: %s", front.upstream, why)
    body = {
        "status": "failure",
        "code": 502,
        "reason": "UpstreamUnreachable",
        "message": f"The server behind this one can't be reached: {why}.",
    }
    return json_response(body, status=502)


forward.is_websocket = True  # type: ignore[attr-defined]  # Sanic: it may end without an answer


async def report(request: Request) -> HTTPResponse:
    """How many turns agreed, and which differed; as a page, or with ``?format=json`` as JSON."""
    given = request.args.get("token") or request.headers.get("x-report-token") or ""
    if not hmac.compare_digest(given.encode(), request.app.ctx.front.report_token.encode()):
        message = (
            "The report shows what people wrote. Its token was printed when the shadow started: ?token=…"
        )
        return json_response(
            {"status": "failure", "code": 401, "reason": "NotAuthenticated", "message": message}, status=401
        )
    summary = request.app.ctx.tally.summary()
    if request.args.get("format") == "json":
        return json_response(summary)
    return html_response(shadow_page(summary), headers={"Cache-Control": "no-store"})
