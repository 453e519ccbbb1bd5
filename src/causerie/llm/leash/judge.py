"""Decides whether what a GPT wrote may be said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape

from causerie.llm.leash.claims import claimed
from causerie.llm.leash.disclosure import Secrets, disclosed, secrets_of
from causerie.llm.leash.figures import Source, source_of, unsupported
from causerie.llm.leash.languages import is_other_language
from causerie.llm.leash.letters import visible
from causerie.llm.leash.machinery import is_machinery, mixes_scripts
from causerie.llm.leash.markup import cleaned, is_active
from causerie.llm.leash.sentences import cut
from causerie.llm.leash.subjects import misattributed
from causerie.llm.leash.topics import Topics, topic_of
from causerie.llm.prompts.material import Passage, Turn

MOST_READ = 20_000  # characters; who writes more is not read
_NOT_KNOWN = re.compile(r"\bNOT[\s_\\-]*KNOWN\b")
_CITED = re.compile(r"\s?\[(\d{1,3})\](?!\()")


class Reason(StrEnum):
    """Why an answer was dropped."""

    EMPTY = "empty"
    NOT_KNOWN = "not_known"
    TOO_LONG = "too_long"
    MARKUP = "markup"
    DISCLOSURE = "disclosure"
    CLAIMED_ACTION = "claimed_action"
    UNSUPPORTED_FIGURE = "unsupported_figure"
    OFF_TOPIC = "off_topic"
    WRONG_LANGUAGE = "wrong_language"


@dataclass(frozen=True, slots=True)
class Given:
    """What the GPT was given, in true values (not surrogates), and what it may not say.

    ``own``: other texts of the project whose figures may be said, such as its instructions. ``longest``:
    characters of an answer; a longer one ends with the last sentence that fits.
    """

    question: str
    language: str = "en"
    passages: tuple[Passage, ...] = ()
    history: tuple[Turn, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    system: str = ""
    nonce: str = ""
    topics: Topics = Topics()
    longest: int = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """``text`` may be said when ``reason`` is None. ``detail`` is for logs: it may quote the answer.

    ``citations``: numbers of the passages used, from 1, each once.
    """

    text: str = ""
    citations: tuple[int, ...] = ()
    reason: Reason | None = None
    detail: str = ""
    topic: str = ""

    @property
    def ok(self) -> bool:
        return self.reason is None


def judge(answer: str, given: Given) -> Verdict:
    """All checks on a whole answer; never raises, whatever ``answer`` is."""
    return judged(answer, Prepared.of(given))


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was given, read once for all judgements of an answer."""

    given: Given
    sources: tuple[Source, ...]
    secrets: Secrets

    @classmethod
    def of(cls, given: Given) -> Prepared:
        passages = [f"{' > '.join(passage.headings)}\n{passage.text}" for passage in given.passages]
        said = [turn.text for turn in given.history if turn.speaker == "assistant"]
        asked = [given.question, *(turn.text for turn in given.history if turn.speaker == "user")]
        trusted = [*passages, *given.slots.values(), *given.own, *said]
        sources = [source_of(str(text), given.language) for text in trusted]
        sources += [source_of(text, given.language, by_user=True) for text in asked]
        return cls(given, tuple(sources), secrets_of(given.system, given.nonce, passages, said))


def judged(answer: str, prepared: Prepared) -> Verdict:
    """As ``judge``."""
    given = prepared.given
    if len(answer) > MOST_READ:
        return Verdict(reason=Reason.TOO_LONG, detail=f"{len(answer):,} characters")
    raw = visible(answer).strip()
    if not raw:
        return Verdict(reason=Reason.EMPTY)
    if found := disclosed(raw, prepared.secrets):
        return Verdict(reason=Reason.DISCLOSURE, detail=found)
    if _NOT_KNOWN.search(raw) or raw.casefold().strip(" .*_`\"'") in ("not known", "not_known"):
        return Verdict(reason=Reason.NOT_KNOWN)
    if is_active(answer) or is_machinery(raw) or mixes_scripts(raw):
        return Verdict(reason=Reason.MARKUP, detail="It is written for machines.")
    return _of_text(raw, prepared, given)


def shown(raw: str, prepared: Prepared) -> str:
    """How ``raw`` would be said: with allowed markup, allowed links and citations of given passages."""
    passages = len(prepared.given.passages)
    text = cleaned(raw, lambda address: _is_allowed(address, prepared.sources))
    return _CITED.sub(lambda found: found[0] if 0 < int(found[1]) <= passages else "", text).strip()


def _of_text(raw: str, prepared: Prepared, given: Given) -> Verdict:
    passages, text = len(given.passages), shown(raw, prepared)
    longer = len(text) > given.longest
    text = cut(text, given.longest)
    if not re.search(r"\w", text):
        return Verdict(reason=Reason.TOO_LONG if longer else Reason.EMPTY)
    # as it came and as it will be said: cleaning must neither hide a figure nor make one
    for form in dict.fromkeys((unescape(raw), text)):
        if missing := unsupported(form, prepared.sources, given.language, passages):
            return Verdict(
                reason=Reason.UNSUPPORTED_FIGURE, detail=", ".join(figure.text for figure in missing[:5])
            )
    if figure := misattributed(text, prepared.secrets.passages, given.language):
        return Verdict(reason=Reason.UNSUPPORTED_FIGURE, detail=f"{figure.text} belongs to something else")
    if text != raw and (found := disclosed(text, prepared.secrets)):
        return Verdict(reason=Reason.DISCLOSURE, detail=found)
    if found := claimed(text, prepared.secrets.passages):
        return Verdict(reason=Reason.CLAIMED_ACTION, detail=found)
    if topic := topic_of(text, given.topics, given.language):
        return Verdict(reason=Reason.OFF_TOPIC, detail=topic.name, topic=topic.name)
    if is_other_language(text, given.language):
        return Verdict(reason=Reason.WRONG_LANGUAGE)
    return Verdict(text, _cited(text))


def _cited(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(found[1]) for found in _CITED.finditer(text)))


def _is_allowed(address: str, sources: tuple[Source, ...]) -> bool:
    return not unsupported(address, sources, "en")
