"""The booking form and what follows it, action by action."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from actions.booking import (
    ActionAskCancel,
    ActionBookRoom,
    ActionCancelBooking,
    ActionChangeBooking,
    ActionProposeChange,
    ActionQuotePrice,
    ActionSaveLead,
    ActionShowAvailability,
    ActionShowBooking,
    ValidateAvailabilityForm,
    ValidateLeadForm,
)
from actions.booking_form import ActionAskBookingConfirmed, ValidateBookingForm
from actions.database import open_books
from actions.lookup_form import ValidateCancelForm, ValidateChangeForm, ValidateLookupForm
from actions.room_question import ActionAskRoomType
from actions.stay_slots import ActionExtractStay
from actions.tables import Booking, Lead

Turn = Callable[..., Any]
Run = Callable[..., Any]

MAY = {"arrival_date": "2027-05-03", "departure_date": "2027-05-05"}
REGATTA = {"arrival_date": "2027-08-13", "departure_date": "2027-08-15"}
JANE = {"guest_name": "Jane Doe", "email": "jane@example.com"}
CLAIRE = {"booking_reference": "HTL-7K2QX", "email": "claire.fontaine@example.com"}
READY = {**MAY, **JANE, "guests": 2, "room_type": "double", "booking_confirmed": True}


def said(messages: list[dict[str, Any]]) -> list[str]:
    return [message["response"] for message in messages]


# --- the dates


def test_one_sentence_fills_both_dates(turn: Turn, run: Run) -> None:
    slots, _ = run(ActionExtractStay(), turn("une double du 3 au 5 mai", "book_room"))
    assert slots == MAY


def test_the_same_sentence_read_twice_says_the_same(turn: Turn, run: Run) -> None:
    """Rasa runs slot mapping actions once after the message and once when a form starts."""
    first, _ = run(ActionExtractStay(), turn("book a room for tomorrow", "book_room"))
    assert first == {"arrival_date": "2026-11-21"}
    again, _ = run(ActionExtractStay(), turn("book a room for tomorrow", "book_room", slots=first))
    assert again == first


@pytest.mark.parametrize("intent", ["faq", "chitchat", "stop"])
def test_interruptions_tell_no_dates(turn: Turn, run: Run, intent: str) -> None:
    slots = {"requested_slot": "arrival_date"}
    tracker = turn("is breakfast served tomorrow?", intent, slots=slots, form="booking_form")
    assert run(ActionExtractStay(), tracker)[0] == {}


def test_nights_count_from_the_arrival(turn: Turn, run: Run) -> None:
    slots = {"requested_slot": "departure_date", "arrival_date": "2027-05-03"}
    tracker = turn("3 nights", "inform_dates", slots=slots, form="booking_form")
    assert run(ActionExtractStay(), tracker)[0] == {"nights": 3, "departure_date": "2027-05-06"}


def test_nights_wait_for_the_arrival(turn: Turn, run: Run) -> None:
    slots = {"requested_slot": "arrival_date", "nights": 3}
    tracker = turn("on 3 may", "inform_dates", slots=slots, form="booking_form")
    found, _ = run(ActionExtractStay(), tracker)
    assert found == {"arrival_date": "2027-05-03", "departure_date": "2027-05-06"}


def test_what_is_no_date_is_handed_on_to_be_refused(turn: Turn, run: Run) -> None:
    slots = {"requested_slot": "arrival_date"}
    tracker = turn("dunno", "nlu_fallback", slots=slots, form="booking_form")
    assert run(ActionExtractStay(), tracker)[0] == {"arrival_date": "dunno"}


def test_a_button_carries_its_date_as_entity(turn: Turn, run: Run) -> None:
    entities = [{"entity": "date", "value": "2027-05-03"}]
    tracker = turn('/inform_dates{"date": "2027-05-03"}', "inform_dates", entities=entities)
    assert run(ActionExtractStay(), tracker)[0] == {"arrival_date": "2027-05-03"}


# --- the form


def validate(
    turn: Turn, run: Run, domain: dict, text: str, fresh: dict, slots: dict | None = None, **more: Any
) -> Any:
    tracker = turn(text, slots=slots, fresh=fresh, form="booking_form", **more)
    return run(ValidateBookingForm(), tracker, domain)


def test_a_date_not_understood_twice_gets_examples(turn: Turn, run: Run, domain: dict) -> None:
    slots, messages = validate(turn, run, domain, "dunno", {"arrival_date": "dunno"})
    assert (slots["arrival_date"], said(messages)) == (None, ["utter_date_not_understood"])
    before = {"date_misses": slots["date_misses"]}
    _, messages = validate(turn, run, domain, "hm", {"arrival_date": "hm"}, before)
    assert said(messages) == ["utter_date_hint"]


@pytest.mark.parametrize(
    ("fresh", "response"),
    [
        ({"arrival_date": "2026-11-01"}, "utter_date_past"),
        ({"arrival_date": "2029-01-01"}, "utter_date_too_far"),
        ({"arrival_date": "2027-05-05", "departure_date": "2027-05-03"}, "utter_departure_before_arrival"),
        ({"arrival_date": "2027-05-03", "departure_date": "2027-07-03"}, "utter_stay_too_long"),
        ({"arrival_date": "2026-12-31", "departure_date": "2027-01-01"}, "utter_house_full"),
        ({**REGATTA, "room_type": "double"}, "utter_room_full"),
        ({"room_type": "igloo"}, "utter_room_not_understood"),
        ({"room_type": "single", "guests": 2}, "utter_room_too_small"),
        ({"guests": "9"}, "utter_too_many_guests"),
        ({"guests": "whoever"}, "utter_guests_not_understood"),
        ({"email": "jane@"}, "utter_email_not_understood"),
    ],
)
def test_what_cannot_be_is_refused(turn: Turn, run: Run, domain: dict, fresh: dict, response: str) -> None:
    _, messages = validate(turn, run, domain, " ".join(map(str, fresh.values())), fresh)
    assert said(messages) == [response]


def test_full_house_keeps_the_dates_and_empties_the_room(turn: Turn, run: Run, domain: dict) -> None:
    slots, _ = validate(turn, run, domain, "double", {"room_type": "double"}, {**REGATTA, "guests": 2})
    assert slots["room_type"] is None
    assert "arrival_date" not in slots


def test_a_change_of_mind_is_no_wrong_answer(turn: Turn, run: Run, domain: dict) -> None:
    """Asked for the e-mail, the guest says "actually 3 people": no complaint about the e-mail."""
    fresh = {"guests": "3", "email": "actually 3 people"}
    slots, messages = validate(turn, run, domain, "actually 3 people", fresh, {"requested_slot": "email"})
    assert (slots["guests"], slots["email"], messages) == (3, None, [])


def test_a_number_in_a_date_is_no_guest(turn: Turn, run: Run, domain: dict) -> None:
    fresh = {"departure_date": "2027-05-05", "guests": "5"}
    slots, _ = validate(turn, run, domain, "5 may", fresh, {"arrival_date": "2027-05-03"})
    assert slots["guests"] is None


def test_several_numbers_of_people_are_added_up(turn: Turn, run: Run, domain: dict) -> None:
    text = "2 adults and 1 child"
    slots, _ = validate(turn, run, domain, text, {"guests": ["2", "1"]}, MAY)
    assert slots["guests"] == 3


def test_guests_told_before_the_form_are_kept(turn: Turn, run: Run, domain: dict) -> None:
    """A form that starts hands over every slot already known, as if just told."""
    slots, messages = validate(turn, run, domain, "yes", {**MAY, "guests": "3"})
    assert (slots["guests"], messages) == (3, [])


def test_no_at_the_end_asks_what_to_change(turn: Turn, run: Run, domain: dict) -> None:
    before = {**READY, "booking_confirmed": None, "requested_slot": "booking_confirmed"}
    slots, _ = validate(turn, run, domain, "no", {"booking_confirmed": False}, before)
    assert slots["booking_confirmed"] is False
    assert slots.get("requested_slot", "change_detail") == "change_detail"


def test_the_dates_are_asked_again(turn: Turn, run: Run, domain: dict) -> None:
    before = {**READY, "booking_confirmed": False, "requested_slot": "change_detail"}
    slots, _ = validate(turn, run, domain, "the dates", {"change_detail": "the dates"}, before)
    assert slots["arrival_date"] is None
    assert slots["booking_confirmed"] is None
    assert slots["requested_slot"] == "arrival_date"


def test_a_new_value_at_the_end_leads_back_to_the_summary(turn: Turn, run: Run, domain: dict) -> None:
    before = {**READY, "booking_confirmed": False, "requested_slot": "change_detail"}
    fresh = {"room_type": "suite", "change_detail": "make it a suite"}
    slots, messages = validate(turn, run, domain, "make it a suite", fresh, before)
    assert (slots["room_type"], slots["requested_slot"], messages) == ("suite", "booking_confirmed", [])


def test_rooms_are_offered_with_their_price(turn: Turn, run: Run) -> None:
    slots = {**MAY, "guests": 2, "language": "fr"}
    _, (message,) = run(ActionAskRoomType(), turn(slots=slots, form="booking_form"))
    assert "chambre double : 224 €" in message["options"]
    assert [button["title"] for button in message["buttons"]] == [
        "Chambre double",
        "Chambre familiale",
        "Suite",
    ]


def test_the_summary_holds_the_total(turn: Turn, run: Run) -> None:
    _, (message,) = run(ActionAskBookingConfirmed(), turn(slots=READY))
    assert message["total"] == "€224"
    assert message["arrival"] == "Monday 3 May 2027"


# --- the books


def test_a_booking_is_written_and_its_slots_forgotten(turn: Turn, run: Run) -> None:
    slots, (message,) = run(ActionBookRoom(), turn(slots=READY))
    assert message["response"] == "utter_booked"
    assert slots["arrival_date"] is None
    with open_books() as books:
        booking = books.get(Booking, slots["booking_reference"])
    assert booking is not None
    assert (booking.guest_name, booking.total_cents) == ("Jane Doe", 22_400)


def test_nothing_is_booked_without_a_yes(turn: Turn, run: Run) -> None:
    _, messages = run(ActionBookRoom(), turn(slots={**READY, "booking_confirmed": None}))
    assert said(messages) == ["utter_booking_incomplete"]


def test_the_last_room_may_be_gone_meanwhile(turn: Turn, run: Run) -> None:
    slots, messages = run(ActionBookRoom(), turn(slots={**READY, **REGATTA}))
    assert said(messages) == ["utter_room_just_taken"]
    assert slots == {"booking_confirmed": None, "room_type": None}


def test_free_rooms(turn: Turn, run: Run, domain: dict) -> None:
    tracker = turn("du 3 au 5 mai", fresh=MAY, form="availability_form")
    assert run(ValidateAvailabilityForm(), tracker, domain)[1] == []
    _, (message,) = run(ActionShowAvailability(), turn(slots=MAY))
    assert "- suite: €390" in message["options"]


def test_prices_with_and_without_dates(turn: Turn, run: Run) -> None:
    _, (message,) = run(ActionQuotePrice(), turn("how much is a double?", "ask_price"))
    assert message["options"] == "- double room: €92 / €112 / €138"
    _, (message,) = run(ActionQuotePrice(), turn("how much is a double?", "ask_price", slots=MAY))
    assert message["options"] == "- double room: €224"


def test_a_lead_is_noted(turn: Turn, run: Run, domain: dict) -> None:
    tracker = turn("sea", fresh={"lead_wish": "sea"}, form="lead_form")
    assert said(run(ValidateLeadForm(), tracker, domain)[1]) == ["utter_wish_too_short"]
    run(ActionSaveLead(), turn(slots={**JANE, "lead_wish": "a week in June, sea view"}))
    with open_books() as books:
        lead = books.scalars(select(Lead)).one()
    assert (lead.guest_name, lead.wish, lead.language) == ("Jane Doe", "a week in June, sea view", "en")


# --- an existing booking


def test_a_booking_opens_with_both_keys_only(turn: Turn, run: Run, domain: dict) -> None:
    wrong = {**CLAIRE, "email": "eve@example.com"}
    slots, messages = run(ValidateLookupForm(), turn(fresh=wrong, form="lookup_form"), domain)
    assert said(messages) == ["utter_booking_not_found"]
    assert (slots["booking_reference"], slots["email"]) == (None, None)
    again = {"lookup_misses": 1}
    tracker = turn(slots=again, fresh=wrong, form="lookup_form")
    assert said(run(ValidateLookupForm(), tracker, domain)[1]) == ["utter_booking_not_found_again"]
    _, (message,) = run(ActionShowBooking(), turn(slots=CLAIRE))
    assert message["reference"] == "HTL-7K2QX"


def test_cancelling(turn: Turn, run: Run, domain: dict) -> None:
    tracker = turn(fresh=CLAIRE, form="cancel_form")
    assert run(ValidateCancelForm(), tracker, domain)[1] == []
    assert said(run(ActionAskCancel(), turn(slots=CLAIRE))[1]) == ["utter_confirm_cancel_free"]
    assert said(run(ActionCancelBooking(), turn(slots=CLAIRE))[1]) == ["utter_cancelled"]
    tracker = turn(fresh=CLAIRE, form="cancel_form")
    assert said(run(ValidateCancelForm(), tracker, domain)[1]) == ["utter_booking_already_cancelled"]


def test_cancelling_late_tells_the_fee(turn: Turn, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_books():
        monkeypatch.setenv("HOTEL_NOW", "2027-06-09T09:00:00")
    _, (message,) = run(ActionAskCancel(), turn(slots=CLAIRE))
    assert (message["response"], message["fee"]) == ("utter_confirm_cancel_late", "€112")


def test_changing_asks_only_for_what_changes(turn: Turn, run: Run, domain: dict) -> None:
    tracker = turn("the dates", slots=CLAIRE, fresh={"change_detail": "dates"}, form="change_form")
    slots, _ = run(ValidateChangeForm(), tracker, domain)
    assert slots["requested_slot"] == "arrival_date"
    tracker = turn(
        "a suite", slots={**CLAIRE, "change_detail": "room"}, fresh={"room_type": "suite"}, form="change_form"
    )
    slots, messages = run(ValidateChangeForm(), tracker, domain)
    assert (slots["requested_slot"], messages) == (None, [])


def test_changing_to_full_dates_asks_again(turn: Turn, run: Run, domain: dict) -> None:
    tracker = turn(slots={**CLAIRE, "change_detail": "dates"}, fresh=REGATTA, form="change_form")
    slots, messages = run(ValidateChangeForm(), tracker, domain)
    assert said(messages) == ["utter_room_full"]
    assert slots["requested_slot"] == "arrival_date"


def test_a_change_is_proposed_then_made(turn: Turn, run: Run) -> None:
    slots = {**CLAIRE, "change_detail": "room", "room_type": "suite"}
    _, (message,) = run(ActionProposeChange(), turn(slots=slots))
    assert (message["total"], message["before"]) == ("€585", "€336")
    forgotten, messages = run(ActionChangeBooking(), turn(slots=slots))
    assert said(messages) == ["utter_changed"]
    assert forgotten["change_detail"] is None
    with open_books() as books:
        assert books.get_one(Booking, "HTL-7K2QX").room_type_name == "suite"
