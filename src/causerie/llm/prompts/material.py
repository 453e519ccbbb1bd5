"""What a prompt is filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

NOT_KNOWN = "NOT_KNOWN"  # what a GPT answers when the passages do not say it


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the project's knowledge; ``headings`` from the document's title down."""

    id: str
    text: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said."""

    speaker: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the conversation is. ``slots`` are those that the project allows to be shown.

    ``form`` is the active one, ``asks`` what it asks for; ``tasks`` are names of what the assistant can do.
    """

    form: str = ""
    asks: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks and how: ``persona`` and ``instructions`` are the project's, ``wishes`` the user's own.

    ``language`` is a code such as ``en``. Wishes are data: they may change tone and form only.
    """

    persona: str = "You are the assistant of this business."
    instructions: str = ""
    wishes: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Material:
    """All that one prompt needs. ``intents`` and ``slots_wanted``: name → what it means."""

    question: str
    voice: Voice = Voice()
    situation: Situation = Situation()
    passages: tuple[Passage, ...] = ()
    history: tuple[Turn, ...] = ()
    reply: str = ""
    intents: Mapping[str, str] = field(default_factory=dict)
    slots_wanted: Mapping[str, str] = field(default_factory=dict)
