"""What an output channel says in one turn: pieces of an answer while it is made, and whole messages."""

from __future__ import annotations

from collections.abc import Sequence

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.draft import Draft, Render
from causerie.channels.delivery.editing import Editing
from causerie.channels.delivery.parcel import Delivered


class Drafting:
    """The message that follows pieces is what they become."""

    def __init__(self, courier: Courier, editing: Editing) -> None:
        self.courier = courier
        self.editing = editing
        self._draft: Draft | None = None

    def write(self, recipient: str, piece: str, render: Render, delivered: Delivered | None = None) -> None:
        if self._draft is None:
            self._draft = Draft(self.courier, recipient, self.editing, render, delivered)
        self._draft.write(piece)

    def post(self, recipient: str, calls: Sequence[Call], delivered: Delivered | None = None) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            self.courier.post(recipient, calls, delivered)
        else:
            draft.finish(calls)

    def give_up(self) -> None:
        """The turn is over: pieces that no message followed are taken back."""
        draft, self._draft = self._draft, None
        if draft is not None:
            draft.give_up()
