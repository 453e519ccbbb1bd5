"""Tells whether a text is in another language than it should be, by its small words."""

from __future__ import annotations

import unicodedata

from causerie.llm.leash.letters import words_of

_SMALL = {
    "en": "the and of to in is are you we our for with on at it from can your have be or by not this that a i will do",
    "fr": "le la les et de des du un une est sont vous nous notre pour avec dans sur au aux il elle je ce que qui votre ne pas en",
    "de": "der die das und von zu ist sind sie wir unser fur mit auf im ein eine nicht es ich den dem bei oder kann ihr",
    "es": "el los las y del una es son usted nosotros para con por se su sus al lo no puede mi como esta desde hasta que",
    "it": "il lo gli e di che una sono per con non si del della nel alla da ci suo nostro puo questo dalle alle ogni",
    "pt": "o os as e do da dos das uma sao voce nos para com nao em no na ao se por seu nosso pode este que",
    "nl": "de het een en van te is zijn u wij ons voor met op niet er kan bij of dat dit uw tot onze",
}
SMALL_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
FEWEST = 6  # words; below that names alone would decide
_LATIN = frozenset(SMALL_WORDS)


def is_other_language(text: str, language: str) -> bool:
    """Only when it is plain: most letters of another script, or small words of another language only."""
    wanted = language.lower()[:2]
    if wanted not in _LATIN:
        return False
    letters = [letter for letter in text if letter.isalpha()]
    foreign = sum(
        not unicodedata.name(letter, "LATIN").startswith(("LATIN", "FULLWIDTH", "MATHEM"))
        for letter in letters
        if not letter.isascii()
    )
    if letters and foreign > len(letters) / 2:
        return True
    words = words_of(text)
    if len(words) < FEWEST:
        return False
    counts = {name: sum(word in small for word in words) for name, small in SMALL_WORDS.items()}
    best = max(counts, key=lambda name: counts[name])
    return counts[best] >= 3 and counts[best] / len(words) > 0.2 and counts[wanted] * 4 <= counts[best]
