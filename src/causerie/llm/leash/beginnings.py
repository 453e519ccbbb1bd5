"""Beginnings of sentences that are harmless, however the sentence goes on.

Only words are let through that the passages or the small words of the language hold, and none that could belong
to a figure, a claim, a refused topic or talk about instructions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from causerie.llm.leash.claims import claimed
from causerie.llm.leash.disclosure import disclosed, secrets_of
from causerie.llm.leash.figures import figures_of
from causerie.llm.leash.judge import Given
from causerie.llm.leash.languages import SMALL_WORDS, is_other_language
from causerie.llm.leash.letters import fold, words_of
from causerie.llm.leash.number_words import NUMBER_WORDS
from causerie.llm.leash.topics import Topics, topic_of

MOST_WORDS = 8  # of a sentence
SAME_WORDS = 4  # in a row with the system prompt
_USUAL = {
    "en": "there these those they its our has may an as all also each here during between near many some so while guests",
    "fr": "ces cette cet elles ils leur leurs nos ont ou y se si aussi chaque ici pendant entre tous toutes comme l d c qu",
}
# Figures without digits, the marker, who acts, yes and no, and what the GPT could tell of itself
_HELD = (
    frozenset(
        [
            "i",
            "im",
            "ive",
            "we",
            "you've",
            "je",
            "j",
            "nous",
            "my",
            "me",
            "mes",
            "mon",
            "ma",
            "ta",
            "tes",
            "your",
            "yours",
            "vos",
            "on",
            "yes",
            "no",
            "oui",
            "non",
            "si",
            "not",
            "dot",
            "point",
            "at",
            "arobase",
            "noon",
            "midday",
            "midnight",
            "minuit",
            "midi",
            "half",
            "quarter",
            "quart",
            "demi",
            "demie",
            "free",
            "sans",
            "per",
            "dan",
            "end",
        ]
    )
    | NUMBER_WORDS
)
_HELD_STEMS = (
    "complimentar", "gratui", "offert", "charg", "cost", "inclu", "compris", "frais", "percent", "pourcent", "known",
    "book", "reserv", "cancel", "chang", "modif", "moved", "refund", "confirm", "upgrad", "paid", "sent", "email",
    "regist", "appli", "added", "order", "updat", "exten", "delet", "record", "noted", "schedul", "arrang", "annul",
    "rembours", "surclass", "paye", "debit", "envoy", "enregistr", "appliqu", "ajout", "command", "prolong", "supprim",
    "notee", "transmi", "deplac", "votre", "system", "prompt", "instruct", "consigne", "guideline", "directive", "rule",
    "regle", "configur", "programm", "told", "message", "jailbreak", "develop", "unrestricted", "libre", "passage",
    "anweisung", "mode", "data", "recu", "ordre", "ordonn", "demand",
)  # fmt: skip
_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ]+(?:['’-][A-Za-zÀ-ÖØ-öø-ÿŒœ]+)*")
_BETWEEN = re.compile(r",? |,?$")
_LITERAL = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Folded words. ``allowed`` with its beginnings ``allowed_parts``; ``held`` with its beginnings
    ``held_parts``; ``secret``: runs of SAME_WORDS words of the system prompt.
    """

    language: str
    allowed: frozenset[str]
    allowed_parts: frozenset[str]
    held: frozenset[str]
    held_stems: tuple[str, ...]
    held_parts: frozenset[str]
    secret: frozenset[tuple[str, ...]]
    topics: Topics

    @classmethod
    def of(cls, given: Given) -> Beginnings:
        language = given.language.lower()[:2]
        small = SMALL_WORDS.get(language, frozenset()) | frozenset(_USUAL.get(language, "").split())
        foreign = frozenset().union(*SMALL_WORDS.values()) - small if small else frozenset()
        words = small.union(
            *(_words(p.text) for p in given.passages if not is_other_language(p.text, given.language))
        )
        stems = (*_HELD_STEMS, *_of_topics(given.topics))
        allowed = words - foreign
        system = words_of(given.system)
        return cls(
            given.language,
            allowed,
            _parts(allowed),
            _HELD,
            stems,
            _parts([*_HELD, *stems]),
            frozenset(
                tuple(system[place : place + SAME_WORDS]) for place in range(len(system) - SAME_WORDS + 1)
            ),
            given.topics,
        )


def harmless(sentence: str, before: str, words: Beginnings) -> tuple[str, bool]:
    """What may be said of ``sentence``, which goes on; and whether no more of it may be, before it has ended.

    ``before``: what was said before it; a space alone may stand between, and nothing before the first sentence.
    A word counts when a space or a comma follows; the last one, that may go on, when all it may become is free.
    """
    sentence = sentence if before else sentence.lstrip()
    if not sentence.strip():
        return "", bool(sentence.strip(" "))
    end = len(sentence) - len(sentence.lstrip(" "))
    if end > (1 if before else 0):
        return "", True
    told, earlier, is_held = 0, [*_last_words(before)], True
    for _ in range(MOST_WORDS):
        found = _WORD.match(sentence, end)
        if found is None:
            is_held = end < len(sentence)
            break
        between = _BETWEEN.match(sentence, found.end())
        is_part = found.end() == len(sentence)
        if is_part and not _is_allowed(found[0], True, words):
            is_held = False
            break
        earlier += words_of(found[0])
        if between is None or not _is_allowed(found[0], is_part, words) or _is_secret(earlier, words):
            break
        if _says_something(sentence[: found.end()], words):
            break
        told, end = found.end(), between.end()
        if end == len(sentence):
            is_held = False
            break
    return sentence[:told], is_held


def _says_something(text: str, words: Beginnings) -> bool:
    """Whether the judge's own readers find anything."""
    return bool(
        figures_of(text, words.language)
        or claimed(text, ())
        or topic_of(text, words.topics, words.language)
        or disclosed(text, _NO_SECRETS)
    )


@lru_cache(maxsize=64)
def _last_words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text[-200:])[1 - SAME_WORDS :])


def _is_allowed(word: str, is_part: bool, words: Beginnings) -> bool:
    if len(word) > 1 and word.isupper():
        return False
    *pieces, last = re.split("['’-]", fold(word))
    if not all(_is_whole_allowed(piece, words) for piece in pieces):
        return False
    if not is_part:
        return _is_whole_allowed(last, words)
    return last in words.allowed_parts and last not in words.held_parts and _is_free(last, words)


def _is_whole_allowed(word: str, words: Beginnings) -> bool:
    return word in words.allowed and _is_free(word, words)


def _is_free(word: str, words: Beginnings) -> bool:
    return word not in words.held and not word.startswith(words.held_stems)


def _is_secret(said: list[str], words: Beginnings) -> bool:
    return tuple(said[-SAME_WORDS:]) in words.secret


def _of_topics(topics: Topics) -> list[str]:
    """Words that the patterns of refused topics are made of, without the small ones of all languages."""
    sources = (re.sub(r"\\[A-Za-z]", " ", pattern.pattern) for _, _, pattern in topics.patterns)
    found = {fold(word) for source in sources for word in _LITERAL.findall(source)}
    return sorted(found.difference(*SMALL_WORDS.values()))


def _parts(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word[:length] for word in words for length in range(1, len(word) + 1))


@lru_cache(maxsize=512)
def _words(passage: str) -> frozenset[str]:
    return frozenset(words_of(passage))


_NO_SECRETS = secrets_of("", "", ())
