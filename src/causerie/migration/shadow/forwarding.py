"""A request goes to the old server as it came, and its answer back as it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx2
from sanic import HTTPResponse, Request
from sanic.compat import Header

UNKNOWN = "application/octet-stream"
WITHOUT_BODY = (204, 304)
HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "expect",
    }
)


@dataclass(slots=True)
class Copy:
    """Keeps what passes by, up to ``limit`` bytes; ``content`` is None beyond, and until all has passed."""

    limit: int
    is_whole: bool = False
    _kept: bytearray | None = field(default_factory=bytearray)

    def add(self, chunk: bytes) -> None:
        if self._kept is not None:
            self._kept += chunk
            if len(self._kept) > self.limit:
                self._kept = None

    @property
    def content(self) -> bytes | None:
        return bytes(self._kept) if self.is_whole and self._kept is not None else None


def new_client() -> httpx2.AsyncClient:
    """A connection for each request: a kept one may just be closing, and a message can't be sent twice."""
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=0)
    return httpx2.AsyncClient(timeout=httpx2.Timeout(None, connect=10.0), limits=limits, trust_env=False)


async def send_on(
    client: httpx2.AsyncClient, base: httpx2.URL, request: Request, copy: Copy
) -> httpx2.Response:
    """The old server's answer, its body still to come; raises httpx2.HTTPError when there is none."""
    prefix = base.raw_path.rstrip(b"/")
    outgoing = httpx2.Request(
        request.method,
        base.copy_with(raw_path=prefix + request.raw_url),
        headers=[*_passed_on(request.headers.items()), ("X-Forwarded-For", _forwarded_for(request))],
        content=_body(request, copy) if _has_body(request) else None,
    )
    return await client.send(outgoing, stream=True)


async def send_back(request: Request, answer: httpx2.Response, copy: Copy) -> HTTPResponse | None:
    """Piece by piece; an answer without a body is returned, for Sanic to send."""
    headers = Header(_passed_on(answer.headers.multi_items()))
    if request.method == "HEAD" or answer.status_code in WITHOUT_BODY:
        return HTTPResponse(status=answer.status_code, headers=headers)
    response = await request.respond(status=answer.status_code, headers=headers, content_type=UNKNOWN)
    async for chunk in answer.aiter_raw():
        copy.add(chunk)
        await response.send(chunk)
    copy.is_whole = True
    await response.eof()
    return None


def _passed_on(headers: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in HOP_BY_HOP]


def _forwarded_for(request: Request) -> str:
    before = request.headers.get("x-forwarded-for")
    return f"{before}, {request.ip}" if before else request.ip


def _has_body(request: Request) -> bool:
    return request.headers.get("transfer-encoding") is not None or request.headers.get(
        "content-length"
    ) not in (None, "0")


async def _body(request: Request, copy: Copy) -> AsyncIterator[bytes]:
    while (chunk := await request.stream.read()) is not None:  # type: ignore[union-attr]
        copy.add(chunk)
        yield chunk
    copy.is_whole = True
