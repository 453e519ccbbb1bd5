"""Checks what guests tell, and books."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from .reading import read_day, read_people, read_time

LARGEST_TABLE = 12
OPENS, LAST_TABLE = 12, 21
CLOSED_WEEKDAY = 0
ASKED = ("people", "day", "time", "name", "confirmed")


class ValidateBookingForm(FormValidationAction):
    """Each method returns the value to keep; None asks again."""

    def name(self) -> str:
        return "validate_booking_form"

    def validate_people(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        people = read_people(str(value))
        if people is None:
            dispatcher.utter_message(text="Please tell me a number.")
        elif not 1 <= people <= LARGEST_TABLE:
            dispatcher.utter_message(text=f"Our largest table is for {LARGEST_TABLE}.")
            people = None
        return {"people": people}

    def validate_day(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        today = date.today()
        day = read_day(str(value), today)
        if day is None:
            dispatcher.utter_message(text="Please tell me a day, such as 'tomorrow' or 'Friday'.")
        elif day < today:
            dispatcher.utter_message(text="That day is over.")
            day = None
        elif day.weekday() == CLOSED_WEEKDAY:
            dispatcher.utter_message(text="On Monday we are closed.")
            day = None
        return {"day": day and f"{day:%A}, {day.isoformat()}"}

    def validate_time(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        time = read_time(str(value))
        if time is None:
            dispatcher.utter_message(text="Please tell me a time, such as '7 pm' or '19:30'.")
        elif not OPENS <= time[0] <= LAST_TABLE:
            dispatcher.utter_message(text=f"We give tables between {OPENS}:00 and {LAST_TABLE}:59.")
            time = None
        return {"time": time and f"{time[0]}:{time[1]:02}"}

    def validate_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        name = str(value).strip()
        if not any(letter.isalpha() for letter in name):
            dispatcher.utter_message(text="Please tell me the name for the booking.")
            return {"name": None}
        return {"name": name}

    def validate_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        """After a no everything is asked again."""
        if value is False:
            dispatcher.utter_message(text="Then let us begin again.")
            return dict.fromkeys(ASKED)
        return {"confirmed": value}


class ActionBookTable(Action):
    """Where a real restaurant would write into its book."""

    def name(self) -> str:
        return "action_book_table"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        people, day, time, name, _ = (tracker.get_slot(slot) for slot in ASKED)
        dispatcher.utter_message(
            text=f"It is booked: a table for {people} on {day} at {time}. See you, {name}!"
        )
        return [SlotSet(slot, None) for slot in ASKED]
