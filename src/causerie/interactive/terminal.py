"""What a session asks and shows, and what the designer may wish instead of an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar

from causerie.dialogue.tracker import Tracker

T = TypeVar("T")
#: What is wrong with a typed text; empty when nothing is.
Check = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choice:
    title: str
    value: str


class InputEnded(Exception):
    """Nobody is there to answer any more (Ctrl-D, or the terminal is closed)."""


class Terminal(Protocol):
    """Answers are None when the designer interrupts (Ctrl-C); InputEnded when there are no more."""

    async def text(self, question: str, default: str = "", check: Check | None = None) -> str | None: ...

    async def confirm(self, question: str) -> bool | None: ...

    async def choose(self, question: str, choices: Sequence[Choice]) -> str | None: ...

    def show(self, tracker: Tracker) -> None:
        """The conversation so far, with its slots."""

    def tell(self, line: str) -> None: ...


class Wish(Enum):
    """What can be had instead of an answer; the value is its place in the menu."""

    GO_ON = "Continue"
    UNDO_STEP = "Undo the last step"
    UNDO_MESSAGE = "Undo the last message and all that came of it"
    FORK = "Fork: go back to a message and take another way; both ways are kept"
    RESTART = "Start a new conversation; this one is kept"
    EXPORT = "Export & quit"
    QUIT = "Quit without writing anything"


class Wished(Exception):
    """Leaves the question and the step that it belongs to."""

    def __init__(self, wish: Wish) -> None:
        super().__init__(wish.value)
        self.wish = wish


class Asking:
    """Asks until there is an answer; who interrupts gets the menu."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.show, self.tell = terminal.show, terminal.tell

    async def text(self, question: str, default: str = "", check: Check | None = None) -> str:
        return await self._until_answered(lambda: self._terminal.text(question, default, check))

    async def confirm(self, question: str) -> bool:
        return await self._until_answered(lambda: self._terminal.confirm(question))

    async def choose(self, question: str, choices: Sequence[Choice]) -> str:
        return await self._until_answered(lambda: self._terminal.choose(question, choices))

    async def menu(self) -> None:
        """Raises Wished, unless the designer goes on."""
        choices = [Choice(wish.value, wish.name) for wish in Wish]
        chosen = await self._terminal.choose("Do you want to stop?", choices)
        wish = Wish[chosen] if chosen else Wish.EXPORT
        if wish is not Wish.GO_ON:
            raise Wished(wish)

    async def _until_answered(self, ask: Callable[[], Awaitable[T | None]]) -> T:
        while (answer := await ask()) is None:
            await self.menu()
        return answer
