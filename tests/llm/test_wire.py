"""Bytes → events, however they are cut."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator

import pytest

from causerie.errors import LlmReason
from causerie.llm.failures import Failed
from causerie.llm.wire import capped, read_events, read_json

EVENTS = [{"text": "Grüße\u2028\x85 🥐"}, {"text": "zwei"}]
STREAM = (
    ": a comment\r\n\r\nevent: x\r\ndata: "
    + json.dumps(EVENTS[0], ensure_ascii=False)
    + '\r\n\r\nid: 7\ndata: {"text":\ndata: "zwei"}\n\n\n\ndata: [DONE]\n\ndata: {"after": 1}\n\n'
).encode()


async def in_pieces(data: bytes, size: int) -> AsyncGenerator[bytes, None]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 10_000])
async def test_events_are_the_same_however_the_bytes_come(size: int) -> None:
    assert [event async for event in read_events(in_pieces(STREAM, size), {})] == EVENTS


async def test_the_rest_is_read_after_done_so_that_the_connection_serves_again() -> None:
    chunks = in_pieces(STREAM, 5)
    assert len([event async for event in read_events(chunks, {})]) == 2
    assert [chunk async for chunk in chunks] == []


@pytest.mark.parametrize("kind", ["text/event-stream", "TEXT/Event-Stream; charset=utf-8", ""])
async def test_a_stream_says_that_it_is_one_or_nothing(kind: str) -> None:
    events = read_events(in_pieces(STREAM, 9), {"content-type": kind})
    assert [event async for event in events] == EVENTS


async def test_an_event_without_its_end_is_none() -> None:
    assert [event async for event in read_events(in_pieces(b'data: {"a": 1}\n', 4), {})] == []


@pytest.mark.parametrize(
    "data", [b"data: 7\n\n", b"data: {\n\n", b"data: \xff\n\n", b"data: [" + b"[" * 9**5 + b"\n\n"]
)
async def test_an_event_that_is_no_object_is_malformed(data: bytes) -> None:
    with pytest.raises(Failed) as caught:
        async for _ in read_events(in_pieces(data, 9000), {}):
            pass
    assert caught.value.reason is LlmReason.MALFORMED


@pytest.mark.parametrize("body", [b"", b" \n", b"{", b"7", b"\xff\xfe{}", b"[" * 9**5])
async def test_a_body_that_is_no_object_is_malformed(body: bytes) -> None:
    with pytest.raises(Failed) as caught:
        await read_json(in_pieces(body, 9000), {"content-type": "application/json"})
    assert caught.value.reason is LlmReason.MALFORMED


async def test_a_cap_lets_through_just_what_it_says() -> None:
    assert b"".join([chunk async for chunk in capped(10)(in_pieces(b"0123456789", 4))]) == b"0123456789"
    with pytest.raises(Failed, match="larger than 9 bytes"):
        async for _ in capped(9)(in_pieces(b"0123456789", 4)):
            pass
