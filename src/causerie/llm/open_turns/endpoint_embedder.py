"""Embeds at the server that ``llm`` in endpoints.yml names, within the budget."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from causerie.errors import LlmError, LlmReason, StoreError
from causerie.llm.budget import Asker, Budget, most_tokens
from causerie.llm.completion import Usage
from causerie.llm.embeddings import EmbeddingsClient, Vectors
from causerie.llm.open_turns.embeddings_config import EmbeddingsConfig
from causerie.llm.settings import LlmSettings, Prices

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EndpointEmbedder:
    """What it costs counts for the day and the conversation; calls a minute are a GPT's alone."""

    client: EmbeddingsClient
    budget: Budget

    async def embed(self, texts: Sequence[str], asker: Asker | None = None) -> tuple[Vectors, Usage | None]:
        most = Usage(most_tokens(texts))
        try:
            async with self.budget.reserved(most, self.client.settings.price, asker) as spending:
                done = await self.client.embed(texts)
                spending.usage = done.usage
        except StoreError as error:
            log.error("%s", error)
            raise LlmError(LlmReason.OVER_BUDGET, str(error)) from error
        return done.vectors, done.usage

    def state(self) -> str:
        return self.client.breaker.state.state

    async def close(self) -> None:
        """The budget is the GPT's, who closes it."""
        await self.client.close()


def embeddings_client(
    llm: LlmSettings, config: EmbeddingsConfig, deadline: float | None = None
) -> EmbeddingsClient:
    """The server, key and breaker of ``llm``, with a model of its own; raises LlmError as the client does."""
    settings = replace(
        llm, model=config.model, deadline=deadline or config.deadline, price=Prices(input=config.price)
    )
    return EmbeddingsClient(settings, config.dimensions)
