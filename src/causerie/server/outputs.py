"""Where a turn's messages go that was started over the API: ``?output_channel=NAME`` or ``latest``."""

from __future__ import annotations

from sanic import Request

from causerie.assistant import Assistant
from causerie.channels.collecting import Collector
from causerie.ports import BotMessage, OutputChannel


class Passing(Collector):
    """Keeps the messages for the answer and passes them on to a channel."""

    def __init__(self, channel: OutputChannel) -> None:
        super().__init__()
        self.channel = channel
        self.name = channel.name

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        await super().send(recipient_id, message)
        await self.channel.send(recipient_id, message)


async def chosen_output(request: Request, assistant: Assistant, conversation_id: str) -> Collector:
    """The channel that is asked for, as far as it can send by itself; else the answer alone."""
    name = request.args.get("output_channel")
    if name == "latest":
        name = (await assistant.whole(conversation_id)).latest_input_channel
    channel = request.app.ctx.outputs.get(name)
    return Passing(channel) if channel else Collector()
