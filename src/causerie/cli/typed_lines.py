"""What is typed, line by line: by a person, or from a file or pipe."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator


async def typed_lines(prompt: str) -> AsyncIterator[str]:
    """Lines that are not blank, until the input ends. A pipe sees no prompt."""
    while True:
        line = await asyncio.to_thread(_read, prompt)
        if line is None:
            return
        if line.strip():
            yield line.strip()


def _read(prompt: str) -> str | None:
    if not sys.stdin.isatty():
        return sys.stdin.readline() or None
    try:
        return input(prompt)
    except EOFError:
        print()
        return None
