"""Checks what users tell, opens tickets and tells how they stand."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .tickets import find_ticket, open_ticket

SHORTEST_DESCRIPTION = 10
AREAS = ("mail", "calendar", "billing")


class ValidateTicketForm(FormValidationAction):
    """Each method returns the value to keep; None asks again."""

    def name(self) -> str:
        return "validate_ticket_form"

    def validate_area(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        return {"area": value if value in AREAS else None}

    def validate_description(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        if len(value) < SHORTEST_DESCRIPTION:
            dispatcher.utter_message(text="A few words more would help us.")
            return {"description": None}
        return {"description": value}

    def validate_email(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        return {"email": value.lower()}


class ActionOpenTicket(Action):
    def name(self) -> str:
        return "action_open_ticket"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        slots = [tracker.get_slot(slot) for slot in ("area", "description", "email")]
        ticket = open_ticket(*slots)
        dispatcher.utter_message(text=f"Your ticket is {ticket.number}. We will write to {ticket.email}.")
        return [SlotSet("area", None), SlotSet("description", None), SlotSet("ticket", ticket.number)]


class ActionTellStatus(Action):
    def name(self) -> str:
        return "action_tell_status"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        number = tracker.get_slot("ticket")
        ticket = find_ticket(number) if number else None
        if ticket:
            dispatcher.utter_message(text=f"Ticket {ticket.number} ({ticket.area}) is {ticket.status}.")
        elif number:
            dispatcher.utter_message(text=f"I find no ticket {number}. Numbers look like T-1001.")
        else:
            dispatcher.utter_message(text="Which ticket? Its number looks like T-1001.")
        return []
