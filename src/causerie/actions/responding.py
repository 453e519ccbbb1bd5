"""Actions that only say something: a response, a retrieved response, an end-to-end text."""

from __future__ import annotations

import logging
from typing import Any

from causerie.actions.context import ActionContext
from causerie.actions.utterances import bot_uttered, utter
from causerie.dialogue.events import Event, UserUttered
from causerie.domain.names import UTTER_PREFIX

log = logging.getLogger(__name__)
DEFAULT_SELECTOR = "default"


class Respond:
    """``utter_greet``: says the response of this name."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def run(self, context: ActionContext) -> list[Event]:
        said = await utter(self.name, context)
        if not said:
            log.warning("No variation of the response '%s' fits, so nothing was said.", self.name)
        return list(said)


class RespondByRetrieval:
    """``utter_faq``: says what the response selector chose, ``utter_faq/opening_hours``."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def run(self, context: ActionContext) -> list[Event]:
        chosen = self._chosen(context.tracker.state.latest_message)
        if chosen is None:
            log.warning("No response selector chose an answer for '%s', so nothing was said.", self.name)
            return []
        return await Respond(chosen).run(context)

    def _chosen(self, message: UserUttered | None) -> str | None:
        selectors: dict[str, Any] = message.parse_data.get("response_selector") or {} if message else {}
        intent = self.name.removeprefix(UTTER_PREFIX)
        selected = selectors.get(intent) or selectors.get(DEFAULT_SELECTOR) or {}
        chosen: str | None = (selected.get("response") or {}).get("utter_action")
        return chosen


class SayText:
    """An end-to-end step: the text itself is the action."""

    def __init__(self, text: str) -> None:
        self.text = text

    async def run(self, context: ActionContext) -> list[Event]:
        return [bot_uttered({"text": self.text})]
