"""What an update leads to: a turn, feedback, or nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import Any

from causerie.channels.delivery.courier import Courier
from causerie.channels.receiving.accepting import accept
from causerie.channels.receiving.feedback import note
from causerie.channels.receiving.payloads import found, is_shortened
from causerie.channels.receiving.signatures import digest
from causerie.channels.telegram.output import TelegramOutput
from causerie.channels.telegram.reading import Liked, Said, read_update
from causerie.channels.telegram.rendering import acknowledged, typing
from causerie.channels.telegram.settings import TelegramSettings
from causerie.ports import ConversationAccess, Handler, IncomingMessage

log = logging.getLogger(__name__)
#: Telegram waits for a minute.
PATIENCE, DELIVERY = 45.0, 10.0


@dataclass(slots=True)
class Taker:
    """``access`` finds payloads that were too long for a button, and keeps feedback."""

    settings: TelegramSettings
    courier: Courier
    access: ConversationAccess | None = None
    handle: Handler | None = field(default=None)

    async def take(self, update: dict[str, Any]) -> None:
        match read_update(update, self.settings.takes_files):
            case Said() as said:
                await self._answer(said)
            case Liked() as liked:
                await note(self.access, liked.chat, liked.message, liked.value, liked.was)

    async def _answer(self, said: Said) -> None:
        assert self.handle is not None
        if said.press and self.settings.acknowledges:
            self.courier.post(said.chat, [acknowledged(said.press)])
        if self.settings.types:
            self.courier.post(said.chat, [typing(said.chat)])
        if said.press and is_shortened(said.text):
            title = said.titles.get(said.text, said.text)
            said = replace(said, text=await found(self.access, said.chat, said.text, title))
        texts = [said.text, "/start"] if said.text == "/restart" else [said.text]
        for text in texts:
            message = IncomingMessage(
                text=text,
                sender_id=said.chat,
                channel=TelegramOutput.name,
                message_id=f"{said.id}-{digest(text)}",
                metadata=said.metadata,
            )
            output = TelegramOutput(self.courier, self.settings.streams)
            await accept(self.handle, message, output, PATIENCE)
        await self.courier.settled(said.chat, DELIVERY)
