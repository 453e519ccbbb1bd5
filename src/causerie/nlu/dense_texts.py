"""Texts → dense vectors by steps of understanding, whatever makes them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from causerie.errors import CauserieError, ComponentError, LlmReason
from causerie.llm.breaker import Breaker
from causerie.llm.budget import Asker
from causerie.llm.completion import Usage
from causerie.nlu.message import Message
from causerie.nlu.pipeline import Pipeline
from causerie.nlu.steps import Step

KNOWN = "SentenceEncoder, SpacyFeaturizer with a model that has vectors, LanguageModelFeaturizer"
Vectors = NDArray[np.float32]


def steps_up_to(name: str, pipeline: Pipeline) -> tuple[Step, ...]:
    """The steps of a trained pipeline that are needed to see what this one makes; none where it is not there."""
    for place, step in enumerate(pipeline.steps):
        if name in (step.name, step.title, step.title.rpartition(".")[2]):
            return (*(before for before in pipeline.steps[:place] if before.prepares), step)
    return ()


async def dense_rows(steps: Sequence[Step], texts: Sequence[str]) -> Vectors:
    """``[texts, size]``: the first vector that the last step makes of each text, which tells what is meant.

    Raises ComponentError where it makes nothing dense.
    """
    rows = [await _row(steps, text) for text in texts]
    if len({len(row) for row in rows}) > 1:
        raise ComponentError(f"The component '{steps[-1].title}' makes vectors of unequal length.")
    return np.array(rows, dtype=np.float32)


async def _row(steps: Sequence[Step], text: str) -> NDArray[Any]:
    message = Message(text)
    before = 0
    for step in steps:
        before = len(message.features)
        try:
            waiting = step.component.process(message)
            if waiting is not None:
                await waiting
        except CauserieError:
            raise
        except Exception as error:  # a component may be anybody's
            raise ComponentError(
                f"The component '{step.title}' failed on a text of the knowledge: {type(error).__name__}: {error}."
            ) from error
    dense = [made.sentence.values for made in message.features[before:] if made.is_dense]
    if not dense:
        raise ComponentError(
            f"The component '{steps[-1].title}' makes no dense vectors. Components that do: {KNOWN}; or write "
            "'embeddings: endpoint'."
        )
    return np.asarray(dense[0])


@dataclass(slots=True)
class ComponentEmbedder:
    """In a thread of its own, so that the server goes on; one that keeps failing or hangs is left alone."""

    steps: Sequence[Step]
    deadline: float  # seconds
    breaker: Breaker = field(default_factory=Breaker)
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="causerie-embeddings")
    )

    async def embed(self, texts: Sequence[str], asker: Asker | None = None) -> tuple[Vectors, Usage | None]:
        if not self.breaker.let_through():
            raise ComponentError(
                f"The component '{self.steps[-1].title}' failed {self.breaker.state.failures} times in a row and is left "
                f"alone for {self.breaker.state.seconds_left:.0f} seconds ({LlmReason.BREAKER_OPEN})."
            )
        work = asyncio.get_running_loop().run_in_executor(self._thread, self._rows, list(texts))
        try:
            async with asyncio.timeout(self.deadline):
                rows = await work
        except (CauserieError, TimeoutError):
            self.breaker.failed()
            raise
        except BaseException:
            self.breaker.abandoned()
            raise
        self.breaker.succeeded()
        return rows, None

    def _rows(self, texts: list[str]) -> Vectors:
        return asyncio.run(dense_rows(self.steps, texts))

    def state(self) -> str:
        return self.breaker.state.state

    async def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
