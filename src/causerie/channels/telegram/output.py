"""What is said on Telegram. A conversation's id is the chat's."""

from __future__ import annotations

from collections.abc import Sequence

from causerie.channels.delivery.call import Call
from causerie.channels.delivery.courier import Courier
from causerie.channels.delivery.drafting import Drafting
from causerie.channels.telegram.editing import TelegramEditing
from causerie.channels.telegram.rendering import calls_of
from causerie.ports import BotMessage


class TelegramOutput:
    """``streams``: answers of this one turn are shown while they are made."""

    name = "telegram"

    def __init__(self, courier: Courier, streams: bool = False) -> None:
        self.courier = courier
        self.streams = streams
        self._drafting = Drafting(courier, TelegramEditing())

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self._drafting.post(recipient_id, calls_of(message, recipient_id))

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        def render(text: str) -> Sequence[Call]:
            return calls_of(BotMessage(text), recipient_id)

        self._drafting.write(recipient_id, piece, render)

    def give_up(self) -> None:
        """The turn is over."""
        self._drafting.give_up()

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)
