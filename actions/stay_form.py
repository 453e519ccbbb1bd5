"""What every form about a stay checks: each value alone, then all of them together against the books."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import clock
from actions.availability import Offer, find_offers, nearest_arrival, rooms_left
from actions.database import open_books
from actions.dates import read_iso
from actions.people import clean_name, count_guests, find_email
from actions.stay_slots import STAY_SLOTS
from actions.tables import RoomType
from actions.turn import language_of, slots_of_this_turn, text_of
from actions.words import say_date, say_guests, say_money, say_name, say_nights

MAX_NIGHTS = 30
MAX_GUESTS = 6
MAX_AHEAD = timedelta(days=540)
Slots = dict[str, Any]
_ROOM_WORDS = {
    "suite": r"\bsuites?\b",
    "family": r"\bfamil(?:y|ial|iale|les?)\b|\bfamille\b|\bfor (?:five|six|5|6)\b",
    "double": r"\bdoubles?\b|\btwin\b|\bqueen\b|\b(?:deux|two|2) (?:lits|beds)\b|\bgrand lit\b",
    "single": r"\bsingles?\b|\bsimples?\b|\bindividuelles?\b|\b(?:une|1) place\b|\bone bed\b|\bun lit\b",
}


def read_room_type(text: str) -> str | None:
    """`a twin please`, `la familiale` → the hotel's own name for the room."""
    return next((name for name, words in _ROOM_WORDS.items() if re.search(words, text.lower())), None)


def offer_lines(offers: list[Offer], language: str) -> str:
    """One line per room that is free, with its price for the whole stay."""
    return "\n".join(
        f"- {say_name(offer.room_type, language)}: {say_money(offer.price.total_cents, language)}"
        if language == "en"
        else f"- {say_name(offer.room_type, language)} : {say_money(offer.price.total_cents, language)}"
        for offer in offers
    )


def room_buttons(names: list[str], language: str) -> list[dict[str, str]]:
    """A button per room type."""
    return [
        {
            "title": say_name(name, language).capitalize(),
            "payload": f'/inform_room{{"room_type": "{name}"}}',
        }
        for name in names
    ]


