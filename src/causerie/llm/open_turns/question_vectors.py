"""The vector of a question, or none where none is to be had: then words alone are searched."""

from __future__ import annotations

import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from causerie.errors import ComponentError, LlmError
from causerie.llm.budget import Asker
from causerie.llm.completion import Usage

log = logging.getLogger(__name__)

KEPT = 256
PAUSE = 5.0  # seconds after a failure in which nothing is asked: one turn searches more than once
EMBEDDED, TIMEOUT, WRONG_SIZE, COMPONENT = "embedded", "timeout", "wrong_size", "component"
WORDS_ALONE = "Questions are searched by their words alone."

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Answers within a deadline of its own; raises LlmError, ComponentError or TimeoutError where it fails.

    ``asker`` is None in training.
    """

    async def embed(
        self, texts: Sequence[str], asker: Asker | None = None
    ) -> tuple[Vectors, Usage | None]: ...

    def state(self) -> str:
        """``closed`` while it is asked; ``open`` or ``half_open`` after failures."""

    async def close(self) -> None: ...


class _NoVector(Exception):
    def __init__(self, why: str, told: str) -> None:
        super().__init__(told)
        self.why = why


@dataclass(slots=True)
class QuestionVectors:
    """``by`` names what embeds, ``size`` is that of the passages' vectors.

    ``embedder`` is None where it can't be had; ``why`` tells.
    """

    by: str
    size: int
    embedder: Embedder | None = None
    why: str = ""
    outcomes: Counter[str] = field(default_factory=Counter)
    tokens: int = 0
    clock: Callable[[], float] = time.monotonic
    _kept: OrderedDict[str, Vectors] = field(default_factory=OrderedDict)
    _quiet_until: float = 0.0

    async def of(self, text: str, asker: Asker | None = None) -> Vectors | None:
        """Within the embedder's deadline; a failure is told once, and so is its end."""
        if self.embedder is None or not text.strip() or self.clock() < self._quiet_until:
            return None
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        try:
            rows = await self._rows(text, asker)
        except _NoVector as failed:
            self._note(failed)
            return None
        self._keep(text, rows[0])
        return self._kept[text]

    async def _rows(self, text: str, asker: Asker | None) -> Vectors:
        assert self.embedder is not None
        try:
            rows, usage = await self.embedder.embed([text], asker)
        except TimeoutError:
            raise _NoVector(TIMEOUT, f"{self.by} made no vector in time.") from None
        except LlmError as error:
            raise _NoVector(str(error.reason), str(error)) from error
        except ComponentError as error:
            raise _NoVector(COMPONENT, str(error)) from error
        self.tokens += usage.total if usage else 0
        if rows.shape != (1, self.size):
            raise _NoVector(WRONG_SIZE, self._of_another_size(rows))
        return rows

    def _keep(self, text: str, vector: Vectors) -> None:
        self.outcomes[EMBEDDED] += 1
        if self.why:
            log.info("%s makes vectors again; questions are searched by meaning, too.", self.by)
        self.why = ""
        self._kept[text] = vector
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _note(self, failed: _NoVector) -> None:
        self.outcomes[failed.why] += 1
        if not self.why:
            log.warning("%s %s", failed, WORDS_ALONE)
        self.why = failed.why
        self._quiet_until = self.clock() + PAUSE

    def _of_another_size(self, rows: Vectors) -> str:
        return (
            f"{self.by} makes vectors of {rows.shape[-1]} numbers; those of the model have {self.size}, so another "
            "model made them. Train again: causerie train"
        )

    def status(self) -> dict[str, Any]:
        """``state``: ``closed`` while it works; else why there are no vectors."""
        state = self.embedder.state() if self.embedder else self.why
        return {"by": self.by, "state": state, "why": self.why}

    async def close(self) -> None:
        if self.embedder is not None:
            await self.embedder.close()
