"""What a project knows beyond its stories, and what of it answers a question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from causerie.llm.knowledge.confidence import confidence
from causerie.llm.knowledge.embed import Embed, Vectors
from causerie.llm.knowledge.found import Found, answerable
from causerie.llm.knowledge.index import WordIndex, build, index_state, load_index
from causerie.llm.knowledge.languages import guess_language
from causerie.llm.knowledge.lending import asked_of
from causerie.llm.knowledge.meaning import Meaning, learn_meaning, load_meaning, texts_of
from causerie.llm.knowledge.passage import Passage, load_passage, passage_state
from causerie.llm.knowledge.question import Lookup, read_question
from causerie.llm.knowledge.ranking import rank
from causerie.llm.knowledge.synonyms import everyday, of_project


class Knowledge:
    """Passages by language, each language with its own index.

    ``meaning`` is there where passages have vectors. Either whoever searches gives the question's vector too,
    or ``embed`` makes both. It is not part of the state: who loads what was learnt with one gives it again.
    """

    def __init__(self, embed: Embed | None = None) -> None:
        self.embed = embed
        self.meaning: Meaning | None = None
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

        self.meaning = None
        if self.embed is not None:
            reads = getattr(self.embed, "languages", None)
            self.take_vectors(self.embed(self.to_embed(reads)), reads)

    def to_embed(self, languages: Collection[str] | None = None) -> list[str]:
        """The text of each passage, as ``take_vectors`` needs a vector for it; of all languages, or of these."""
        return texts_of(self._in(languages))

    def take_vectors(self, rows: NDArray[Any], languages: Collection[str] | None = None) -> None:
        """``[texts, size]``, in the order of ``to_embed``."""
        self.meaning = learn_meaning(rows, self._in(languages)) if len(rows) else None

    def _in(self, languages: Collection[str] | None) -> dict[str, list[Passage]]:
        return {
            code: known for code, known in self.passages.items() if languages is None or code in languages
        }

    def __len__(self) -> int:
        return sum(len(known) for known in self.passages.values())

    def search(
        self,
        question: str,
        count: int = 3,
        language: str | None = None,
        vector: NDArray[Any] | None = None,
    ) -> list[Found]:
        """The best passages, the best first, at most ``count``.

        Passages in ``language`` (by default the question's own) come first, together with those in no
        known language. Others are only looked at where none of these answers. ``vector`` is the question's.
        """
        spoken = guess_language(question)
        wished = (language or spoken or "").split("-")[0].lower()
        if vector is None:
            vector = self._embedded(question, spoken or wished)
        own = [code for code in self.passages if code in (wished, "")] if wished in self.passages else []
        found = self._search(question, own, wished, vector)
        if not answerable(found):
            rest = [code for code in self.passages if code not in own]
            others = self._search(question, rest, wished, vector)
            if answerable(others) or not found:
                found = [*others, *found]
        return found[:count]

    def _search(
        self, question: str, languages: Sequence[str], asked_in: str, vector: NDArray[Any] | None
    ) -> list[Found]:
        found: list[Found] = []
        for language in languages:
            lookup, nearness = self.lookups[language], self._nearness(vector, language)
            for one in rank(read_question(question, lookup, asked_in), lookup.index, nearness):
                found.append(
                    Found(self.passages[language][one.passage], one.score, confidence(one), one.parts)
                )
        return sorted(found, key=lambda one: (-one.score, one.passage.id))

    def _embedded(self, question: str, spoken: str) -> NDArray[Any] | None:
        """Where there is what embeds questions in this language."""
        if self.embed is None or self.meaning is None:
            return None
        reads = getattr(self.embed, "languages", None)
        return self.embed([question])[0] if reads is None or spoken in reads else None

    def _nearness(self, vector: NDArray[Any] | None, language: str) -> Vectors | None:
        return self.meaning.nearness(vector, language) if self.meaning and vector is not None else None

    def state(self) -> dict[str, Any]:
        """JSON values and arrays."""
        return {
            "passages": {
                code: [passage_state(one) for one in known] for code, known in self.passages.items()
            },
            "indexes": {code: index_state(lookup.index) for code, lookup in self.lookups.items()},
            "synonyms": self.synonyms,
            "meaning": self.meaning.state() if self.meaning else None,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        self.passages = {
            code: [load_passage(one) for one in known] for code, known in state["passages"].items()
        }
        self.synonyms = {str(said): str(value) for said, value in state["synonyms"].items()}
        self.meaning = load_meaning(state["meaning"], self.passages) if state.get("meaning") else None
        self.lookups = {code: self._lookup(load_index(index)) for code, index in state["indexes"].items()}

    def _lookup(self, index: WordIndex) -> Lookup:
        return Lookup.of(index, everyday(index.language), of_project(self.synonyms))
