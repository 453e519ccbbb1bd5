"""The open turns of a model, wired up with the GPT that endpoints.yml names."""

from __future__ import annotations

from pathlib import Path

from causerie.errors import Place
from causerie.files.endpoints import Endpoints
from causerie.files.problems import Problems
from causerie.llm.cache import AnswerCache
from causerie.llm.gpt import Gpt, LiveGpt, open_gpt
from causerie.llm.leash.moderation import EndpointModeration, Moderation, NoModeration
from causerie.llm.leash.topics import compiled
from causerie.llm.open_turns.config import OpenTurnsConfig, read_open_turns
from causerie.llm.open_turns.generating import Generator
from causerie.llm.open_turns.interpreting import OpenQuestions
from causerie.llm.open_turns.open_turns import OpenTurns
from causerie.llm.open_turns.user_instructions import UserInstructions
from causerie.llm.prompts.load import load_templates
from causerie.llm.read_settings import read_llm_settings
from causerie.ports import Interpreter
from causerie.training.embedders import question_vectors
from causerie.training.model import Model


def with_open_questions(understood: Interpreter, model: Model) -> Interpreter:
    """What is understood, and where the config.yml names an intent for open questions, those too."""
    config = open_turns_of(model)
    if config is None or model.open_turns is None or not config.intent:
        return understood
    topics = compiled(config.refuse)
    return OpenQuestions(understood, model.open_turns, config, topics, model.language or "en")


def open_turns_of(model: Model) -> OpenTurnsConfig | None:
    """``open_turns`` of the config.yml that the model was trained with."""
    problems = Problems()
    place = Place("config.yml")
    config = read_open_turns(model.config.get("open_turns"), place, {}, problems)
    problems.raise_errors()
    return config


def make_open_turns(model: Model, folder: Path, endpoints: Endpoints) -> OpenTurns | None:
    """Raises CauserieError. ``folder`` is the project's."""
    return open_turns_with(open_gpt(read_llm_settings(endpoints.llm), folder), model, folder, endpoints)


def open_turns_with(gpt: Gpt | None, model: Model, folder: Path, endpoints: Endpoints) -> OpenTurns | None:
    """As ``make_open_turns``, with this GPT or with none."""
    config = open_turns_of(model)
    if config is None or model.open_turns is None:
        return None
    topics = compiled(config.refuse)
    generator: Generator | None = None
    moderation: Moderation = NoModeration()
    if isinstance(gpt, LiveGpt) and config.moderation != "off":
        moderation = EndpointModeration(gpt.settings, allow_on_failure=config.moderation == "allow")
    if gpt is not None:
        own = folder / config.templates
        templates = load_templates(own if own.is_dir() else None)
        generator = Generator(gpt, config, templates, topics, AnswerCache(config.cache_seconds))
    wishes = UserInstructions(folder)
    budget = gpt.budget if isinstance(gpt, LiveGpt) else None
    llm = read_llm_settings(endpoints.llm)
    vectors = question_vectors(config, model.open_turns, model.pipeline, llm, budget)
    return OpenTurns(
        config, model.open_turns, model.language, topics, generator, wishes, moderation, vectors=vectors
    )