class StayValidators:
    """Validators of single slots, for the forms that ask for them."""

    def validate_arrival_date(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        return _checked_day("arrival_date", value, dispatcher, tracker)

    def validate_departure_date(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        return _checked_day("departure_date", value, dispatcher, tracker)

    def validate_guests(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        count = _guest_count(value, tracker)
        if count is None:
            _complain("utter_guests_not_understood", value, dispatcher, tracker, "guests")
        elif not 1 <= count <= MAX_GUESTS:
            dispatcher.utter_message(response="utter_too_many_guests", most=MAX_GUESTS)
            count = None
        return {"guests": count}

    def validate_room_type(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        room_type = read_room_type(str(value or ""))
        if room_type is None:
            _complain("utter_room_not_understood", value, dispatcher, tracker, "room_type")
        return {"room_type": room_type}

    def validate_guest_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        name = clean_name(str(value or ""))
        if name is None:
            _complain("utter_name_not_understood", value, dispatcher, tracker, "guest_name")
        return {"guest_name": name}

    def validate_email(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        email = find_email(str(value or ""))
        if email is None:
            _complain("utter_email_not_understood", value, dispatcher, tracker, "email")
        return {"email": email}


def check_stay(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    stay: Mapping[str, Any],
    today: date,
    ignore: str | None = None,
) -> list[EventType]:
    """Check what is known of a stay as a whole; what can't stand is emptied, and the guest told why."""
    arrival, departure = read_iso(stay.get("arrival_date")), read_iso(stay.get("departure_date"))
    guests, room_type = stay.get("guests"), stay.get("room_type")
    if arrival and departure:
        wrong = _check_length(dispatcher, arrival, departure)
        if wrong:
            return wrong
    if guests and room_type and not _fits(dispatcher, tracker, int(guests), room_type):
        return [SlotSet("room_type", None)]
    if arrival and departure:
        return _check_free(dispatcher, tracker, (arrival, departure), guests, room_type, today, ignore)
    return []


def stay_changed(events: list[EventType]) -> bool:
    """Whether a slot of the stay was just given a value."""
    return any(event["name"] in STAY_SLOTS and event["value"] is not None for event in events)


def _checked_day(slot: str, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker) -> Slots:
    """A date from today on; the second time it can't be read, examples help."""
    if value is None:
        return {slot: None}
    day = read_iso(value)
    if day is None:
        misses = int(tracker.get_slot("date_misses") or 0) + 1
        dispatcher.utter_message(response="utter_date_not_understood" if misses == 1 else "utter_date_hint")
        return {slot: None, "date_misses": misses}
    if day < clock.today():
        dispatcher.utter_message(response="utter_date_past")
        return {slot: None}
    if day > clock.today() + MAX_AHEAD:
        dispatcher.utter_message(response="utter_date_too_far")
        return {slot: None}
    return {slot: day.isoformat(), "date_misses": None}


def _guest_count(value: Any, tracker: Tracker) -> int | None:
    """The whole sentence tells more than the entity ("my husband and our 2 kids")."""
    if value is None or isinstance(value, int | float):
        return int(value) if value else None
    text = text_of(tracker)
    several = isinstance(value, list)  # "2 adults and 1 child" holds two numbers
    if text.startswith("/") or (not several and str(value) not in text):
        return count_guests(str(value))
    if slots_of_this_turn(tracker) & {"arrival_date", "departure_date", "nights"}:
        return count_guests(text, bare=False)
    return count_guests(text) or count_guests(str(value))


def _complain(
    response: str, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, slot: str
) -> None:
    """Say that an answer wasn't understood, unless the guest told something else instead."""
    if value is not None and not slots_of_this_turn(tracker) - {slot}:
        dispatcher.utter_message(response=response)


def _check_length(dispatcher: CollectingDispatcher, arrival: date, departure: date) -> list[EventType]:
    if departure <= arrival:
        dispatcher.utter_message(response="utter_departure_before_arrival")
        return [SlotSet("departure_date", None), SlotSet("nights", None)]
    if (departure - arrival).days > MAX_NIGHTS:
        dispatcher.utter_message(response="utter_stay_too_long", most=MAX_NIGHTS)
        return [SlotSet("departure_date", None), SlotSet("nights", None)]
    return []


def _fits(dispatcher: CollectingDispatcher, tracker: Tracker, guests: int, room_type: str) -> bool:
    with open_books() as books:
        sleeps = books.get_one(RoomType, room_type).sleeps
    if guests <= sleeps:
        return True
    language = language_of(tracker)
    dispatcher.utter_message(
        response="utter_room_too_small",
        room=say_name(room_type, language),
        sleeps=say_guests(sleeps, language),
        wanted=say_guests(guests, language),
    )
    return False


def _check_free(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    nights: tuple[date, date],
    guests: Any,
    room_type: str | None,
    today: date,
    ignore: str | None,
) -> list[EventType]:
    arrival, departure = nights
    language = language_of(tracker)
    with open_books() as books:
        if room_type and rooms_left(books, room_type, arrival, departure, ignore) > 0:
            return []
        offers = find_offers(books, arrival, departure, int(guests or 1), ignore)
        if offers and not room_type:
            return []
        other = nearest_arrival(books, room_type or "double", arrival, departure, today)
    told = {
        "room": say_name(room_type or "double", language),
        "arrival": say_date(arrival, language),
        "stay": say_nights((departure - arrival).days, language),
        "other": say_date(other, language) if other else "–",
    }
    if offers:
        dispatcher.utter_message(response="utter_room_full", **told)
        return [SlotSet("room_type", None)]
    dispatcher.utter_message(response="utter_house_full", **told)
    return [SlotSet("arrival_date", None), SlotSet("departure_date", None), SlotSet("nights", None)]
