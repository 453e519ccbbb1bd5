"""An answer token by token, and how streams fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from itertools import count
from typing import Any

from causerie.contracts.gpt import failing
from causerie.contracts.gpt.faults import Fault
from causerie.contracts.gpt.http import Answering

Json = dict[str, Any]
Events = Iterable[tuple[str, Json]]
BEFORE_THE_FAULT = 5  # events; with either API some of them are words


async def stream(to: Answering, events: Events, done: bool, delay: float, fault: Fault | None) -> None:
    """Server-sent events; ``done``: with ``[DONE]`` at the end; ``delay``: seconds before each event."""
    if fault is Fault.SLOW_BODY:
        await to.slowly(b": slow\n" * 10_000, failing.SLOW_PAUSE, "text/event-stream")
        return
    to.begin_stream()
    if fault is Fault.STREAM_ERROR_AT_ONCE:
        await to.chunk(_error_event(done))
    elif fault in _BROKEN:
        async for event in _paced(events, delay, BEFORE_THE_FAULT):
            await to.chunk(event)
        await _BROKEN[fault](to, done)
        return
    elif fault is Fault.ENDLESS:
        word = _word(list(events))
        for _ in count():
            await to.chunk(word)
            await asyncio.sleep(max(delay, 0.005))
    else:
        async for event in _paced(events, delay):
            await to.chunk(event)
        if done:
            await to.chunk(b"data: [DONE]\n\n")
        if fault is Fault.LEFT_OPEN:
            await asyncio.sleep(failing.FOREVER)
    await to.end_stream()


async def _paced(events: Events, delay: float, limit: int | None = None) -> AsyncIterator[bytes]:
    for number, (name, data) in enumerate(events):
        if number == limit:
            return
        if delay:
            await asyncio.sleep(delay)
        yield _written(name, data)


def _written(name: str, data: Json) -> bytes:
    head = f"event: {name}\n" if name else ""
    # half a pair of surrogates is escaped, as JSON allows; all else is UTF-8
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n".encode(errors="backslashreplace")


def _word(events: list[tuple[str, Json]]) -> bytes:
    """The first of these events that carries a word."""
    for name, data in events:
        if is_word(name, data):
            return _written(name, data)
    raise ValueError("An endless stream needs an answer of at least one word.")


def is_word(name: str, data: Json) -> bool:
    """Whether this event carries a token of an answer."""
    choices = data.get("choices")
    return name == "response.output_text.delta" or bool(choices and choices[0]["delta"].get("content"))


def _error_event(chat: bool) -> bytes:
    if chat:
        return _written("", failing.error("The server had an error."))
    data = {"type": "error", "code": "server_error", "message": "The server had an error.", "param": None}
    return _written("error", {**data, "sequence_number": 99})


async def _end(to: Answering, chat: bool) -> None:
    await to.end_stream()


async def _reset(to: Answering, chat: bool) -> None:
    await asyncio.sleep(0.02)  # a reset takes away what was not read yet
    to.reset()


async def _close(to: Answering, chat: bool) -> None:
    to.close()


async def _tell_of_error(to: Answering, chat: bool) -> None:
    await to.chunk(_error_event(chat))
    await to.end_stream()


async def _garbage(to: Answering, chat: bool) -> None:
    await to.chunk(b'\n!!! ###\nnonsense\n\n: a comment\n\ndata: {"half": \n\n')
    await to.end_stream()


_BROKEN: dict[Fault | None, Callable[[Answering, bool], Any]] = {
    Fault.CUT_STREAM: _end,
    Fault.CUT_BODY: _close,
    Fault.RESET_STREAM: _reset,
    Fault.STREAM_ERROR: _tell_of_error,
    Fault.GARBAGE: _garbage,
}
