"""Open turns of one assistant: what no intent, story or rule covers.

A topic that the project refuses is refused. What the knowledge does not hold is not known. The rest is
answered by a GPT on its leash, and without one, or where it fails, in the knowledge's own words.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import INTENT_NLU_FALLBACK
from causerie.errors import LlmError, NobodyListens, StoreError
from causerie.llm.knowledge.extract import extract
from causerie.llm.knowledge.found import Found
from causerie.llm.leash.moderation import Moderation, NoModeration
from causerie.llm.leash.topics import Topics, topic_of
from causerie.llm.open_turns.answer import Answer, numbered
from causerie.llm.open_turns.choosing import as_open_question, candidates, chosen, with_intent
from causerie.llm.open_turns.config import OpenTurnsConfig
from causerie.llm.open_turns.generating import Dropped, Generator, SayPiece, asker
from causerie.llm.open_turns.learnt import Learnt, without_personal
from causerie.llm.open_turns.proposing import proposed
from causerie.llm.open_turns.question import USUAL_LANGUAGE, Question, question_of
from causerie.llm.open_turns.question_vectors import QuestionVectors
from causerie.llm.open_turns.tally import Tally
from causerie.llm.open_turns.user_instructions import UserInstructions

log = logging.getLogger(__name__)

NO_GPT = "no_gpt"
LEFT = "left"
WORTH_ASKING = 0.5
"""A GPT is asked about passages that are half as sure to answer as one that is quoted by itself."""
FEW_WORDS = 6


@dataclass(slots=True)
class OpenTurns:
    """Made with the model; ``generator`` is None where no GPT is configured, or its key is missing.

    ``vectors`` is None where config.yml names nothing that embeds questions.
    """

    config: OpenTurnsConfig
    learnt: Learnt
    language: str | None
    topics: Topics
    generator: Generator | None = None
    user_instructions: UserInstructions | None = None
    moderation: Moderation = field(default_factory=NoModeration)
    vectors: QuestionVectors | None = None
    tally: Tally = field(default_factory=Tally)

    # -- answering

    async def question(self, tracker: Tracker) -> Question:
        """What the latest message of the conversation asks."""
        return question_of(tracker, self.language, await self._wishes(tracker.sender_id))

    async def answer(self, question: Question, say_piece: SayPiece | None = None) -> Answer:
        """Never raises for what a GPT or a store does; ``say_piece`` is given what is safe to be shown early."""
        answer = await self._answer(question, say_piece)
        self.tally.note(answer)
        return answer

    async def _answer(self, question: Question, say_piece: SayPiece | None) -> Answer:
        topic = topic_of(question.text, self.topics, question.language or USUAL_LANGUAGE)
        if topic is not None:
            return Answer("refused", response=topic.response, why=topic.name)
        if not (await self.moderation.moderate(question.text)).allowed:
            return Answer("refused", response=self.config.refused, why="moderation")
        found = await self._found(question)
        sure = found[0].confidence if found else 0.0
        threshold = self.config.knowledge.threshold
        if sure < threshold * (WORTH_ASKING if self.generator else 1.0):
            return Answer("not_known", response=self.config.not_known)
        if self.generator is None:
            return self._retrieved(question, found, NO_GPT)
        try:
            return await self.generator.answer(question, found, say_piece)
        except LlmError as error:
            return self._retrieved(question, found, str(error.reason))
        except NobodyListens:
            return self._retrieved(question, found, LEFT)
        except Dropped as dropped:
            log.info("An answer of the GPT was dropped: %s", dropped.reason)
            answer = self._retrieved(question, found, dropped.reason)
            return answer.with_usage(dropped.usage)

    async def _found(self, question: Question) -> list[Found]:
        """A short question may lean on the one before: then both are looked for together."""
        text = self._looked_for(question)
        found = await self._search(text, question)
        before = next((m.text for m in reversed(question.history) if m.role == "user"), None)
        if before is None or len(text.split()) > FEW_WORDS or _is_sure(found, self.config):
            return found
        together = await self._search(f"{before} {text}", question)
        return together if _is_sure(together, self.config) else found

    async def _search(self, text: str, question: Question) -> list[Found]:
        vector = None
        if self.vectors is not None:
            vector = await self.vectors.of(without_personal(text), asker(question))
        return self.learnt.search(text, self.config.knowledge.passages, question.language, vector)

    def _looked_for(self, question: Question) -> str:
        """What a user is called is nothing to look for."""
        text = question.text
        for name in self.config.personal_slots:
            if isinstance(value := question.slots.get(name), str) and value:
                text = text.replace(value, " ")
        return text

    def _retrieved(self, question: Question, found: Sequence[Found], why: str) -> Answer:
        taken = extract(question.text, found, question.language, self.config.knowledge.threshold)
        if taken is None:
            known = why == NO_GPT
            return Answer(
                "not_known", response=self.config.not_known if known else self.config.failed, why=why
            )
        return Answer(
            "retrieved", taken.text, sources=numbered(dict(enumerate(taken.passages, start=1))), why=why
        )

    # -- choosing, proposing, rephrasing

    async def with_open_question(self, parsed: Mapping[str, Any], tracker: Tracker) -> dict[str, Any]:
        """The message as understood; as an open question where it fell back and the knowledge answers it in meaning.

        Whether its words answer was seen before, in understanding (``interpreting``), which asks no server.
        """
        name = (parsed.get("intent") or {}).get("name")
        if self.vectors is None or not self.config.intent or name not in self.config.instead_of:
            return dict(parsed)
        question = question_of(tracker, self.language).asking(str(parsed.get("text") or ""))
        found = await self._search(self._looked_for(question), question)
        return (
            as_open_question(parsed, self.config.intent, found[0].confidence)
            if _is_sure(found, self.config)
            else dict(parsed)
        )

    async def with_chosen_intent(self, parsed: Mapping[str, Any], tracker: Tracker) -> dict[str, Any]:
        """The message as understood; where that fell back, with the intent that a GPT picks, if any."""
        names = candidates(parsed, self.config.choose_intents)
        proposes = (
            tracker.state.loop_name in self.config.propose_slots
        )  # then the form reads the message first
        if self.generator is None or not names or proposes:
            return dict(parsed)
        question = question_of(tracker, self.language).asking(str(parsed.get("text") or ""))
        meanings = {name: "; ".join(self.learnt.examples.get(name, ())) for name in names}
        try:
            value = await self.generator.choose_intent(question, meanings)
        except LlmError as error:
            log.info("No intent was chosen: %s", error.reason)
            return dict(parsed)
        name = chosen(value, names)
        return dict(parsed) if name is None else with_intent(parsed, name)

    async def proposal(self, form: str, slot: str, tracker: Tracker, domain: Domain) -> dict[str, Any]:
        """What the latest message says of a form's slot, as far as it stands there; a candidate, no more.

        A message that has an intent of its own is no answer to the form.
        """
        known, message = domain.slots.get(slot), tracker.state.latest_message
        fell_back = message is not None and message.intent_name == INTENT_NLU_FALLBACK
        if self.generator is None or form not in self.config.propose_slots or known is None or not fell_back:
            return {}
        question = question_of(tracker, self.language)
        try:
            words = await self.generator.propose(question, slot)
        except LlmError as error:
            log.info("No value was proposed: %s", error.reason)
            return {}
        value = proposed(words, known, question.text)
        return {} if value is None else {slot: value}

    async def rephrased(self, text: str, tracker: Tracker) -> str:
        """The same in other words; the text itself where that fails or says something else."""
        if self.generator is None or not self.config.rephrase or not text:
            return text
        question = question_of(tracker, self.language, await self._wishes(tracker.sender_id))
        try:
            return await self.generator.rephrase(question, text)
        except (LlmError, Dropped) as error:
            log.info("A response stays as it is written: %s", error)
            return text

    # -- life

    def status(self) -> dict[str, Any]:
        """For ``/status``: how much is known, and how the GPT is."""
        gpt = self.generator.gpt.status() if self.generator else {"state": NO_GPT}
        told: dict[str, Any] = {"passages": len(self.learnt.knowledge), "gpt": gpt}
        return {**told, "embeddings": self.vectors.status()} if self.vectors else told

    async def close(self) -> None:
        if self.vectors is not None:
            await self.vectors.close()
        if self.generator is not None:
            await self.generator.gpt.close()
        await self.moderation.close()

    async def with_wishes(self, question: Question) -> Question:
        return replace(question, wishes=await self._wishes(question.conversation))

    async def _wishes(self, user: str) -> str:
        if self.user_instructions is None:
            return ""
        try:
            return await self.user_instructions.read(user)
        except StoreError as error:
            log.error("%s", error)
            return ""


def _is_sure(found: Sequence[Found], config: OpenTurnsConfig) -> bool:
    return bool(found) and found[0].confidence >= config.knowledge.threshold
