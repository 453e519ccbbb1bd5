"""Actions around a booking: show what is free, quote, book, look up, change, cancel, note a lead."""

from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import clock
from actions.availability import find_offers
from actions.database import open_books
from actions.dates import read_iso
from actions.lookup_form import known_booking, merge
from actions.pricing import price_of_stay, rates_of
from actions.reservations import RoomTaken, StayWish, add_lead, book, cancel, cancellation_fee, change
from actions.stay_form import (
    Slots,
    StayValidators,
    check_stay,
    offer_lines,
    read_room_type,
    stay_changed,
)
from actions.stay_slots import FORGET_STAY
from actions.tables import Booking
from actions.turn import language_of, text_of
from actions.words import say_date, say_guests, say_money, say_name, say_nights

ALL_ROOMS = ("single", "double", "family", "suite")
MIN_WISH_WORDS = 2


class ValidateAvailabilityForm(StayValidators, FormValidationAction):
    """The two dates of a stay somebody only wants to know about."""

    def name(self) -> str:
        return "validate_availability_form"

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        events: list[EventType] = await super().get_validation_events(dispatcher, tracker, domain)
        if stay_changed(events):
            dates = {slot: tracker.get_slot(slot) for slot in ("arrival_date", "departure_date")}
            events += check_stay(dispatcher, tracker, dates, clock.today())
        return events


