"""Which language a text is in, guessed from its most frequent words."""

from __future__ import annotations

from pathlib import Path

from causerie.llm.knowledge.words import folded_words

WORDS = Path(__file__).with_name("everyday")


def _read(name: str) -> dict[str, frozenset[str]]:
    """Words by the ``[code]`` of the language they stand under."""
    found: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in (WORDS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            words = found.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            words.update(line.split())
    return {code: frozenset(known) for code, known in found.items()}


FREQUENT = _read("frequent.txt")
ASKING = _read("asking.txt")


def guess_language(text: str, at_least: float = 0.12) -> str | None:
    """The language most of whose frequent words stand in the text; None when it is not plain."""
    words = folded_words(text)[:2_000]
    if not words:
        return None
    shares = sorted(
        ((sum(word in frequent for word in words) / len(words), code) for code, frequent in FREQUENT.items()),
        reverse=True,
    )
    (best, code), (second, _) = shares[0], shares[1]
    return code if best >= at_least and best > second else None


def stop_words(language: str | None) -> frozenset[str]:
    """Words that are not looked for in texts of the language; none where it is not known."""
    known = language or ""
    return FREQUENT.get(known, frozenset()) | ASKING.get(known, frozenset())
