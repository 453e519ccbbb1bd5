"""Vectors for the passages of the knowledge, made once, at training, by what config.yml names."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from causerie.errors import CauserieError, ComponentError, LlmError, Problem, ProjectError
from causerie.files.endpoints import read_endpoints
from causerie.files.project import Project
from causerie.fingerprint import code_of
from causerie.llm.budget import Budget
from causerie.llm.gpt import ledger_of
from causerie.llm.keys import key_for
from causerie.llm.knowledge.knowledge import Knowledge
from causerie.llm.open_turns.config import OpenTurnsConfig
from causerie.llm.open_turns.embeddings_config import EXPECTED, EmbeddingsConfig
from causerie.llm.open_turns.endpoint_embedder import EndpointEmbedder, embeddings_client
from causerie.llm.open_turns.learnt import NO_ENDPOINT, TABLE, Embeddings
from causerie.llm.read_settings import read_llm_settings
from causerie.llm.settings import LlmSettings
from causerie.nlu.dense_texts import dense_rows, steps_up_to
from causerie.nlu.encoders.english_texts import EnglishTable
from causerie.nlu.message import training_messages
from causerie.nlu.pipeline import Pipeline
from causerie.nlu.steps import Step, build_step
from causerie.ports import Progress, TrainingContext

BATCH = 500  # texts for a component, between two lines of progress
Done = TypeVar("Done")


def embed_knowledge(
    knowledge: Knowledge,
    config: OpenTurnsConfig,
    project: Project,
    pipeline: Pipeline | None,
    progress: Progress,
) -> Embeddings:
    """Gives the passages their vectors; raises ProjectError for a component that can't make any.

    An endpoint that fails, or has no key, leaves the words alone; a line of progress says so.
    """
    wanted = config.knowledge.embeddings
    if wanted is None:
        knowledge.embed = EnglishTable()
        knowledge.take_vectors(knowledge.embed(knowledge.to_embed(TABLE_READS)), TABLE_READS)
        return Embeddings(TABLE)
    if wanted.is_none or not len(knowledge):
        return Embeddings()
    if wanted.at_endpoint:
        return _at_endpoint(knowledge, wanted, project, progress)
    try:
        return _by_component(knowledge, wanted, project, pipeline, progress)
    except ComponentError as error:
        raise _told(str(error), config, project) from error


TABLE_READS = EnglishTable.languages


# -- an endpoint


def _at_endpoint(
    knowledge: Knowledge, wanted: EmbeddingsConfig, project: Project, progress: Progress
) -> Embeddings:
    settings = llm_of(project)
    if settings is None:
        progress(
            "knowledge: 'embeddings: endpoint' needs the section 'llm' in endpoints.yml, and there is none. The "
            "knowledge is searched by its words alone; write the section and train again."
        )
        return Embeddings(wanted.model, missing=NO_ENDPOINT)
    try:
        rows = _run(_rows_from(knowledge.to_embed(), settings, wanted, project.folder or Path(), progress))
    except LlmError as error:
        progress(
            f"knowledge: no vectors ({error.reason}): {error} The knowledge is searched by its words alone; train "
            "again when this is mended."
        )
        return Embeddings(wanted.model, missing=str(error.reason))
    knowledge.take_vectors(rows)
    return Embeddings(wanted.model)


async def _rows_from(
    texts: Sequence[str], settings: LlmSettings, wanted: EmbeddingsConfig, folder: Path, progress: Progress
) -> Any:
    """A call may take as long as a GPT's: its deadline is that of ``llm``."""
    client = embeddings_client(settings, wanted, settings.deadline)
    budget = Budget(client.settings, ledger_of(settings, folder))
    embedder = EndpointEmbedder(client, budget)
    rows: list[Any] = []
    tokens = 0
    try:
        for start in range(0, len(texts), wanted.batch):
            more, usage = await embedder.embed(texts[start : start + wanted.batch])
            rows.append(more)
            tokens += usage.total if usage else 0
            progress(f"embedding the knowledge: {min(start + wanted.batch, len(texts))} of {len(texts)}")
    finally:
        await embedder.close()
        await budget.close()
    progress(f"knowledge: {len(texts)} passages embedded by {wanted.model}, {tokens} tokens")
    return np.concatenate(rows)


