"""Work that takes long: answered when it is done, or posted to ``?callback_url=`` then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sanic import HTTPResponse, Request
from sanic import empty as empty_response

from causerie.server.failures import answer_to
from causerie.server.model_routes import served_by

log = logging.getLogger(__name__)
Work = Callable[[], Awaitable[HTTPResponse]]
PATIENCE = 60.0


async def now_or_later(request: Request, work: Work) -> HTTPResponse:
    """With a callback URL 204 at once; errors are posted there, too."""
    url = request.args.get("callback_url")
    if not url:
        return await work()
    background = served_by(request).background
    task = asyncio.create_task(_call_back(url, work, f"{request.method} {request.path}"))
    background.add(task)
    task.add_done_callback(background.discard)
    return empty_response()


async def _call_back(url: str, work: Work, doing: str) -> None:
    try:
        answer = await work()
    except Exception as error:
        answer = answer_to(error, doing)
    headers = {**answer.headers, "content-type": answer.content_type or ""}
    import httpx2

    try:
        async with httpx2.AsyncClient(timeout=PATIENCE) as client:
            (await client.post(url, content=answer.body, headers=headers)).raise_for_status()
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        log.error("What came of %s could not be posted to %s: %s", doing, url, error)
