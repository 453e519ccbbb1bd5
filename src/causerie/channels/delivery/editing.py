"""How a platform lets a message be changed after it was sent."""

from __future__ import annotations

from typing import Protocol

from causerie.channels.delivery.call import Call, Json
from causerie.channels.delivery.platform import Reply

#: Seconds between two calls for an answer that grows, where a platform takes one a second.
PACE = 1.0


class Editing(Protocol):
    """The simplest one is Mattermost's."""

    def pause(self, recipient: str, growing: int) -> float:
        """Seconds between two calls for one answer, while as many as ``growing`` are shown while they are made."""

    def name_of(self, call: Call, reply: Reply) -> Json | None:
        """The platform's name for the message that this call sent; None when the reply does not tell it."""

    def edited(self, name: Json, call: Call) -> Call | None:
        """That the message shall be what this call would send; None when it can't become that."""

    def deleted(self, name: Json) -> Call: ...
