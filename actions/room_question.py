"""Asking for the room: with what is free and what it costs, once the dates are known."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.availability import Offer, find_offers
from actions.database import open_books
from actions.dates import read_iso
from actions.lookup_form import known_booking, merge
from actions.stay_form import offer_lines, room_buttons
from actions.turn import language_of

ALL_ROOMS = ["single", "double", "family", "suite"]


class ActionAskRoomType(Action):
    """Ask which room; for a booking to be changed, among the rooms free on its nights."""

    def name(self) -> str:
        return "action_ask_room_type"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = language_of(tracker)
        offers = _offers(tracker)
        if offers:
            dispatcher.utter_message(
                response="utter_ask_room_among_offers",
                options=offer_lines(offers, language),
                buttons=room_buttons([offer.room_type for offer in offers], language),
            )
        else:
            buttons = room_buttons(ALL_ROOMS, language)
            dispatcher.utter_message(response="utter_ask_room_plainly", buttons=buttons)
        return []


def _offers(tracker: Tracker) -> list[Offer]:
    with open_books() as books:
        stay = {name: tracker.get_slot(name) for name in ("arrival_date", "departure_date", "guests")}
        changing = (tracker.active_loop or {}).get("name") == "change_form"
        booking = known_booking(books, tracker) if changing else None
        if booking is not None:
            stay = merge(booking, tracker)
        arrival, departure = read_iso(stay["arrival_date"]), read_iso(stay["departure_date"])
        if not arrival or not departure or departure <= arrival:
            return []
        ignore = booking.reference if booking is not None else None
        return find_offers(books, arrival, departure, int(stay["guests"] or 1), ignore)
