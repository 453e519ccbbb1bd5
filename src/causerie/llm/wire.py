"""Bytes → JSON and events; answers that are too large or no JSON are refused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing, suppress
from typing import Any

from causerie.errors import LlmReason
from causerie.llm.failures import Failed, malformed

Json = dict[str, Any]
MAX_BYTES = 8_000_000  # a stream spends some 250 bytes on a token
MAX_TEXT = 200_000
DRAIN = 0.1  # seconds


def capped(limit: int) -> Callable[[AsyncIterator[bytes]], AsyncIterator[bytes]]:
    """Lets ``limit`` bytes pass."""

    async def pass_on(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        passed = 0
        async for chunk in chunks:
            passed += len(chunk)
            if passed > limit:
                raise Failed(LlmReason.TOO_LONG, f"The answer is larger than {limit:,} bytes.")
            yield chunk

    return pass_on


async def read_json(chunks: AsyncIterator[bytes], headers: Mapping[str, str]) -> Json:
    """The object that a whole body is, whatever content type it claims to have."""
    body = b"".join([chunk async for chunk in chunks])
    if not body.strip():
        raise malformed("The answer is empty.")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        kind = headers.get("content-type", "").partition(";")[0] or "unknown type"
        raise malformed(f"The answer is no JSON, but {kind}.") from None
    return mapping(value, "The answer")


async def read_events(
    chunks: AsyncGenerator[bytes, None],
    headers: Mapping[str, str],
    is_last: Callable[[Json], bool] = lambda event: False,
) -> AsyncGenerator[Json, None]:
    """The data of server-sent events up to ``[DONE]``, or up to one that ``is_last``."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("", "text/event-stream"):
        raise malformed(f"A stream of events was asked for; what came is {kind}.")
    data: list[bytes] = []
    async with aclosing(chunks), aclosing(_lines(chunks)) as lines:
        async for line in lines:
            if line.startswith(b"data:"):
                data.append(line[5:].removeprefix(b" "))
            elif not line and data:
                whole = b"\n".join(data)
                data.clear()
                event = None if whole.strip() == b"[DONE]" else _event(whole)
                if event is not None:
                    yield event
                if event is None or is_last(event):
                    await _drain(chunks)
                    return
    # data without an empty line behind it is an event that was cut


async def _drain(chunks: AsyncIterator[bytes]) -> None:
    """Read what may follow, so that the connection can be used again; who dawdles loses it."""
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAIN):
            async for _ in chunks:
                pass


def _event(data: bytes) -> Json:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise malformed("An event of the stream is no JSON.") from None
    return mapping(value, "An event of the stream")


async def _lines(chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Lines that end with LF or CR LF; U+2028 and its like, which JSON may hold, end none."""
    rest = bytearray()
    async for chunk in chunks:
        rest += chunk
        if b"\n" in chunk:
            *lines, last = bytes(rest).split(b"\n")
            rest = bytearray(last)
            for line in lines:
                yield line.removesuffix(b"\r")


def mapping(value: Any, what: str) -> Json:
    if not isinstance(value, dict):
        raise malformed(f"{what} is no JSON object.")
    return value


def listing(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise malformed(f"{what} is no list.")
    return value


def whole_number(value: Any) -> int:
    """A count of tokens; 0 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
