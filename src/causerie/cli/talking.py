"""A conversation in the terminal."""

from __future__ import annotations

import asyncio
import sys
import uuid
from pathlib import Path

from rich.console import Console

from causerie.assembly import Surroundings, assemble_from_files
from causerie.assistant import Assistant
from causerie.cli.said import said
from causerie.cli.typed_lines import typed_lines
from causerie.cli.understanding import understand_lines
from causerie.errors import CauserieError
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths
from causerie.ports import BotMessage, IncomingMessage, Json

CHANNEL = "cmdline"
STOP = "/stop"
PROMPT = "you: "
WELCOME = "Talk to the assistant. /restart begins anew, /stop ends."


class Terminal:
    """An output channel that prints. ``buttons`` are those of the latest turn."""

    name = CHANNEL
    streams = True

    def __init__(self) -> None:
        self.console = Console(highlight=False, soft_wrap=True)
        self.buttons: list[Json] = []

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        for line in said(message, len(self.buttons)):
            self.console.print(line, markup=False, style="cyan" if self.console.is_terminal else None)
        self.buttons += message.data.get("quick_replies") or message.data.get("buttons") or []


def talk(paths: ProjectPaths, models: Path, conversation_id: str | None) -> None:
    """Until the input ends or ``/stop`` is typed."""
    assistant = assemble_from_files(models, Surroundings(paths.root, read_endpoints(paths.endpoints)))
    asyncio.run(_talk(assistant, conversation_id or uuid.uuid4().hex))


async def _talk(assistant: Assistant, conversation_id: str) -> None:
    if not assistant.processor.ensemble.policies:
        await understand_lines(assistant.processor.interpreter.parse_data)
        return
    terminal = Terminal()
    assistant.output_channels[CHANNEL] = terminal
    await assistant.start()
    print(WELCOME, file=sys.stderr)
    try:
        async for line in typed_lines(PROMPT):
            if line == STOP:
                break
            await _say(assistant, _chosen(line, terminal.buttons), conversation_id, terminal)
    finally:
        await assistant.close()


async def _say(assistant: Assistant, text: str, conversation_id: str, terminal: Terminal) -> None:
    terminal.buttons = []
    try:
        await assistant.handle(IncomingMessage(text, conversation_id, CHANNEL), terminal)
    except CauserieError as error:
        print(f"error: {error}", file=sys.stderr)


def _chosen(line: str, buttons: list[Json]) -> str:
    """What the button stands for, if its number was typed."""
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(buttons):
        button = buttons[int(line) - 1]
        return str(button.get("payload") or button.get("title") or line)
    return line
