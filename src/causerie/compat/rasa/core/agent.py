"""An assistant for Python code: ``Agent.load(…)``, ``await agent.handle_text(…)``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from causerie.assembly import Surroundings, assemble_from_files
from causerie.assistant import Assistant
from causerie.compat.channels import ChannelOutput
from causerie.compat.rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from causerie.compat.rasa.core.exceptions import AgentNotReady
from causerie.compat.rasa.shared.core.domain import Domain
from causerie.compat.rasa.shared.core.trackers import DialogueStateTracker
from causerie.files.endpoints import Endpoints, read_endpoints
from causerie.ports import IncomingMessage, Json


class Agent:
    """``assistant`` is what does the work; it lives in the folder it was loaded in."""

    def __init__(self, assistant: Assistant | None = None, **kwargs: Any) -> None:
        self.assistant = assistant

    @classmethod
    def load(cls, model_path: str | Path, *args: Any, endpoints: Any = None, **kwargs: Any) -> Agent:
        """The model of a path, or the newest of a folder; ``endpoints`` may be a file."""
        read = read_endpoints(endpoints) if isinstance(endpoints, str | Path) else Endpoints()
        return cls(assemble_from_files(Path(model_path), Surroundings(Path.cwd(), read)))

    @property
    def _ready(self) -> Assistant:
        if self.assistant is None:
            raise AgentNotReady("The agent has no model. Load one: Agent.load('models').")
        return self.assistant

    def is_ready(self) -> bool:
        return self.assistant is not None

    @property
    def domain(self) -> Domain | None:
        return Domain(self.assistant.domain) if self.assistant else None

    @property
    def model_id(self) -> str | None:
        return self.assistant.model.model_id if self.assistant else None

    async def handle_text(
        self,
        text_message: str | Json,
        output_channel: OutputChannel | None = None,
        sender_id: str | None = None,
    ) -> list[Json] | None:
        """What the bot says to it; None where the channel does not collect."""
        given: Json = {"text": text_message} if isinstance(text_message, str) else text_message
        return await self.handle_message(
            UserMessage(given.get("text"), output_channel, sender_id, metadata=given.get("metadata"))
        )

    async def handle_message(self, message: UserMessage) -> list[Json] | None:
        incoming = IncomingMessage(
            message.text or "",
            message.sender_id,
            message.input_channel or "",
            message.message_id,
            dict(message.metadata or {}),
            message.parse_data,
        )
        await self._ready.handle(incoming, ChannelOutput(message.output_channel))
        collected = message.output_channel
        return list(collected.messages) if isinstance(collected, CollectingOutputChannel) else None

    async def parse_message(self, message_data: str) -> Json:
        """What the text is understood as."""
        return await self._ready.parse(message_data)

    async def tracker(self, sender_id: str) -> DialogueStateTracker:
        """The whole conversation."""
        return DialogueStateTracker.of(await self._ready.whole(sender_id))

    async def close(self) -> None:
        if self.assistant:
            await self.assistant.close()


async def load_agent(
    model_path: str | None = None,
    model_server: Any = None,
    remote_storage: str | None = None,
    endpoints: Any = None,
    **kwargs: Any,
) -> Agent:
    """As ``Agent.load``; an agent without a model where no path is given."""
    return Agent.load(model_path, endpoints=endpoints) if model_path else Agent()
