"""Words as tokens; texts as vectors."""

from __future__ import annotations

import base64
import hashlib
import math
import re
import struct
from typing import Any

from causerie.contracts.gpt.recorded import Message


def tokens(text: str) -> list[str]:
    """A text in pieces of one word each; together they are the text."""
    return re.findall(r"\s*\S+|\s+$", text)


def count(messages: list[Message]) -> int:
    """Tokens of what was said, with one for each role."""
    return sum(len(tokens(plain(message.get("content")))) + 1 for message in messages)


def plain(content: Any) -> str:
    """The text of a message's content, which may be a list of parts."""
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return "" if content is None else str(content)


def vector(text: str, dimensions: int = 256) -> list[float]:
    """A unit vector in which each word has its place: texts that share words are near each other."""
    values = [0.0] * dimensions
    for word in re.findall(r"\w+", text.casefold()):
        digest = hashlib.sha256(word.encode()).digest()
        values[int.from_bytes(digest[:4], "big") % dimensions] += 1.0 if digest[4] % 2 else -1.0
    length = math.sqrt(sum(value * value for value in values))
    return [value / length for value in values] if length else values


def embedding(text: str, dimensions: int, encoding: str) -> list[float] | str:
    """A vector as JSON numbers, or in base64 as little-endian floats of 32 bits."""
    values = vector(text, dimensions)
    if encoding != "base64":
        return values
    return base64.b64encode(struct.pack(f"<{dimensions}f", *values)).decode()
