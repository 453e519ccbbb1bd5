"""The words of a text as they are looked up: small letters, no accents, no endings."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[-'.:,][^\W_]+)*")
_PARTS = re.compile(r"[-']")
_ELISIONS = frozenset({"l", "d", "j", "qu", "n", "c", "s", "m", "t", "jusqu", "lorsqu", "puisqu"})
_TAILS = frozenset({"s", "re", "ll", "ve", "d", "m", "t"})
_STEMMERS = {
    "en": "english",
    "fr": "french",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
}
IRREGULAR = Path(__file__).with_name("everyday") / "irregular.txt"
LONGEST = 40  # letters; what is longer is no word that anybody looks for

_lock = threading.Lock()  # a stemmer keeps the word it works on in itself


def fold(text: str) -> str:
    """``Été`` → ``ete``, ``œufs`` → ``oeufs``; apostrophes and dashes of print become plain ones."""
    if text.isascii():
        return text.lower()
    plain = text.casefold().replace("œ", "oe").replace("æ", "ae")
    plain = plain.replace("\u2019", "'").replace("\u2010", "-").replace("\u2011", "-")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def folded_words(text: str) -> list[str]:
    """All words in order, folded, apart at hyphens and apostrophes: ``l'arrivée`` → ``l``, ``arrivee``."""
    return [part for word in _WORD.findall(fold(text)) for part in _PARTS.split(word) if part]


def surface_forms(text: str, skipped: frozenset[str]) -> Iterator[str]:
    """Words to look up, folded; ``check-out`` is said as ``check`` and as ``checkout`` too.

    Those in ``skipped`` are left out, and so are ``l'`` and ``'s``.
    """
    for word in _WORD.findall(fold(text)):
        parts = [part for part in _PARTS.split(word) if part]
        if len(parts) == 1:
            if word not in skipped and len(word) <= LONGEST:
                yield word
            continue
        kept = [part for part in parts if part not in skipped and len(part) <= LONGEST]
        if "'" in word:
            yield from (part for part in kept if part not in _ELISIONS | _TAILS)
            continue
        yield from kept
        joined = "".join(parts)
        if kept and len(joined) <= LONGEST:
            yield joined


@lru_cache(maxsize=200_000)
def stem(word: str, language: str | None) -> str:
    """A folded word without its ending, where the language is one that is known here."""
    word = _irregular().get((language or "", word), word)
    name = _STEMMERS.get(language or "")
    if name is None or not word.isalpha():
        return word
    with _lock:
        return str(_stemmer(name).stemWord(word))


@cache
def _irregular() -> dict[tuple[str, str], str]:
    """Language and form → the word that it is a form of."""
    found: dict[tuple[str, str], str] = {}
    code = ""
    for line in IRREGULAR.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            code = line.strip("[]")
        elif line and not line.startswith("#"):
            word, *forms = line.split()
            found.update({(code, form): word for form in forms})
    return found


@lru_cache(maxsize=16)
def _stemmer(name: str) -> snowballstemmer.RegexStemmer:
    return snowballstemmer.stemmer(name)
