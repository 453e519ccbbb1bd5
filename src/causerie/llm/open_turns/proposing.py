"""What a GPT reads for a form's slot in a message that filled nothing. It is a candidate, no more: the form's own
validation decides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from causerie.domain.slots import Slot

LONGEST = 200
WORDS = re.compile(r"\w+")


def schema_for(slot: Slot) -> dict[str, Any]:
    """``value`` is null where the message gives none."""
    kinds: dict[str, dict[str, Any]] = {
        "bool": {"type": ["boolean", "null"]},
        "float": {"type": ["number", "null"]},
        "categorical": {"type": ["string", "null"], "enum": [*map(str, slot.values or ()), None]},
    }
    return {
        "type": "object",
        "properties": {"value": kinds.get(slot.type, {"type": ["string", "null"]})},
        "required": ["value"],
        "additionalProperties": False,
    }


def proposed(answer: Any, slot: Slot, text: str) -> Any:
    """The value, if it is of the slot's kind and stands in what the user wrote; else None."""
    value = answer.get("value") if isinstance(answer, dict) else None
    if slot.type == "bool":
        return value if isinstance(value, bool) else None
    if slot.type == "categorical":
        return next((own for own in slot.values or () if str(own) == value), None)
    if slot.type == "float":
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if is_number else None
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST:
        return None
    return value.strip() if _words(value) <= _words(text) else None


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return set(WORDS.findall("".join(c for c in plain if not unicodedata.combining(c))))
