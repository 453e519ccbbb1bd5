"""The booking form: what it still has to ask, and the last look at everything before it is written."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import clock
from actions.database import open_books
from actions.dates import read_iso
from actions.details import read_detail
from actions.pricing import price_of_stay
from actions.stay_form import Slots, StayValidators, check_stay, stay_changed
from actions.turn import language_of, slots_of_this_turn
from actions.words import say_date, say_guests, say_money, say_name, say_nights

SLOTS_OF_DETAIL = {
    "dates": ("arrival_date", "departure_date", "nights"),
    "guests": ("guests",),
    "room": ("room_type",),
    "name": ("guest_name",),
    "email": ("email",),
}


class ValidateBookingForm(StayValidators, FormValidationAction):
    """Arrival, departure, guests, room, name, e-mail, confirmation; a change of mind at any point."""

    def name(self) -> str:
        return "validate_booking_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """What to change is only asked after a "no" at the end, or when the guest brings it up."""
        refused = tracker.get_slot("booking_confirmed") is False
        if refused or tracker.get_slot("change_detail") is not None:
            return domain_slots
        return [slot for slot in domain_slots if slot != "change_detail"]

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        events: list[EventType] = await super().get_validation_events(dispatcher, tracker, domain)
        if stay_changed(events):
            events += check_stay(dispatcher, tracker, tracker.slots, clock.today())
        return events

    def validate_booking_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        return {"booking_confirmed": value}

    def validate_change_detail(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Empty the slots to be asked again; a new value told right away is simply kept."""
        if value is None:
            return {"change_detail": None}
        told = slots_of_this_turn(tracker)
        detail = read_detail(str(value))
        slots = SLOTS_OF_DETAIL.get(detail or "", ())
        if not slots and not told & {slot for names in SLOTS_OF_DETAIL.values() for slot in names}:
            dispatcher.utter_message(response="utter_detail_not_understood")
            return {"change_detail": None}
        emptied: Slots = {} if told & set(slots) else dict.fromkeys(slots)
        return {**emptied, "change_detail": None, "booking_confirmed": None}


class ActionAskBookingConfirmed(Action):
    """Read the whole booking back, with its price, and ask for a yes."""

    def name(self) -> str:
        return "action_ask_booking_confirmed"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = language_of(tracker)
        arrival = read_iso(tracker.get_slot("arrival_date"))
        departure = read_iso(tracker.get_slot("departure_date"))
        room_type = tracker.get_slot("room_type")
        if not arrival or not departure or not room_type:
            return [SlotSet("requested_slot", None)]
        with open_books() as books:
            price = price_of_stay(books, room_type, arrival, departure)
        dispatcher.utter_message(
            response="utter_confirm_booking",
            room=say_name(room_type, language),
            who=tracker.get_slot("guest_name"),
            mail=tracker.get_slot("email"),
            arrival=say_date(arrival, language),
            departure=say_date(departure, language),
            stay=say_nights(price.nights, language),
            people=say_guests(int(tracker.get_slot("guests") or 1), language),
            total=say_money(price.total_cents, language),
        )
        return []
