"""Opinions of users as files: a table, lines of JSON, or questions to be sorted into intents."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from causerie.evaluation.feedback import NO_INTENT, Opinion

COLUMNS = (
    "time", "conversation", "channel", "value", "rating", "comment", "asked", "intent", "confidence", "action",
    "said", "is_certain",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would take text that begins so for a formula."""


def as_csv(found: Iterable[Opinion]) -> str:
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    for opinion in found:
        table.writerow({key: _cell(value) for key, value in as_dict(opinion).items()})
    return out.getvalue()


def as_lines(found: Iterable[Opinion]) -> str:
    return "".join(json.dumps(as_dict(opinion), ensure_ascii=False) + "\n" for opinion in found)


def as_questions(found: Sequence[Opinion]) -> str:
    """NLU data in YAML, under the intents that were understood: a person has to move what is wrong there."""
    disliked: dict[str, dict[str, None]] = {}
    for opinion in found:
        if opinion.value == "down" and opinion.turn.asked and not opinion.turn.asked.startswith("/"):
            words = " ".join(opinion.turn.asked.split())
            disliked.setdefault(opinion.turn.intent, {})[words] = None
    out = [
        "# Users said this and disliked the answer. It stands under the intent that was understood.",
        "# Move each line to the intent it should have, remove what is none, then add the file to data/.",
        'version: "3.1"',
        "nlu:" if disliked else "nlu: []",
    ]
    for intent, texts in disliked.items():
        name = "nlu_fallback" if intent == NO_INTENT else intent
        out += [f"- intent: {json.dumps(name, ensure_ascii=False)}", "  examples: |"]
        out += [f"    - {_escaped(text)}" for text in texts]
    return "\n".join(out) + "\n"


def as_dict(opinion: Opinion) -> dict[str, Any]:
    turn = opinion.turn
    return {
        "time": datetime.fromtimestamp(opinion.time, UTC).isoformat(timespec="seconds"),
        "conversation": opinion.conversation,
        "channel": turn.channel,
        "value": opinion.value,
        "rating": opinion.rating,
        "comment": opinion.comment,
        "asked": turn.asked,
        "intent": turn.intent,
        "confidence": round(turn.confidence, 4),
        "action": turn.action,
        "said": turn.said,
        "is_certain": opinion.is_certain,
    }


def _cell(value: Any) -> Any:
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA) else value


def _escaped(text: str) -> str:
    """Square brackets would mark an entity, and YAML has no room for control characters."""
    return "".join(letter for letter in text if letter.isprintable()).replace("[", "(").replace("]", ")")


Writer = Callable[[Sequence[Opinion]], str]
WRITERS: dict[str, Writer] = {".csv": as_csv, ".jsonl": as_lines, ".yml": as_questions}