class ValidateLeadForm(StayValidators, FormValidationAction):
    """What somebody has in mind, a name and an e-mail."""

    def name(self) -> str:
        return "validate_lead_form"

    def validate_lead_wish(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        wish = str(value or "").strip()
        if value is not None and len(wish.split()) < MIN_WISH_WORDS:
            dispatcher.utter_message(response="utter_wish_too_short")
            return {"lead_wish": None}
        return {"lead_wish": wish or None}


class ActionShowAvailability(Action):
    """The rooms free for the dates, with the price of the whole stay."""

    def name(self) -> str:
        return "action_show_availability"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        arrival = read_iso(tracker.get_slot("arrival_date"))
        departure = read_iso(tracker.get_slot("departure_date"))
        if not arrival or not departure:
            return []
        language = language_of(tracker)
        with open_books() as books:
            offers = find_offers(books, arrival, departure, int(tracker.get_slot("guests") or 1))
        dispatcher.utter_message(
            response="utter_availability" if offers else "utter_nothing_free",
            arrival=say_date(arrival, language),
            departure=say_date(departure, language),
            stay=say_nights((departure - arrival).days, language),
            options=offer_lines(offers, language),
        )
        return []


class ActionQuotePrice(Action):
    """The exact price when the dates are known, else the price list."""

    def name(self) -> str:
        return "action_quote_price"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = language_of(tracker)
        arrival = read_iso(tracker.get_slot("arrival_date"))
        departure = read_iso(tracker.get_slot("departure_date"))
        room_type = read_room_type(text_of(tracker)) or tracker.get_slot("room_type")
        if arrival and departure and clock.today() <= arrival < departure:
            return _quote_stay(dispatcher, tracker, room_type)
        with open_books() as books:
            lines = [
                _rate_line(name, rates_of(books, name), language)
                for name in ([room_type] if room_type else ALL_ROOMS)
            ]
        dispatcher.utter_message(response="utter_price_list", options="\n".join(lines))
        return []


def _quote_stay(dispatcher: CollectingDispatcher, tracker: Tracker, room_type: str | None) -> list[EventType]:
    language = language_of(tracker)
    arrival = read_iso(tracker.get_slot("arrival_date"))
    departure = read_iso(tracker.get_slot("departure_date"))
    assert arrival is not None
    assert departure is not None
    with open_books() as books:
        offers = find_offers(books, arrival, departure)
    chosen = [offer for offer in offers if offer.room_type == room_type] or offers
    dispatcher.utter_message(
        response="utter_availability" if chosen else "utter_nothing_free",
        arrival=say_date(arrival, language),
        departure=say_date(departure, language),
        stay=say_nights((departure - arrival).days, language),
        options=offer_lines(chosen, language),
    )
    return []


def _rate_line(room_type: str, rates: dict[str, int], language: str) -> str:
    low, mid, high = (say_money(rates[season], language) for season in ("low", "mid", "high"))
    colon = " :" if language == "fr" else ":"
    return f"- {say_name(room_type, language)}{colon} {low} / {mid} / {high}"


class ActionSaveLead(Action):
    """Note the question for the reception."""

    def name(self) -> str:
        return "action_save_lead"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        name, email = tracker.get_slot("guest_name"), tracker.get_slot("email")
        with open_books(write=True) as books:
            add_lead(books, name, email, tracker.get_slot("lead_wish"), language_of(tracker))
        dispatcher.utter_message(response="utter_lead_saved", who=name, mail=email)
        return [SlotSet("lead_wish", None)]


class ActionBookRoom(Action):
    """Write the booking in one transaction that looks once more whether the room is free."""

    def name(self) -> str:
        return "action_book_room"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        wish = wish_of({slot: tracker.get_slot(slot) for slot in tracker.slots})
        language = language_of(tracker)
        if wish is None or tracker.get_slot("booking_confirmed") is not True:
            dispatcher.utter_message(response="utter_booking_incomplete")
            return []
        try:
            with open_books(write=True) as books:
                booking = book(books, wish, tracker.get_slot("guest_name"), tracker.get_slot("email"))
        except RoomTaken:
            dispatcher.utter_message(
                response="utter_room_just_taken", room=say_name(wish.room_type, language)
            )
            return [SlotSet("booking_confirmed", None), SlotSet("room_type", None)]
        dispatcher.utter_message(response="utter_booked", **told(booking, language))
        return [*FORGET_STAY, SlotSet("booking_reference", booking.reference)]


class ActionShowBooking(Action):
    """Read a booking to the guest whose keys open it."""

    def name(self) -> str:
        return "action_show_booking"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        with open_books() as books:
            booking = known_booking(books, tracker)
        if booking is None:
            dispatcher.utter_message(response="utter_booking_not_found")
        else:
            dispatcher.utter_message(response="utter_booking_details", **told(booking, language_of(tracker)))
        return []


class ActionAskCancel(Action):
    """Say what a cancellation costs, and ask for a yes."""

    def name(self) -> str:
        return "action_ask_cancel"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = language_of(tracker)
        with open_books() as books:
            booking = known_booking(books, tracker)
        if booking is None:
            dispatcher.utter_message(response="utter_booking_not_found")
            return []
        fee = cancellation_fee(booking, clock.now().replace(tzinfo=None))
        dispatcher.utter_message(
            response="utter_confirm_cancel_late" if fee else "utter_confirm_cancel_free",
            fee=say_money(fee, language),
            **told(booking, language),
        )
        return []


class ActionCancelBooking(Action):
    """Cancel the booking the keys open."""

    def name(self) -> str:
        return "action_cancel_booking"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        with open_books(write=True) as books:
            booking = known_booking(books, tracker)
            if booking is None or booking.status == "cancelled":
                dispatcher.utter_message(response="utter_booking_not_found")
                return []
            cancel(booking)
        dispatcher.utter_message(response="utter_cancelled", **told(booking, language_of(tracker)))
        return [SlotSet("booking_reference", None)]


class ActionProposeChange(Action):
    """Show the booking as it would be, with the new price, and ask for a yes."""

    def name(self) -> str:
        return "action_propose_change"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = language_of(tracker)
        with open_books() as books:
            booking = known_booking(books, tracker)
            wish = wish_of(merge(booking, tracker)) if booking else None
            if booking is None or wish is None:
                dispatcher.utter_message(response="utter_booking_not_found")
                return []
            price = price_of_stay(books, wish.room_type, wish.arrival, wish.departure)
        dispatcher.utter_message(
            response="utter_confirm_change",
            reference=booking.reference,
            room=say_name(wish.room_type, language),
            arrival=say_date(wish.arrival, language),
            departure=say_date(wish.departure, language),
            people=say_guests(wish.guests, language),
            total=say_money(price.total_cents, language),
            before=say_money(booking.total_cents, language),
        )
        return []


class ActionChangeBooking(Action):
    """Change the booking in one transaction that checks the room once more."""

    def name(self) -> str:
        return "action_change_booking"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = language_of(tracker)
        try:
            with open_books(write=True) as books:
                booking = known_booking(books, tracker)
                wish = wish_of(merge(booking, tracker)) if booking else None
                if booking is None or wish is None:
                    dispatcher.utter_message(response="utter_booking_not_found")
                    return []
                change(books, booking, wish)
        except RoomTaken as taken:
            dispatcher.utter_message(response="utter_room_just_taken", room=say_name(str(taken), language))
            return list(FORGET_STAY)
        dispatcher.utter_message(response="utter_changed", **told(booking, language))
        return list(FORGET_STAY)


class ActionForgetChange(Action):
    """The guest keeps the booking as it is: forget the change."""

    def name(self) -> str:
        return "action_forget_change"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_booking_kept")
        return list(FORGET_STAY)


def wish_of(stay: dict[str, Any]) -> StayWish | None:
    """The stay a guest described, when it is complete."""
    arrival, departure = read_iso(stay.get("arrival_date")), read_iso(stay.get("departure_date"))
    room_type, guests = stay.get("room_type"), stay.get("guests")
    if not arrival or not departure or departure <= arrival or not room_type or not guests:
        return None
    return StayWish(str(room_type), arrival, departure, int(guests))


def told(booking: Booking, language: str) -> dict[str, str]:
    """A booking in words, for the responses."""
    return {
        "reference": booking.reference,
        "room": say_name(booking.room_type_name, language),
        "arrival": say_date(booking.arrival, language),
        "departure": say_date(booking.departure, language),
        "people": say_guests(booking.guests, language),
        "total": say_money(booking.total_cents, language),
        "status": say_name(booking.status, language),
        "mail": booking.email,
    }
