"""The values that a template sees; what others wrote is fenced."""

from __future__ import annotations

from typing import Any

from causerie.llm.prompts.fence import Fenced
from causerie.llm.prompts.material import NOT_KNOWN, Material

MOST_WISHES = 500  # characters
LANGUAGES = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "it": "Italian", "nl": "Dutch", "pt": "Portuguese",
}  # fmt: skip
VARIABLES = frozenset({
    "persona", "instructions", "wishes", "language", "form", "asks", "slots", "tasks", "passages", "history",
    "question", "reply", "intents", "slots_wanted", "not_known", "fence",
})  # fmt: skip


def values_of(material: Material, nonce: str) -> dict[str, Any]:
    """By the names in VARIABLES; ``nonce`` marks the fences of this request."""

    def fenced(text: str, name: str) -> Fenced:
        return Fenced(text, name, nonce)

    voice, situation = material.voice, material.situation
    slots = "\n".join(f"{name}: {value}" for name, value in situation.slots.items())
    said = "\n".join(f"{turn.speaker}: {turn.text}" for turn in material.history)
    return {
        "persona": voice.persona,
        "instructions": voice.instructions,
        "wishes": fenced(voice.wishes[:MOST_WISHES], "wishes"),
        "language": LANGUAGES.get(voice.language[:2].lower(), voice.language),
        "form": situation.form,
        "asks": situation.asks,
        "slots": fenced(slots, "slots"),
        "tasks": situation.tasks,
        "passages": [
            {
                "number": number,
                "id": passage.id,
                "text": fenced(
                    "\n".join([" > ".join(passage.headings), passage.text]).strip(), f"passage {number}"
                ),
            }
            for number, passage in enumerate(material.passages, 1)
        ],
        "history": fenced(said, "history"),
        "question": fenced(material.question, "question"),
        "reply": fenced(material.reply, "reply"),
        "intents": material.intents,
        "slots_wanted": material.slots_wanted,
        "not_known": NOT_KNOWN,
        "fence": nonce,
    }
