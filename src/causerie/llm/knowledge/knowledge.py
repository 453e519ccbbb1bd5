"""What a project knows beyond its stories, and what of it answers a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from causerie.llm.knowledge.confidence import confidence
from causerie.llm.knowledge.embed import Embed, Vectors, likeness, vectors_of
from causerie.llm.knowledge.found import Found, answerable
from causerie.llm.knowledge.index import WordIndex, build, index_state, load_index
from causerie.llm.knowledge.languages import guess_language
from causerie.llm.knowledge.lending import asked_of
from causerie.llm.knowledge.passage import Passage, load_passage, passage_state
from causerie.llm.knowledge.question import Lookup, read_question
from causerie.llm.knowledge.ranking import rank
from causerie.llm.knowledge.synonyms import everyday, of_project


class Knowledge:
    """Passages by language, each language with its own index.

    ``embed`` makes vectors of texts, if meaning is to count beside words. It is not part of the state: who
    loads what was learnt with one gives it again.
    """

    def __init__(self, embed: Embed | None = None) -> None:
        self.embed = embed
        self.vectors: dict[str, Vectors] = {}
        self.passages: dict[str, list[Passage]] = {}
        self.lookups: dict[str, Lookup] = {}
        self.synonyms: dict[str, str] = {}

    def learn(self, passages: Iterable[Passage], synonyms: Mapping[str, str] | None = None) -> None:
        """Forgets what was known before. ``synonyms`` are the project's: as said → what it stands for."""
        grouped: dict[str, list[Passage]] = {}
        for passage in passages:
            grouped.setdefault(passage.language or "", []).append(passage)
        self.passages = {language: grouped[language] for language in sorted(grouped)}
        self.synonyms = dict(synonyms or {})
        self.lookups = {
            code: self._lookup(build(known, code or None, asked_of(known, code or None)))
            for code, known in self.passages.items()
        }

        embed = self.embed
        self.vectors = (
            {code: vectors_of(known, embed) for code, known in self.passages.items()} if embed else {}
        )

    def __len__(self) -> int:
        return sum(len(known) for known in self.passages.values())

    def search(self, question: str, count: int = 3, language: str | None = None) -> list[Found]:
        """The best passages, the best first, at most ``count``.

        Passages in ``language`` (by default the question's own) come first, together with those in no
        known language. Others are only looked at where none of these answers.
        """
        wished = (language or guess_language(question) or "").split("-")[0].lower()
        own = [code for code in self.passages if code in (wished, "")] if wished in self.passages else []
        found = self._search(question, own, wished)
        if not answerable(found):
            others = self._search(question, [code for code in self.passages if code not in own], wished)
            if answerable(others) or not found:
                found = [*others, *found]
        return found[:count]

    def _search(self, question: str, languages: Sequence[str], asked_in: str) -> list[Found]:
        found: list[Found] = []
        for language in languages:
            lookup = self.lookups[language]
            vectors = self.vectors.get(language)
            like = likeness(question, vectors, self.embed) if self.embed and vectors is not None else None
            ranked = rank(read_question(question, lookup, asked_in), lookup.index, like)
            found.extend(
                Found(self.passages[language][one.passage], one.score, confidence(one), one.parts)
                for one in ranked
            )
        return sorted(found, key=lambda one: (-one.score, one.passage.id))

    def state(self) -> dict[str, Any]:
        """JSON values and arrays."""
        return {
            "passages": {
                code: [passage_state(one) for one in known] for code, known in self.passages.items()
            },
            "indexes": {code: index_state(lookup.index) for code, lookup in self.lookups.items()},
            "synonyms": self.synonyms,
            "vectors": dict(self.vectors),
        }

    def load(self, state: Mapping[str, Any]) -> None:
        self.passages = {
            code: [load_passage(one) for one in known] for code, known in state["passages"].items()
        }
        self.synonyms = {str(said): str(value) for said, value in state["synonyms"].items()}
        self.vectors = dict(state["vectors"])
        self.lookups = {code: self._lookup(load_index(index)) for code, index in state["indexes"].items()}

    def _lookup(self, index: WordIndex) -> Lookup:
        return Lookup.of(index, everyday(index.language), of_project(self.synonyms))
