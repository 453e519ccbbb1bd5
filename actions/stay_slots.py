"""Fill arrival and departure from one sentence: the slot mapping action of both dates."""

from datetime import date, timedelta
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import clock
from actions.dates import Stay, find_stay, read_iso
from actions.turn import (
    INTERRUPTIONS,
    entities_of,
    intent_of,
    requested_slot,
    slots_of_this_turn,
    text_of,
)

STAY_SLOTS = ("arrival_date", "departure_date", "guests", "room_type")
FORGET_STAY = tuple(
    SlotSet(name, None) for name in (*STAY_SLOTS, "nights", "booking_confirmed", "change_detail")
)
DATE_SLOTS = ("arrival_date", "departure_date")
_INTENTS_WITH_DATES_WORDS = """
    book_room check_availability ask_price inform_dates inform_guests inform_room change_booking
"""
INTENTS_WITH_DATES = frozenset(_INTENTS_WITH_DATES_WORDS.split())


class ActionExtractStay(Action):
    """Read the dates in a message, when it is one that may tell them."""

    def name(self) -> str:
        return "action_extract_stay"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        asked = requested_slot(tracker)
        intent = intent_of(tracker)
        wanted = asked in DATE_SLOTS and intent not in INTERRUPTIONS
        if not wanted and intent not in INTENTS_WITH_DATES:
            return []
        # The mapping runs again when the message starts a form: its own first reading is no news then.
        read_already = "arrival_date" in slots_of_this_turn(tracker)
        arrival = None if read_already else read_iso(tracker.get_slot("arrival_date"))
        text = _text_with_dates(tracker)
        stay = find_stay(text, clock.today(), after=arrival)
        if stay.is_empty:
            unread = wanted and text and intent not in INTENTS_WITH_DATES - {"inform_dates"}
            return [SlotSet(asked, text)] if unread else []
        events = _events(stay, tracker, asked, arrival)
        if intent == "change_booking":
            events.append(SlotSet("change_detail", "dates"))
        return events


def _text_with_dates(tracker: Tracker) -> str:
    """A button's payload carries its dates as entities; a sentence is read whole."""
    text = text_of(tracker)
    return " ".join(entities_of(tracker, "date")) if text.startswith("/") else text


def _events(stay: Stay, tracker: Tracker, asked: str | None, known_arrival: date | None) -> list[EventType]:
    known_departure = read_iso(tracker.get_slot("departure_date"))
    arrival, departure = stay.arrival, stay.departure
    if stay.single:
        if _single_is_departure(stay.single, asked, known_arrival, known_departure):
            departure = stay.single
        else:
            arrival = stay.single
    nights = stay.nights or tracker.get_slot("nights")
    start = arrival or known_arrival
    if nights and start and not departure and (stay.nights or not known_departure):
        departure = start + timedelta(days=int(nights))
    events: list[EventType] = [SlotSet("nights", stay.nights)] if stay.nights else []
    if arrival:
        events.append(SlotSet("arrival_date", arrival.isoformat()))
    if departure:
        events.append(SlotSet("departure_date", departure.isoformat()))
    elif arrival and known_departure and known_departure <= arrival:
        events.append(SlotSet("departure_date", None))
    return events


def _single_is_departure(
    day: date, asked: str | None, known_arrival: date | None, known_departure: date | None
) -> bool:
    """The slot asked for decides; else the first date told is the arrival and the second the departure.

    The mapping runs twice in a turn that starts a form, so a date already known keeps its role.
    """
    if asked in DATE_SLOTS:
        return asked == "departure_date"
    if day == known_arrival:
        return False
    return day == known_departure or (known_arrival is not None and known_departure is None)
