"""What embeds the questions put to a model: set up again when it is loaded, as the passages' vectors were made."""

from __future__ import annotations

import logging
import os

from causerie.errors import CauserieError, LlmError, LlmReason
from causerie.llm.budget import Budget
from causerie.llm.keys import key_for
from causerie.llm.open_turns.config import OpenTurnsConfig
from causerie.llm.open_turns.embeddings_config import EmbeddingsConfig
from causerie.llm.open_turns.endpoint_embedder import EndpointEmbedder, embeddings_client
from causerie.llm.open_turns.learnt import NO_ENDPOINT, TABLE, Learnt
from causerie.llm.open_turns.question_vectors import COMPONENT, WORDS_ALONE, Embedder, QuestionVectors
from causerie.llm.sdk import load as load_sdk
from causerie.llm.settings import LlmSettings
from causerie.nlu.dense_texts import ComponentEmbedder, steps_up_to
from causerie.nlu.encoders.english_texts import EnglishTable
from causerie.nlu.pipeline import Pipeline
from causerie.nlu.steps import build_step

log = logging.getLogger(__name__)
NO_VECTORS = "no_vectors"


def with_table(learnt: Learnt) -> Learnt:
    """The English table embeds questions at once, and everywhere."""
    if learnt.embeddings.by == TABLE and not learnt.embeddings.missing:
        learnt.knowledge.embed = EnglishTable()
    return learnt


def question_vectors(
    config: OpenTurnsConfig,
    learnt: Learnt,
    pipeline: Pipeline | None,
    llm: LlmSettings | None,
    budget: Budget | None,
) -> QuestionVectors | None:
    """None where config.yml asks for no embeddings. ``budget`` is that of the GPT, where there is one."""
    wanted = config.knowledge.embeddings
    if wanted is None or wanted.is_none:
        return None
    by = wanted.model if wanted.at_endpoint else wanted.name
    meaning = learnt.knowledge.meaning
    if meaning is None:
        why = learnt.embeddings.missing or NO_VECTORS
        log.warning(
            "The model holds no vectors of the knowledge (%s). %s Train again: causerie train",
            why,
            WORDS_ALONE,
        )
        return QuestionVectors(by, 0, why=why)
    try:
        embedder = _embedder(wanted, learnt, pipeline, llm, budget)
    except LlmError as error:
        log.warning("%s %s", error, WORDS_ALONE)
        return QuestionVectors(by, meaning.size, why=str(error.reason))
    except CauserieError as error:
        log.warning("%s %s", error, WORDS_ALONE)
        return QuestionVectors(by, meaning.size, why=COMPONENT)
    if embedder is None:
        log.warning(
            "'embeddings: %s' can't be had: %s. %s",
            wanted.name,
            "endpoints.yml has no section 'llm'" if wanted.at_endpoint else "the model has no such step",
            WORDS_ALONE,
        )
        why = NO_ENDPOINT if wanted.at_endpoint else COMPONENT
        return QuestionVectors(by, meaning.size, why=why)
    return QuestionVectors(by, meaning.size, embedder)


def _embedder(
    wanted: EmbeddingsConfig,
    learnt: Learnt,
    pipeline: Pipeline | None,
    llm: LlmSettings | None,
    budget: Budget | None,
) -> Embedder | None:
    if wanted.at_endpoint:
        if llm is None:
            return None
        if budget is None:  # its key or its package is missing, or recordings are played in a GPT's place
            key_for(llm, os.environ)
            load_sdk()
            raise LlmError(LlmReason.NOT_FOUND, "Recordings hold no vectors.")
        return EndpointEmbedder(embeddings_client(llm, wanted), budget)
    if wanted.is_own:
        step = build_step(wanted.name, wanted.options)
        step.component.load(dict(learnt.embeddings.component or {}))
        return ComponentEmbedder((step,), wanted.deadline)
    steps = steps_up_to(wanted.name, pipeline) if pipeline else ()
    return ComponentEmbedder(steps, wanted.deadline) if steps else None
