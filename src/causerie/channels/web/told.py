"""What processes tell each other, as JSON; anybody who reaches Redis may write there, so it is looked at first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sanic.exceptions import BadRequest

from causerie.channels.receiving.reading import read_json

KINDS = ("typing", "delta", "draft", "stored")


@dataclass(frozen=True, slots=True)
class Told:
    """Something happened in a conversation."""

    process: str
    conversation: str
    kind: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TurnsTold:
    """All conversations that the process has a turn of."""

    process: str
    conversations: tuple[str, ...]


def read_told(raw: bytes) -> Told | TurnsTold | None:
    """None for what is neither."""
    try:
        found = read_json(raw)
    except BadRequest:
        return None
    match found:
        case {"process": str(process), "turns": [*turns]} if all(isinstance(turn, str) for turn in turns):
            return TurnsTold(process, tuple(turns))
        case {
            "process": str(process),
            "conversation": str(conversation),
            "kind": str(kind),
            "data": dict(data),
        } if kind in KINDS:
            return Told(process, conversation, kind, data)
    return None
