"""Small numbers, written in digits or in English or French words."""

import re

_WORDS = {
    word: number
    for number, words in {
        1: "one a an un une",
        2: "two deux",
        3: "three trois",
        4: "four quatre",
        5: "five cinq",
        6: "six",
        7: "seven sept",
        8: "eight huit",
        9: "nine neuf",
        10: "ten dix",
        12: "twelve douze",
        15: "fifteen quinze",
    }.items()
    for word in words.split()
}


def number_pattern() -> str:
    """A regular expression (without groups) for one small number."""
    return r"(?:\d{1,3}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")(?![\w])"


def read_number(text: str) -> int | None:
    """`3`, `three`, `trois` → 3."""
    text = text.strip().lower()
    return int(text) if re.fullmatch(r"\d{1,3}", text) else _WORDS.get(text)
