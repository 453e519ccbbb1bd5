"""A channel written for Rasa, on our server."""

from __future__ import annotations

from typing import Any, ClassVar

from causerie.compat.calling import awaited, call, wrong
from causerie.compat.rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from causerie.ports import BotMessage, Handler, IncomingMessage, Json


class ChannelOutput:
    """Fits ``causerie.ports.OutputChannel``."""

    def __init__(self, channel: OutputChannel) -> None:
        self.channel = channel
        self.name = name_of(type(channel))

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        fields = {
            **message.data,
            "text": message.text,
            "metadata": dict(message.metadata),
            **message.metadata,
        }
        await awaited(type(self.channel), "send_response", self.channel.send_response, recipient_id, fields)


class ChannelHost:
    """Fits ``causerie.ports.InputChannel``; ``output`` is what can send by itself, if anything can."""

    cls: ClassVar[type[InputChannel]]

    def __init__(self, channel: InputChannel) -> None:
        self.channel = channel
        self.name = name_of(self.cls)
        self.url_prefix = str(call(self.cls, "url_prefix", channel.url_prefix)).strip("/")
        output = call(self.cls, "get_output_channel", channel.get_output_channel)
        self.output = ChannelOutput(output) if output is not None else None

    @classmethod
    def from_credentials(cls, credentials: Json | None) -> ChannelHost:
        made = call(cls.cls, "from_credentials", cls.cls.from_credentials, credentials or None)
        if made is None:
            raise wrong(
                cls.cls,
                "'from_credentials' must return the channel; it returned None.",
                "End it with 'return cls(…)'.",
            )
        return cls(made)

    def blueprint(self, handle: Handler) -> Any:
        async def on_new_message(message: UserMessage) -> None:
            await handle(self._incoming(message), ChannelOutput(message.output_channel))

        made = call(self.cls, "blueprint", self.channel.blueprint, on_new_message)
        if not hasattr(made, "routes"):
            raise wrong(
                self.cls,
                f"'blueprint' must return a sanic.Blueprint; it returned {made!r:.60}.",
                "End it with 'return custom_webhook'.",
            )
        return made

    def _incoming(self, message: UserMessage) -> IncomingMessage:
        return IncomingMessage(
            text=message.text or "",
            sender_id=message.sender_id,
            channel=message.input_channel or self.name,
            message_id=message.message_id,
            metadata=dict(message.metadata or {}),
            parse_data=message.parse_data,
        )


def name_of(cls: type) -> str:
    """What ``name()`` says; raises ComponentError when it says nothing."""
    function = getattr(cls, "name", None)
    found = call(cls, "name", function) if callable(function) else function
    if not isinstance(found, str) or not found.strip():
        raise wrong(
            cls,
            f"a channel needs a name; 'name()' gave {found!r}.",
            'Write @classmethod def name(cls): return "my_channel".',
        )
    return found


def channel_host(cls: type[InputChannel]) -> type[ChannelHost]:
    return type(cls.__name__, (ChannelHost,), {"cls": cls, "__doc__": cls.__doc__})
