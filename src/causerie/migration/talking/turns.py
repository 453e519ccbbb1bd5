"""One message, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of an answer as the REST channel gives it, and the response it came from, if known."""

    piece: Json
    response: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a server made of a message; None is what could not be seen.

    ``not_run`` are custom actions that were due here and whose results nobody knows.
    """

    said: tuple[Said, ...]
    intent: str | None = None
    actions: tuple[str, ...] | None = None
    slots: Json | None = None
    loop: str | None = None
    not_run: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """``at``: when the old server had answered, in seconds since 1970; ``lasted``: how long that took."""

    at: float
    lasted: float


@dataclass(frozen=True, slots=True)
class Difference:
    """``what``: messages, intent, actions, slots or form."""

    what: str
    theirs: Any
    ours: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """``verdict``: agrees, differs or not compared; ``note`` says why not."""

    sender: str
    text: str
    verdict: str
    differences: tuple[Difference, ...] = ()
    note: str = ""
    theirs: Outcome | None = field(default=None, compare=False)
    ours: Outcome | None = field(default=None, compare=False)
    channel: str = "rest"


AGREES, DIFFERS, NOT_COMPARED = "agrees", "differs", "not compared"
