"""Asks a GPT: one deadline, at most one retry, one kind of error, nothing said in logs."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

from causerie.errors import LlmReason
from causerie.llm import chat_api, responses_api
from causerie.llm.breaker import Breaker
from causerie.llm.calling import Calls
from causerie.llm.completion import Completion
from causerie.llm.failures import Failed, what_failed
from causerie.llm.keys import key_for
from causerie.llm.request import Request
from causerie.llm.retrying import Retrying
from causerie.llm.sdk import open_client
from causerie.llm.settings import LlmSettings
from causerie.llm.wire import MAX_BYTES, MAX_TEXT, capped, read_events, read_json

log = logging.getLogger(__name__)


class LlmClient:
    """One model behind one address; made once, used by all conversations, closed at the end.

    Raises LlmError when the package or the key is missing.
    """

    def __init__(
        self,
        settings: LlmSettings,
        environment: Mapping[str, str] = os.environ,
        breaker: Breaker | None = None,
        retrying: Retrying | None = None,
    ) -> None:
        self.settings = settings
        key = key_for(settings, environment)
        self.breaker = breaker or Breaker(settings.breaker.failures, settings.breaker.pause)
        self._calls = Calls(settings, key, self.breaker, retrying or Retrying())
        self._sdk = open_client(settings, key, capped(MAX_BYTES))
        self._chat = settings.api == "chat"
        # Found now: the SDK loads more modules at the first look (up to 0.3 s), which would stall a turn.
        self._send = (chat_api if self._chat else responses_api).opening(self._sdk)

    async def complete(self, request: Request) -> Completion:
        """The whole answer; raises LlmError within the deadline."""
        began = time.monotonic()
        return self._told(await self._calls.make(lambda: self._ask(request), request.purpose), request, began)

    async def stream(self, request: Request) -> AsyncGenerator[str | Completion, None]:
        """Pieces of text as they come, then the Completion; raises LlmError within the deadline.

        The deadline goes on while the caller works on a piece. Who leaves early closes the connection:
        ``async with contextlib.aclosing(client.stream(request)) as pieces``.
        """
        began = time.monotonic()
        with self._calls.watched(request.purpose):
            tries, handed_out, completion = 0, False, None
            while completion is None:
                try:
                    async with aclosing(self._listen(request)) as pieces:
                        while completion is None:
                            piece = await self._in_time(anext(pieces), began)
                            if isinstance(piece, Completion):
                                completion = self._told(piece, request, began)
                            else:
                                handed_out = True
                                yield piece
                except Exception as error:
                    failed = what_failed(error)
                    if handed_out:
                        raise failed from None
                    tries += 1
                    await self._calls.before_another_try(failed, tries, began)
        yield completion

    async def close(self) -> None:
        await self._sdk.close()

    # -- one try

    async def _ask(self, request: Request) -> Completion:
        async with self._open(request, stream=False) as response:
            answer = await read_json(response.iter_bytes(), response.headers)
        read = chat_api.read if self._chat else responses_api.read
        completion = read(answer, request)
        _check_length(len(completion.text))
        return completion

    async def _listen(self, request: Request) -> AsyncGenerator[str | Completion, None]:
        gathering = chat_api.ChatStream() if self._chat else responses_api.ResponseStream()
        is_last = chat_api.is_last if self._chat else responses_api.is_last
        length = 0
        async with (
            self._open(request, stream=True) as response,
            aclosing(read_events(response.iter_bytes(), response.headers, is_last)) as events,
        ):
            async for event in events:
                piece = gathering.take(event)
                length += len(piece)
                _check_length(length)
                if piece:
                    yield piece
        yield gathering.end(request)

    @asynccontextmanager
    async def _open(self, request: Request, stream: bool) -> AsyncIterator[Any]:
        api = chat_api if self._chat else responses_api
        async with self._send(**api.body(self.settings, request, stream)) as response:
            yield response

    # -- around the tries

    async def _in_time(self, piece: Any, began: float) -> str | Completion:
        async with asyncio.timeout_at(self._calls.ends(began)):
            found: str | Completion = await piece
        if time.monotonic() - began > self.settings.deadline:
            raise TimeoutError  # it was there already; the caller was slow
        return found

    def _told(self, completion: Completion, request: Request, began: float) -> Completion:
        """With the seconds it took, and a line in the log about all but the words."""
        done = replace(completion, seconds=time.monotonic() - began)
        log.info(
            "%s by %s: %s, %.2f s, %s",
            request.purpose,
            done.model,
            done.finish_reason,
            done.seconds,
            done.usage,
        )
        return done


def _check_length(characters: int) -> None:
    if characters > MAX_TEXT:
        raise Failed(LlmReason.TOO_LONG, f"The answer is longer than {MAX_TEXT:,} characters.")
