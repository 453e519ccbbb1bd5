"""A client of the local GPT, and the two ways to ask it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import Any

from causerie.contracts.gpt import LocalGpt
from causerie.llm.client import LlmClient
from causerie.llm.completion import Completion
from causerie.llm.read_settings import settings_from
from causerie.llm.request import Message, Request
from causerie.llm.retrying import Retrying

KEY = "sk-test-5f3a9c1e7b2d"
QUESTION = Request((Message("system", "Be short."), Message("user", "When is breakfast?")))


def client_of(gpt: LocalGpt, pause: float = 0.01, **settings: Any) -> LlmClient:
    given = {"model": "m", "base_url": gpt.base_url, "api_key_env": "TEST_KEY", **settings}
    return LlmClient(settings_from(given), {"TEST_KEY": KEY}, retrying=Retrying(pause))


async def ask(client: LlmClient, how: str, request: Request = QUESTION) -> Completion:
    """By ``complete``, or by ``stream`` with all its pieces."""
    if how == "complete":
        return await client.complete(request)
    pieces, completion = await heard(client, request)
    assert "".join(pieces) == completion.text
    return completion


async def heard(client: LlmClient, request: Request = QUESTION) -> tuple[list[str], Completion]:
    pieces: list[str] = []
    async with aclosing(client.stream(request)) as stream:
        async for piece in stream:
            if isinstance(piece, Completion):
                return pieces, piece
            pieces.append(piece)
    raise AssertionError("a stream ends with its Completion")


async def until_no_task_runs() -> None:
    """The tasks that close what a stream leaves end by themselves."""
    async with asyncio.timeout(5):
        while asyncio.all_tasks() != {asyncio.current_task()}:  # noqa: ASYNC110 - they tell nobody
            await asyncio.sleep(0)


async def until_no_connection_is_open(gpt: LocalGpt) -> None:
    async with asyncio.timeout(5):
        while gpt.open_connections:  # noqa: ASYNC110 - the server lives in another thread
            await asyncio.sleep(0.005)


async def until_asked(gpt: LocalGpt) -> None:
    async with asyncio.timeout(5):
        while not gpt.asked:  # noqa: ASYNC110 - the server lives in another thread
            await asyncio.sleep(0.005)