def llm_of(project: Project) -> LlmSettings | None:
    """``llm`` of the project's endpoints.yml; raises ProjectError for one that can't be read."""
    return read_llm_settings(read_endpoints(project.endpoints).llm)


# -- a component


def _by_component(
    knowledge: Knowledge,
    wanted: EmbeddingsConfig,
    project: Project,
    pipeline: Pipeline | None,
    progress: Progress,
) -> Embeddings:
    steps: Sequence[Step]
    state: dict[str, Any] | None = None
    if wanted.is_own:
        step = build_step(wanted.name, wanted.options)
        context = TrainingContext(project.nlu, project.domain, project.config.language, progress=progress)
        step.component.train(training_messages(project.nlu), context)
        state, steps = step.component.state(), (step,)
    else:
        steps = steps_up_to(wanted.name, pipeline) if pipeline else ()
    if not steps and pipeline is None:
        progress(
            f"knowledge: 'embeddings: {wanted.name}' is a step of the pipeline, which is not trained now; the "
            "knowledge is searched by its words alone"
        )
        return Embeddings(wanted.name, missing="no_pipeline")
    if not steps:
        named = ", ".join(entry.name for entry in project.config.pipeline)
        raise ComponentError(
            f"'embeddings: {wanted.name}' is no step of the pipeline. Expected {EXPECTED}. The pipeline has: {named}."
        )
    texts = knowledge.to_embed()
    rows = []
    for start in range(0, len(texts), BATCH):
        rows.append(_run(dense_rows(steps, texts[start : start + BATCH])))
        progress(f"embedding the knowledge: {min(start + BATCH, len(texts))} of {len(texts)}")
    knowledge.take_vectors(np.concatenate(rows))
    return Embeddings(wanted.name, component=state)


def _told(message: str, config: OpenTurnsConfig, project: Project) -> ProjectError:
    place = config.places.get("knowledge", project.config.place)
    advice = "Change 'embeddings' under 'open_turns: knowledge:', or take it out."
    return ProjectError(Problem(message, place, expected=EXPECTED, advice=advice, kind="embeddings"))


# -- for the plan


def print_of_embeddings(config: OpenTurnsConfig, project: Project) -> list[Any]:
    """What vectors depend on beside config, texts and examples: server, key, code, the files of a model."""
    wanted = config.knowledge.embeddings
    if wanted is None or wanted.is_none:
        return []
    if wanted.at_endpoint:
        settings = llm_of(project)
        return [settings.address, settings.query, _has_key(settings)] if settings else [NO_ENDPOINT]
    entries = [(wanted.name, wanted.options)] if wanted.is_own else []
    if not wanted.is_own:
        entries = [(entry.name, entry.options) for entry in project.config.pipeline]
    return [
        (name, options, code_of(name), [_content(value) for value in options.values()])
        for name, options in entries
    ]


def _has_key(settings: LlmSettings) -> bool:
    try:
        key_for(settings, os.environ)
    except LlmError:
        return False
    return True


def _content(value: Any) -> list[tuple[str, str]]:
    """A hash of each file, where an option names a folder or a file."""
    path = Path(value) if isinstance(value, str) and value else None
    try:
        if path is None or not path.exists():
            return []
        files = sorted(file for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())
        return [(file.name, _hash(file)) for file in files]
    except OSError as error:
        raise CauserieError(f"{value} can't be read: {error.strerror or error}.") from error


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "blake2b").hexdigest()


def _run(work: Coroutine[Any, Any, Done]) -> Done:
    """In a thread of its own: whoever trains may be in an event loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
