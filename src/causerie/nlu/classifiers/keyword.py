"""An intent by the words it contains: every training example is a keyword."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from causerie.nlu.message import IntentScore, Message
from causerie.ports import TrainingContext

logger = logging.getLogger(__name__)


class KeywordIntentClassifier:
    """Confidence is 1, or 0 with no intent. Keywords of several intents are left out.

    A keyword that is a regular expression is used as one, as in Rasa; any other (``:)``) is
    searched for as it stands.
    """

    defaults: ClassVar[dict[str, Any]] = {"case_sensitive": True}
    kind: ClassVar[str] = "classifier"
    reads: ClassVar[tuple[str, ...]] = ("texts", "intents")

    def __init__(self, config: dict[str, Any]) -> None:
        self.flags = re.NOFLAG if config["case_sensitive"] else re.IGNORECASE
        self.intents: dict[str, str] = {}
        self.patterns: list[tuple[re.Pattern[str], str]] = []

    def train(self, messages: Sequence[Message], context: TrainingContext) -> None:
        keywords = unambiguous([(m.text, m.label) for m in messages if m.label and m.text])
        self.intents = without_parts_of_others(keywords, self.flags)
        self.compile()

    def process(self, message: Message) -> None:
        found = next((intent for pattern, intent in self.patterns if pattern.search(message.text)), None)
        if found is not None or message.intent is None:
            message.intent = IntentScore(found, 1.0 if found else 0.0)

    def state(self) -> dict[str, Any]:
        return {"intents": self.intents}

    def load(self, state: dict[str, Any]) -> None:
        self.intents = dict(state["intents"])
        self.compile()

    def compile(self) -> None:
        self.patterns = [(keyword_pattern(word, self.flags), name) for word, name in self.intents.items()]


def unambiguous(examples: list[tuple[str, str]]) -> dict[str, str]:
    """Keyword → intent, without the keywords that stand under two intents."""
    found: dict[str, str] = {}
    clashing: dict[str, str] = {}
    for text, intent in examples:
        if found.setdefault(text, intent) != intent:
            clashing[text] = intent
    for text, other in clashing.items():
        logger.warning(
            "The keyword '%s' stands under '%s' and '%s' and is left out.", text, found.pop(text), other
        )
    return found


def without_parts_of_others(keywords: dict[str, str], flags: int) -> dict[str, str]:
    """Leave out keywords that occur inside a keyword of another intent."""
    holders_of = KeywordIndex(keywords)
    kept = {}
    for word, intent in keywords.items():
        pattern = keyword_pattern(word, flags)
        holders = (w for w in holders_of(word) if keywords[w] != intent and pattern.search(w))
        holder = next(holders, None)
        if holder is None:
            kept[word] = intent
        else:
            logger.warning(
                "The keyword '%s' of '%s' is part of '%s' of '%s' and is left out.",
                *(word, intent, holder, keywords[holder]),
            )
    return kept


class KeywordIndex:
    """The keywords that may hold another one, so that not every pair has to be tried."""

    def __init__(self, keywords: Iterable[str]) -> None:
        self.keywords = list(keywords)
        self.by_word: dict[str, list[str]] = {}
        for keyword in self.keywords:
            for word in set(re.findall(r"\w+", keyword.casefold())):
                self.by_word.setdefault(word, []).append(keyword)

    def __call__(self, keyword: str) -> list[str]:
        if re.fullmatch(r"[\w ]+", keyword) and (words := keyword.casefold().split()):
            return self.by_word.get(words[0], [])
        return self.keywords


def keyword_pattern(word: str, flags: int) -> re.Pattern[str]:
    """The word between word boundaries; a word that starts or ends in a sign stands between blanks."""
    try:
        return re.compile(rf"\b{word}\b", flags)
    except re.error:
        return re.compile(rf"(?<!\S){re.escape(word)}(?!\S)", flags)
