"""WordPiece: a text → numbers of pieces, longest piece first (Wu et al., arXiv:1609.08144), as BERT
splits it: small letters, no accents, every punctuation mark and CJK character a word of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

LONGEST_WORD = 100
CACHED_WORDS = 20_000
CONTINUED = "##"
UNKNOWN = "[UNK]"


class WordPiece:
    """``vocabulary``: piece → number; pieces inside a word start with ``##``."""

    def __init__(self, vocabulary: Mapping[str, int], lowercase: bool = True) -> None:
        self.vocabulary = vocabulary
        self.lowercase = lowercase
        self.unknown = vocabulary.get(UNKNOWN, 0)
        self.cache: dict[str, tuple[int, ...]] = {}

    def pieces(self, text: str) -> list[int]:
        """Without the markers for start and end."""
        return [piece for word in split_words(text, self.lowercase) for piece in self.pieces_of_word(word)]

    def pieces_of_word(self, word: str) -> tuple[int, ...]:
        found = self.cache.get(word)
        if found is None:
            found = self.split(word)
            if len(self.cache) < CACHED_WORDS:
                self.cache[word] = found
        return found

    def split(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start:
                number = self.vocabulary.get((CONTINUED if start else "") + word[start:end])
                if number is not None:
                    break
                end -= 1
            else:
                return (self.unknown,)
            pieces.append(number)
            start = end
        return tuple(pieces)


def split_words(text: str, lowercase: bool = True) -> Iterator[str]:
    """Words and single marks, in the order of the text."""
    if text.isascii():
        text = text.lower() if lowercase else text
    else:
        text = without_accents(text.lower()) if lowercase else text
    word: list[str] = []
    for character in text:
        if character.isalnum() and not is_cjk(character):
            word.append(character)
            continue
        if unicodedata.category(character) in ("Cc", "Cf", "Mn") and not character.isspace():
            continue
        if word:
            yield "".join(word)
            word = []
        if not character.isspace():
            yield character
    if word:
        yield "".join(word)


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


def is_cjk(character: str) -> bool:
    """Written without blanks between words, so that BERT takes each character as a word."""
    code = ord(character)
    return code >= 0x3400 and (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x2CEAF
        or 0x2F800 <= code <= 0x2FA1F
    )
