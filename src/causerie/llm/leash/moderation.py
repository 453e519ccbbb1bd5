"""Asks an endpoint for moderation whether a text is harmful."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from causerie.llm.failures import what_failed
from causerie.llm.keys import key_for
from causerie.llm.sdk import open_client
from causerie.llm.settings import LlmSettings
from causerie.llm.wire import MAX_BYTES, capped

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Moderated:
    """``categories``: what was found; ``failed``: nobody answered, and the project's choice counts."""

    allowed: bool
    categories: tuple[str, ...] = ()
    failed: bool = False


class Moderation(Protocol):
    """Says whether a text may be answered, or said."""

    async def moderate(self, text: str) -> Moderated: ...

    async def close(self) -> None: ...


class NoModeration:
    """Allows everything."""

    async def moderate(self, text: str) -> Moderated:
        return Moderated(True)

    async def close(self) -> None:
        pass


class EndpointModeration:
    """OpenAI's ``/moderations``, or a server that speaks like it.

    ``deadline`` is in seconds; ``allow_on_failure`` is what counts when no answer comes within it.
    Raises LlmError when the package or the key is missing.
    """

    def __init__(
        self,
        settings: LlmSettings,
        model: str = "omni-moderation-latest",
        deadline: float = 3.0,
        allow_on_failure: bool = False,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        self._model = model
        self._deadline = deadline
        self._allow_on_failure = allow_on_failure
        self._sdk = open_client(settings, key_for(settings, environment), capped(MAX_BYTES))

    async def moderate(self, text: str) -> Moderated:
        try:
            async with asyncio.timeout(self._deadline):
                answer = await self._sdk.moderations.create(model=self._model, input=text)
            first = answer.results[0]
            found = first.categories.model_dump(by_alias=True) if first.flagged else {}
            return Moderated(not first.flagged, tuple(sorted(name for name, hit in found.items() if hit)))
        except Exception as error:
            reason = "malformed" if isinstance(error, _NO_ANSWER) else what_failed(error).reason
            done = "is allowed" if self._allow_on_failure else "is refused"
            log.warning("Moderation gave no answer (%s); the text %s.", reason, done)
            return Moderated(self._allow_on_failure, failed=True)

    async def close(self) -> None:
        await self._sdk.close()


_NO_ANSWER = (AttributeError, IndexError, TypeError, KeyError)  # the SDK does not check what came
