"""What is typed, line by line: by a person, or from a file or pipe."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import suppress


async def typed_lines(prompt: str) -> AsyncIterator[str]:
    """Lines that are not blank, until the input ends. A pipe sees no prompt."""
    while True:
        line = await _typed(prompt)
        if line is None:
            return
        if line.strip():
            yield line.strip()


async def _typed(prompt: str) -> str | None:
    """Waits in a thread that nobody waits for: Ctrl-C must not need another Enter."""
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str | None] = loop.create_future()

    def read() -> None:
        line = _read(prompt)
        with suppress(RuntimeError):  # the loop is closed: it was Ctrl-C
            loop.call_soon_threadsafe(_give, typed, line)

    threading.Thread(target=read, daemon=True).start()
    return await typed


def _give(typed: asyncio.Future[str | None], line: str | None) -> None:
    if not typed.done():
        typed.set_result(line)


def _read(prompt: str) -> str | None:
    if not sys.stdin.isatty():
        try:
            return sys.stdin.readline() or None
        except UnicodeDecodeError as error:
            print(f"The input is not UTF-8: {error}", file=sys.stderr)
            return None
    try:
        return input(prompt)
    except EOFError:
        print()
        return None
