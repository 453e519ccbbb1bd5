"""Vectors of texts from an endpoint: ``/embeddings`` of OpenAI, or of a server that speaks like it."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.errors import LlmReason
from causerie.llm.breaker import Breaker
from causerie.llm.calling import Calls
from causerie.llm.completion import Usage
from causerie.llm.failures import malformed
from causerie.llm.keys import key_for
from causerie.llm.retrying import Retrying
from causerie.llm.sdk import open_client
from causerie.llm.settings import LlmSettings
from causerie.llm.wire import MAX_BYTES, Json, capped, listing, mapping, read_json, whole_number

Vectors = NDArray[np.float32]
LONGEST = 8_000  # characters of a text; models read some 8,000 tokens
ADVICE = {
    LlmReason.NOT_FOUND: "Is 'model' of 'embeddings' in config.yml one of this server's, and does it serve /embeddings?",
    LlmReason.BAD_REQUEST: "Check 'model' and 'dimensions' of 'embeddings' in config.yml.",
    LlmReason.MALFORMED: "Check that the server of 'llm' in endpoints.yml serves /embeddings as OpenAI does.",
    LlmReason.TIMEOUT: "Raise 'deadline' of 'embeddings' in config.yml (in training that of 'llm' in endpoints.yml) if it "
    "is often slow.",
    LlmReason.TOO_LONG: "Lower 'batch' or 'dimensions' of 'embeddings' in config.yml.",
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """``vectors``: ``[texts, size]``; ``usage`` is None where the server does not count."""

    vectors: Vectors
    usage: Usage | None


class EmbeddingsClient:
    """One model that embeds. ``dimensions`` asks for so many numbers, of models that can be asked.

    Raises LlmError when the package or the key is missing.
    """

    def __init__(
        self,
        settings: LlmSettings,
        dimensions: int | None = None,
        environment: Mapping[str, str] = os.environ,
        retrying: Retrying | None = None,
    ) -> None:
        self.settings, self.dimensions = settings, dimensions
        self.breaker = Breaker(settings.breaker.failures, settings.breaker.pause)
        key = key_for(settings, environment)
        self._calls = Calls(settings, key, self.breaker, retrying or Retrying(), ADVICE)
        self._sdk = open_client(settings, key, capped(MAX_BYTES))
        self._send = self._sdk.embeddings.with_streaming_response.create

    async def embed(self, texts: Sequence[str]) -> Embedded:
        """A vector each, in their order; raises LlmError within the deadline."""
        sent: Json = {"model": self.settings.model, "input": [_sent(text) for text in texts]}
        sent["encoding_format"] = "float"  # the SDK would ask for base64, which not every server knows
        if self.dimensions is not None:
            sent["dimensions"] = self.dimensions
        return await self._calls.make(lambda: self._ask(sent), "embed")

    async def close(self) -> None:
        await self._sdk.close()

    async def _ask(self, sent: Json) -> Embedded:
        async with self._send(**sent) as response:
            answer = await read_json(response.iter_bytes(), response.headers)
        return _read(answer, len(sent["input"]))


def _sent(text: str) -> str:
    """An empty text is refused by servers."""
    return text[:LONGEST] if text.strip() else "-"


def _read(answer: Json, count: int) -> Embedded:
    """Entries may come in any order; each says its ``index``."""
    found: dict[int, list[float]] = {}
    for entry in listing(answer.get("data"), "'data'"):
        number = mapping(entry, "An entry of 'data'").get("index")
        if isinstance(number, int) and not isinstance(number, bool):
            found[number] = _numbers(entry.get("embedding"))
    if sorted(found) != list(range(count)):
        raise malformed(f"{count} texts were sent, and {len(found)} vectors came back.")
    if len({len(numbers) for numbers in found.values()}) != 1 or not found[0]:
        raise malformed("The vectors are not of one length.")
    return Embedded(np.array([found[number] for number in range(count)], dtype=np.float32), _usage(answer))


def _numbers(value: Any) -> list[float]:
    numbers = [float(x) for x in listing(value, "'embedding'") if _is_number(x)]
    if len(numbers) != len(value):
        raise malformed("A vector holds something else than numbers.")
    return numbers


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _usage(answer: Json) -> Usage | None:
    usage = answer.get("usage")
    return Usage(whole_number(usage.get("prompt_tokens"))) if isinstance(usage, dict) else None
