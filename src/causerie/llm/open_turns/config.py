"""``open_turns`` in config.yml, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from causerie.domain.names import INTENT_NLU_FALLBACK, INTENT_OUT_OF_SCOPE
from causerie.errors import Place, ProjectError
from causerie.files.problems import Problems
from causerie.llm.knowledge.confidence import THRESHOLD
from causerie.llm.leash.topics import ANY, Topic, compiled
from causerie.llm.open_turns.embeddings_config import EmbeddingsConfig, read_embeddings
from causerie.llm.section import Section

KEYS = (
    "intent", "instead_of", "persona", "instructions", "knowledge", "refuse", "templates", "history_tokens", "slots", "personal_slots",
    "tasks", "actions", "responses", "choose_intents", "propose_slots", "rephrase", "moderation", "cache_seconds",
)  # fmt: skip
USUAL_INTENTS = (INTENT_NLU_FALLBACK, INTENT_OUT_OF_SCOPE)
KNOWLEDGE_KEYS = ("folder", "faq", "passages", "threshold", "embeddings")
RESPONSE_KEYS = ("not_known", "failed", "refused")
TOPIC_KEYS = ("topic", "words", "patterns", "inflected", "response")
ADVICE = {
    "prompts": "Write 'templates': a folder.",
    "topics": "Write 'refuse'.",
    "model": "Write it under 'llm' in endpoints.yml.",
}


@dataclass(frozen=True, slots=True)
class KnowledgeConfig:
    """``threshold``: how sure (0 to 1) a passage must answer before it is quoted without a GPT."""

    folder: str = "knowledge"
    faq: bool = True
    passages: int = 4
    threshold: float = THRESHOLD
    embeddings: EmbeddingsConfig | None = None


@dataclass(frozen=True, slots=True)
class OpenTurnsConfig:
    """``intent``: what a message becomes that was understood as one of ``instead_of`` and that the knowledge
    answers; empty: none. ``actions``: the project's own that answer open
    questions, which tests then answer, too. Names of ``responses``: what is said when the answer is not known, when nothing works, when a topic is
    refused. ``slots`` may be shown to the GPT; those of ``personal_slots`` only under other names.
    """

    intent: str = ""
    instead_of: tuple[str, ...] = USUAL_INTENTS
    persona: str = ""
    instructions: str = ""
    knowledge: KnowledgeConfig = KnowledgeConfig()
    refuse: tuple[Topic, ...] = ()
    templates: str = "prompts"
    history_tokens: int = 800
    slots: tuple[str, ...] = ()
    personal_slots: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    not_known: str = "utter_not_known"
    failed: str = "utter_not_known"
    refused: str = "utter_refused"
    choose_intents: int = 0
    propose_slots: tuple[str, ...] = ()
    rephrase: bool = True
    moderation: str = "off"
    cache_seconds: float = 300.0
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)


def read_open_turns(
    raw: Any, place: Place, places: Mapping[str, Place], problems: Problems
) -> OpenTurnsConfig | None:
    """None where config.yml says nothing of them; all mistakes become problems."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        problems.error(
            "'open_turns' must be a mapping.", place, expected="key: value lines", kind="wrong_type"
        )
        return None
    section = Section(
        {str(key): value for key, value in raw.items()}, "'open_turns'", place, problems, places
    )
    section.known(KEYS, ADVICE)
    responses = section.part("responses")
    responses.known(RESPONSE_KEYS, {})
    not_known = responses.text("not_known") or "utter_not_known"
    return OpenTurnsConfig(
        intent=section.text("intent") or "",
        instead_of=_names(section, "instead_of") or USUAL_INTENTS,
        persona=section.text("persona") or "",
        instructions=section.text("instructions") or "",
        knowledge=_knowledge(section.part("knowledge")),
        refuse=_refused(section, responses.text("refused") or "utter_refused"),
        templates=section.text("templates") or "prompts",
        history_tokens=section.whole("history_tokens", 800, 0),
        slots=_names(section, "slots"),
        personal_slots=_names(section, "personal_slots"),
        tasks=_names(section, "tasks"),
        actions=_names(section, "actions"),
        not_known=not_known,
        failed=responses.text("failed") or not_known,
        refused=responses.text("refused") or "utter_refused",
        choose_intents=section.whole("choose_intents", 0, 0),
        propose_slots=_names(section, "propose_slots"),
        rephrase=section.choice("rephrase", (True, False), True),
        moderation=section.choice("moderation", ("off", "allow", "refuse"), "off"),
        cache_seconds=section.number("cache_seconds", 300.0, at_least=0),
        places=places,
    )


def _knowledge(section: Section) -> KnowledgeConfig:
    section.known(KNOWLEDGE_KEYS, {"threshhold": "Write 'threshold'.", "embedding": "Write 'embeddings'."})
    return KnowledgeConfig(
        folder=section.text("folder") or "knowledge",
        faq=section.choice("faq", (True, False), True),
        passages=section.whole("passages", 4, 1),
        threshold=section.number("threshold", THRESHOLD, at_least=0, at_most=1),
        embeddings=read_embeddings(section),
    )


def _names(section: Section, key: str) -> tuple[str, ...]:
    value = section.values.get(key)
    listed = [value] if isinstance(value, str) else value
    if listed is None:
        return ()
    if isinstance(listed, list) and all(isinstance(name, str) for name in listed):
        return tuple(listed)
    section.wrong(
        key,
        f"'{key}' of {section.what} must be a list of names.",
        expected=f"{key}: [name, …]",
        kind="wrong_type",
    )
    return ()


def _refused(section: Section, usual: str) -> tuple[Topic, ...]:
    listed = section.values.get("refuse")
    if listed is None:
        return ()
    if not isinstance(listed, list):
        section.wrong(
            "refuse", "'refuse' must be a list of topics.", expected="- topic: …", kind="wrong_type"
        )
        return ()
    topics = [topic for item in listed if (topic := _topic(item, section, usual))]
    try:
        compiled(topics)
    except ProjectError as error:
        for problem in error.problems:
            section.problems.add(problem)
        return ()
    return tuple(topics)


def _topic(item: Any, section: Section, usual: str) -> Topic | None:
    place = section.places.get("refuse", section.place)
    name = item.get("topic") if isinstance(item, dict) else None
    words = _by_language(item.get("words", {})) if isinstance(item, dict) else None
    patterns = _by_language(item.get("patterns", {})) if isinstance(item, dict) else None
    if not isinstance(name, str) or words is None or patterns is None:
        section.wrong(
            "refuse",
            "A topic under 'refuse' needs its name and the words that tell it.",
            expected="- topic: politics, words: [election, …] or words: {en: […], fr: […]}",
            found=str(item)[:80],
            kind="wrong_type",
        )
        return None
    part = Section(item, f"the topic '{name}'", place, section.problems)
    part.known(TOPIC_KEYS, {})
    inflected = part.choice("inflected", (True, False), False)
    return Topic(name, words, patterns, part.text("response") or usual, inflected, place)


def _by_language(raw: Any) -> dict[str, tuple[str, ...]] | None:
    """A list counts for all languages; None for what is neither that nor lists by language."""
    by_language = raw if isinstance(raw, dict) else {ANY: raw}
    found = {}
    for language, words in by_language.items():
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            return None
        found[str(language)] = tuple(words)
    return found
