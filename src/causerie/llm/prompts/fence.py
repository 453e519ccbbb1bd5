"""A fence around text that others wrote: its mark is new for each request, so no text can close it."""

from __future__ import annotations

import re
import secrets

from causerie.llm.leash.letters import visible

OPEN, CLOSE = "<<<data", "end data"


def new_nonce() -> str:
    """64 random bits in hexadecimal."""
    return secrets.token_hex(8)


class Fenced:
    """Text that a template can only write inside its fence: ``str()`` of it is fenced."""

    __slots__ = ("_name", "_nonce", "_text")

    def __init__(self, text: str, name: str, nonce: str) -> None:
        self._text = without(visible(text), nonce)
        self._name = name
        self._nonce = nonce

    def __str__(self) -> str:
        return f"{OPEN} {self._name} {self._nonce}\n{self._text}\n{CLOSE} {self._nonce}>>>"

    __repr__ = __str__

    def __bool__(self) -> bool:
        return bool(self._text.strip())


def without(text: str, nonce: str) -> str:
    """``text`` without the nonce, whatever its capitals, also where taking it out makes a new one."""
    mark = re.compile(re.escape(nonce), re.IGNORECASE)
    while mark.search(text):
        text = mark.sub("", text)
    return text


def fences_are_whole(text: str, nonce: str) -> bool:
    """Every fence in ``text`` is opened once and closed once, in this order."""
    marks = re.findall(rf"{re.escape(OPEN)} [\w ]+ {nonce}\n|\n{re.escape(CLOSE)} {nonce}>>>", text)
    opened = [mark.startswith(OPEN) for mark in marks]
    return opened == [True, False] * (len(marks) // 2) and text.count(nonce) == len(marks)
