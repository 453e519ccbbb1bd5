"""Forms that need an existing booking: look it up, cancel it, change it.

Reference and e-mail must fit together; which of the two was wrong is not told.
"""

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import clock
from actions.booking_form import SLOTS_OF_DETAIL
from actions.database import open_books
from actions.details import read_detail
from actions.reservations import find_booking, read_reference
from actions.stay_form import Slots, StayValidators, check_stay, stay_changed
from actions.tables import Booking
from actions.turn import slots_of_this_turn

KEYS = ("booking_reference", "email")


class BookingKeyValidators(StayValidators):
    """Validators of the two keys to a booking."""

    def validate_booking_reference(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        reference = read_reference(str(value or ""), "HTL")
        if reference is None and value is not None:
            dispatcher.utter_message(response="utter_reference_not_understood")
        return {"booking_reference": reference}


class ValidateLookupForm(BookingKeyValidators, FormValidationAction):
    """Reference and e-mail of a booking to show, whatever became of it."""

    def name(self) -> str:
        return "validate_lookup_form"

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        events: list[EventType] = await super().get_validation_events(dispatcher, tracker, domain)
        return events + check_keys(dispatcher, tracker, events, must_lie_ahead=False)


class ValidateCancelForm(BookingKeyValidators, FormValidationAction):
    """Reference and e-mail of a booking that can still be cancelled."""

    def name(self) -> str:
        return "validate_cancel_form"

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        events: list[EventType] = await super().get_validation_events(dispatcher, tracker, domain)
        return events + check_keys(dispatcher, tracker, events, must_lie_ahead=True)


class ValidateChangeForm(BookingKeyValidators, FormValidationAction):
    """The booking, what to change in it, and the new value, checked against the books."""

    def name(self) -> str:
        return "validate_change_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """Of the stay, only what the guest wants to change is asked."""
        detail = tracker.get_slot("change_detail")
        wanted = [slot for slot in SLOTS_OF_DETAIL.get(detail or "", ()) if slot in domain_slots]
        return [*KEYS, "change_detail", *wanted]

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        events: list[EventType] = await super().get_validation_events(dispatcher, tracker, domain)
        lost = check_keys(dispatcher, tracker, events, must_lie_ahead=True)
        if lost or not stay_changed(events):
            return events + lost
        with open_books() as books:
            booking = known_booking(books, tracker)
        if booking is None:
            return events
        wrong = check_stay(dispatcher, tracker, merge(booking, tracker), clock.today(), booking.reference)
        return events + (_ask_again(tracker.get_slot("change_detail")) if wrong else [])

    def validate_change_detail(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """What to change; old answers about it (from another conversation turn) are emptied."""
        if value is None:
            return {"change_detail": None}
        detail = read_detail(str(value))
        if detail not in ("dates", "guests", "room"):
            dispatcher.utter_message(response="utter_change_not_possible")
            return {"change_detail": None}
        slots = SLOTS_OF_DETAIL[detail]
        kept = slots_of_this_turn(tracker) & set(slots)
        return {**({} if kept else dict.fromkeys(slots)), "change_detail": detail}


def _ask_again(detail: str | None) -> list[EventType]:
    """What was told can't be: ask for other dates or another room; for too many guests, what to change."""
    emptied: list[EventType] = [SlotSet(slot, None) for slot in SLOTS_OF_DETAIL.get(detail or "", ())]
    return [*emptied, SlotSet("change_detail", None)] if detail == "guests" else emptied


def known_booking(books: Any, tracker: Tracker) -> Booking | None:
    """The booking the two keys open."""
    reference, email = tracker.get_slot("booking_reference"), tracker.get_slot("email")
    return find_booking(books, reference, email) if reference and email else None


def merge(booking: Booking, tracker: Tracker) -> dict[str, Any]:
    """The stay as it will be: the booking with the one detail that changes."""
    stay: dict[str, Any] = {
        "arrival_date": booking.arrival.isoformat(),
        "departure_date": booking.departure.isoformat(),
        "guests": booking.guests,
        "room_type": booking.room_type_name,
    }
    for slot in SLOTS_OF_DETAIL.get(tracker.get_slot("change_detail") or "", ()):
        if slot in stay:
            stay[slot] = tracker.get_slot(slot)
    return stay


def check_keys(
    dispatcher: CollectingDispatcher, tracker: Tracker, events: list[EventType], *, must_lie_ahead: bool
) -> list[EventType]:
    """Once both keys are known: is there such a booking, and can it still be touched?"""
    fresh = any(event["name"] in KEYS and event["value"] is not None for event in events)
    if not fresh or not all(tracker.get_slot(key) for key in KEYS):
        return []
    with open_books() as books:
        booking = known_booking(books, tracker)
    if booking is None:
        misses = int(tracker.get_slot("lookup_misses") or 0) + 1
        dispatcher.utter_message(
            response="utter_booking_not_found" if misses == 1 else "utter_booking_not_found_again"
        )
        return [*_forget_keys(), SlotSet("lookup_misses", misses)]
    if must_lie_ahead and booking.status == "cancelled":
        dispatcher.utter_message(response="utter_booking_already_cancelled", reference=booking.reference)
        return _forget_keys()
    if must_lie_ahead and booking.arrival <= clock.today():
        dispatcher.utter_message(response="utter_booking_begun", reference=booking.reference)
        return _forget_keys()
    return [SlotSet("lookup_misses", None)]


def _forget_keys() -> list[EventType]:
    return [SlotSet(key, None) for key in KEYS]
