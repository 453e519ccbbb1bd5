"""What is said on Telegram. A conversation's id is the chat's."""

from __future__ import annotations

from causerie.channels.delivery.courier import Courier
from causerie.channels.telegram.rendering import calls_of
from causerie.ports import BotMessage


class TelegramOutput:
    name = "telegram"

    def __init__(self, courier: Courier) -> None:
        self.courier = courier

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        self.courier.post(recipient_id, calls_of(message, recipient_id))

    def forget(self, conversation: str) -> None:
        """Erase what waits for delivery."""
        self.courier.forget(conversation)
