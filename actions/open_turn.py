"""Open questions: what no intent covers and the hotel's documents answer."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from causerie.open_turns import answer_open_turn


class ActionOpenTurn(Action):
    """The answer from the documents; else what can be done instead. In a form the form goes on by itself."""

    def name(self) -> str:
        return "action_open_turn"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        answer = await answer_open_turn(tracker)
        if answer.text:
            dispatcher.utter_message(text=answer.text, **answer.metadata())
        else:
            dispatcher.utter_message(response=answer.response, **answer.metadata())
        return []
