"""What is said where the project has no response for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causerie.llm.open_turns.answer import Kind

NOT_KNOWN = {
    "en": "I'm sorry, I don't know that. Would you like to talk to a person?",
    "fr": "Désolé, je ne le sais pas. Souhaitez-vous parler à quelqu'un ?",
    "de": "Das weiß ich leider nicht. Möchten Sie mit einem Menschen sprechen?",
    "es": "Lo siento, no lo sé. ¿Quiere hablar con una persona?",
    "it": "Mi dispiace, non lo so. Vuole parlare con una persona?",
    "nl": "Sorry, dat weet ik niet. Wilt u met iemand praten?",
}
REFUSED = {
    "en": "I'm sorry, I can't talk about that.",
    "fr": "Désolé, je ne peux pas parler de cela.",
    "de": "Darüber kann ich leider nicht sprechen.",
    "es": "Lo siento, no puedo hablar de eso.",
    "it": "Mi dispiace, non posso parlarne.",
    "nl": "Sorry, daar kan ik niet over praten.",
}
USUAL = "en"


def usual_words(kind: Kind, language: str | None) -> str:
    """In the language, or in English."""
    table = REFUSED if kind == "refused" else NOT_KNOWN
    return table.get((language or USUAL).lower()[:2], table[USUAL])
