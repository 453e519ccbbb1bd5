"""What a GPT is asked in open turns, and what is let through of what it answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from causerie.llm.budget import Asker, usage_as_json
from causerie.llm.cache import AnswerCache
from causerie.llm.completion import Completion
from causerie.llm.gpt import Gpt
from causerie.llm.knowledge.found import Found
from causerie.llm.leash.figures import source_of, unsupported
from causerie.llm.leash.judge import Given, Reason, Verdict, judge
from causerie.llm.leash.orders import without_orders
from causerie.llm.leash.streaming import SentenceJudge
from causerie.llm.leash.surrogates import Revealing, Surrogates
from causerie.llm.leash.topics import Topics
from causerie.llm.open_turns.answer import Answer, numbered
from causerie.llm.open_turns.config import OpenTurnsConfig
from causerie.llm.open_turns.question import USUAL_LANGUAGE, Question
from causerie.llm.prompts.load import Templates
from causerie.llm.prompts.material import Material, Passage, Situation, Turn, Voice
from causerie.llm.prompts.write import (
    Prompt,
    answer_prompt,
    choose_intent_prompt,
    propose_slots_prompt,
    rephrase_prompt,
)
from causerie.llm.request import Message, Request

SayPiece = Callable[[str], Awaitable[None]]
PERSONA = Voice().persona
VEILS_KEPT = 1000
SPARE = "0000000000000000"


class Dropped(Exception):
    """An answer that the leash holds back."""

    def __init__(self, verdict: Verdict, usage: dict[str, Any] | None = None) -> None:
        super().__init__(verdict.reason)
        self.reason, self.usage = str(verdict.reason), usage


@dataclass(slots=True)
class Generator:
    """Personal values leave under other names and come back; what the leash does not let through is dropped.

    Raises LlmError for a GPT that fails, Dropped for an answer that may not be said.
    """

    gpt: Gpt
    config: OpenTurnsConfig
    templates: Templates
    topics: Topics = Topics()
    cache: AnswerCache = field(default_factory=AnswerCache)
    veils: dict[str, Surrogates] = field(default_factory=dict)

    # -- answers

    async def answer(
        self, question: Question, found: Sequence[Found], say_piece: SayPiece | None = None
    ) -> Answer:
        """From these passages; kinds ``generated`` and ``not_known``."""
        veil, material = self._veiled(question, found)
        prompt = answer_prompt(self.templates, material, self.config.history_tokens, self._mark())
        given = self._given(question, prompt, passages_of(found))
        same = as_key(material)
        kept = self.cache.find(same)
        if kept is not None:
            done, verdict = kept, judge(veil.reveal(kept.text), given)
        elif say_piece is None:
            done = await self.gpt.complete(prompt.request, asker(question))
            verdict = judge(veil.reveal(done.text), given)
        else:
            done, verdict = await self._listen(prompt, question, veil, given, say_piece)
        usage = None if kept else usage_as_json(done, self.gpt.settings.price)
        if verdict.reason is Reason.NOT_KNOWN:
            return Answer("not_known", response=self.config.not_known, usage=usage)
        if not verdict.ok:
            raise Dropped(verdict, usage)
        self.cache.keep(same, done)
        sources = numbered({number: found[number - 1].passage for number in verdict.citations})
        return Answer("generated", verdict.text, sources=sources, usage=usage)

    async def _listen(
        self, prompt: Prompt, question: Question, veil: Surrogates, given: Given, say_piece: SayPiece
    ) -> tuple[Completion, Verdict]:
        """Sentences are said as soon as they are judged; a verdict against one ends the listening."""
        revealing, judging = Revealing(veil), SentenceJudge(given)
        done: Completion | None = None
        async with aclosing(self.gpt.stream(prompt.request, asker(question))) as pieces:
            async for piece in pieces:
                if isinstance(piece, Completion):
                    done = piece
                    continue
                await say_if_any(judging.feed(revealing.feed(piece)), say_piece)
                if judging.stopped:
                    break
        if done is None:
            return Completion("", None, self.gpt.settings.model, "stopped"), judging.verdict
        await say_if_any(judging.feed(revealing.end()), say_piece)
        await say_if_any(judging.end(), say_piece)
        return done, judging.verdict

    # -- intents, values, other words

    async def choose_intent(self, question: Question, meanings: Mapping[str, str]) -> Any:
        """The JSON that came: ``{"intent": …}``."""
        veil, material = self._veiled(question, ())
        told = {name: veil.conceal(meaning) for name, meaning in meanings.items()}
        prompt = choose_intent_prompt(
            self.templates, replace(material, intents=told), self.config.history_tokens, self._mark()
        )
        return (await self.gpt.complete(prompt.request, asker(question))).value

    async def propose(self, question: Question, slot: str, meaning: str = "") -> str | None:
        """The words of the message that fill a slot, or None."""
        veil, material = self._veiled(question, ())
        wanted = replace(material, slots_wanted={slot: meaning})
        prompt = propose_slots_prompt(self.templates, wanted, self.config.history_tokens, self._mark())
        value = (await self.gpt.complete(prompt.request, asker(question))).value
        found = value.get(slot) if isinstance(value, dict) else None
        return veil.reveal(found) if isinstance(found, str) else None

    async def rephrase(self, question: Question, text: str) -> str:
        """The same in other words: with all its figures, and no others."""
        veil, material = self._veiled(question, ())
        prompt = rephrase_prompt(
            self.templates,
            replace(material, reply=veil.conceal(text)),
            self.config.history_tokens,
            self._mark(),
        )
        done = await self.gpt.complete(prompt.request, asker(question))
        said = veil.reveal(done.text)
        given = self._given(question, prompt, ())
        verdict = judge(said, replace(given, own=(text,), history=(), slots={}, question=""))
        if not verdict.ok:
            raise Dropped(verdict)
        if missing := unsupported(text, [source_of(verdict.text, given.language)], given.language):
            raise Dropped(Verdict(reason=Reason.UNSUPPORTED_FIGURE, detail=missing[0].text))
        return verdict.text

    # -- what is told, and what may be said

    def _veil_of(self, conversation: str) -> Surrogates:
        """The same value has the same surrogate all through a conversation."""
        veil = self.veils.pop(conversation, None) or Surrogates()
        self.veils[conversation] = veil
        while len(self.veils) > VEILS_KEPT:
            self.veils.pop(next(iter(self.veils)))
        return veil

    def _mark(self) -> str | None:
        """Prompts that are compared with recorded ones have the same mark each time."""
        return SPARE if getattr(self.gpt, "repeatable", False) else None

    def _veiled(self, question: Question, found: Sequence[Found]) -> tuple[Surrogates, Material]:
        passages = passages_of(found)
        values = {
            name: str(question.slots[name]) for name in self.config.personal_slots if name in question.slots
        }
        own = [*(passage.text for passage in passages), self.config.persona, self.config.instructions]
        veil = self._veil_of(question.conversation)
        veil.know(own, values)
        history = tuple(Turn(speaker(m), veil.conceal(m.text)) for m in question.history)
        shown = {
            name: veil.conceal(str(question.slots[name]))
            for name in self.config.slots
            if name in question.slots
        }
        return veil, Material(
            question=veil.conceal(question.text),
            voice=Voice(
                self.config.persona or PERSONA,
                self.config.instructions,
                veil.conceal(question.wishes),
                question.language or USUAL_LANGUAGE,
            ),
            situation=Situation(question.form or "", question.asked_slot or "", shown, self.config.tasks),
            passages=passages,
            history=history,
        )

    def _given(self, question: Question, prompt: Prompt, passages: tuple[Passage, ...]) -> Given:
        shown = {name: str(question.slots[name]) for name in self.config.slots if name in question.slots}
        return Given(
            question=question.text,
            language=question.language or USUAL_LANGUAGE,
            passages=passages,
            history=tuple(Turn(speaker(m), m.text) for m in question.history),
            slots=shown,
            own=(self.config.persona, self.config.instructions),
            system=prompt.system,
            nonce=prompt.nonce,
            topics=self.topics,
        )


def passages_of(found: Sequence[Found]) -> tuple[Passage, ...]:
    """Without lines that give an assistant orders: whoever wrote them into a document is no designer."""
    return tuple(
        without_orders(Passage(one.passage.id, one.passage.text, one.passage.headings)) for one in found
    )


def asker(question: Question) -> Asker:
    return Asker(question.conversation, question.turn, question.conversation)


def as_key(material: Material) -> Request:
    """Alike for turns that would be asked alike: question, passages, what was said before, who speaks how."""
    return Request((Message("user", repr(material)),), purpose="answer")


async def say_if_any(text: str, say_piece: SayPiece) -> None:
    if text:
        await say_piece(text)


def speaker(message: Message) -> Any:
    return "user" if message.role == "user" else "assistant"
