"""A session's questions in the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import questionary
from rich.console import Console

from causerie.cli.interactive_page import StoryPage
from causerie.cli.interactive_table import conversation_table, slots_line
from causerie.dialogue.tracker import Tracker
from causerie.interactive.terminal import Check, Choice, InputEnded


class QuestionTerminal:
    """Asks with the arrow keys and shows tables; ``page`` is told what is shown."""

    def __init__(self, page: StoryPage | None = None) -> None:
        self._console = Console(highlight=False)
        self._page = page

    async def text(self, question: str, default: str = "", check: Check | None = None) -> str | None:
        def valid(typed: str) -> bool | str:
            return (check(typed) if check else "") or True

        answer: str | None = await _asked(questionary.text(question, default=default, validate=valid))
        return answer

    async def confirm(self, question: str) -> bool | None:
        answer: bool | None = await _asked(questionary.confirm(question))
        return answer

    async def choose(self, question: str, choices: Sequence[Choice]) -> str | None:
        listed = [questionary.Choice(choice.title, value=choice) for choice in choices]
        chosen: Choice | None = await _asked(
            questionary.select(question, listed, use_jk_keys=False, use_search_filter=True)
        )
        return chosen.value if chosen else None

    def show(self, tracker: Tracker) -> None:
        self._console.print(conversation_table(tracker))
        self._console.print(slots_line(tracker), markup=False)
        if self._page:
            self._page.conversation = tracker

    def tell(self, line: str) -> None:
        self._console.print(line, markup=False, soft_wrap=True)


async def _asked(question: Any) -> Any:
    try:
        return await question.ask_async(kbi_msg="")
    except EOFError as error:
        raise InputEnded from error
