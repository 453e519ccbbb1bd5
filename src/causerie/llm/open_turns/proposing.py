"""What a GPT reads for a form's slot in a message that filled nothing. It is a candidate, no more: the form's own
validation decides.
"""

from __future__ import annotations

import re
from typing import Any

from causerie.domain.slots import Slot
from causerie.llm.leash.letters import fold, words_of

LONGEST = 200
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def proposed(words: str | None, slot: Slot, text: str) -> Any:
    """The value, if all of its words stand in what the user wrote and it is of the slot's kind; else None."""
    said = " ".join((words or "").split())
    if not 0 < len(said) <= LONGEST or not set(words_of(said)) <= set(words_of(text)):
        return None
    if slot.type == "bool":
        return None  # a yes is no words of the user's
    if slot.type == "categorical":
        return next((own for own in slot.values if fold(str(own)) == fold(said)), None)
    if slot.type == "float":
        number = NUMBER.search(said)
        return float(number[0].replace(",", ".")) if number else None
    return said
