"""Tickets, hand-over, and the conversation's own actions."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from actions.conversation import (
    ActionChangeLanguage,
    ActionDetectLanguage,
    ActionFallback,
    ActionRepeat,
    ActionStop,
)
from actions.database import open_books
from actions.support import (
    ActionCheckReception,
    ActionHandOver,
    ActionOpenTicket,
    ActionShowTicket,
    ValidateHandoverForm,
    ValidateTicketForm,
    ValidateTicketStatusForm,
)
from actions.tables import Handover, Ticket

Turn = Callable[..., Any]
Run = Callable[..., Any]
LEAK = {
    "issue_category": "plumbing",
    "issue_description": "the shower leaks",
    "room_number": "204",
    "urgency": "urgent",
}


def said(messages: list[dict[str, Any]]) -> list[str]:
    return [message["response"] for message in messages]


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("la douche", "plumbing"),
        ("the wifi", "wifi"),
        ("c'est le chauffage", "heating"),
        ("my key card", "key"),
        ("les voisins", "noise"),
        ("a dinosaur", "other"),
    ],
)
def test_categories(turn: Turn, run: Run, domain: dict, text: str, category: str) -> None:
    tracker = turn(text, fresh={"issue_category": text}, form="ticket_form")
    assert run(ValidateTicketForm(), tracker, domain)[0]["issue_category"] == category


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("it's urgent", "urgent"),
        ("pas urgent", "low"),
        ("ça peut attendre", "low"),
        ("dans la journée", "normal"),
        ("tonight", "normal"),
        ("cet après-midi", "normal"),
        ("tout de suite", "urgent"),
        ("blue", None),
    ],
)
def test_urgencies(turn: Turn, run: Run, domain: dict, text: str, urgency: str | None) -> None:
    tracker = turn(text, fresh={"urgency": text}, form="ticket_form")
    assert run(ValidateTicketForm(), tracker, domain)[0]["urgency"] == urgency


@pytest.mark.parametrize(
    ("text", "room"),
    [("204", "204"), ("chambre 301", "301"), ("no room", "none"), ("the lobby", "none"), ("9", None)],
)
def test_room_numbers(turn: Turn, run: Run, domain: dict, text: str, room: str | None) -> None:
    tracker = turn(text, fresh={"room_number": text}, form="ticket_form")
    assert run(ValidateTicketForm(), tracker, domain)[0]["room_number"] == room


def test_a_first_message_that_says_what_is_wrong_is_the_description(
    turn: Turn, run: Run, domain: dict
) -> None:
    fresh = {"issue_description": "the shower in my room leaks"}
    slots, _ = run(ValidateTicketForm(), turn(fresh=fresh, form="ticket_form"), domain)
    assert (slots["issue_description"], slots["issue_category"]) == (
        "the shower in my room leaks",
        "plumbing",
    )
    fresh = {"issue_description": "i want to report a problem"}
    slots, _ = run(ValidateTicketForm(), turn(fresh=fresh, form="ticket_form"), domain)
    assert slots["issue_description"] is None


def test_a_ticket_is_opened_and_followed(turn: Turn, run: Run, domain: dict) -> None:
    slots, messages = run(ActionOpenTicket(), turn(slots=LEAK))
    reference = slots["ticket_reference"]
    assert said(messages) == ["utter_ticket_opened"]
    with open_books() as books:
        assert books.get_one(Ticket, reference).description == "the shower leaks"
    tracker = turn(fresh={"ticket_reference": reference.lower()}, form="ticket_status_form")
    assert run(ValidateTicketStatusForm(), tracker, domain)[0] == {"ticket_reference": reference}
    _, (message,) = run(ActionShowTicket(), turn(slots={"ticket_reference": reference, "language": "fr"}))
    assert message["status"] == "en attente d'un collègue"


@pytest.mark.usefixtures("at_night")
def test_urgent_at_night_tells_the_night_number(turn: Turn, run: Run) -> None:
    _, messages = run(ActionOpenTicket(), turn(slots=LEAK))
    assert said(messages) == ["utter_ticket_opened", "utter_ticket_call_at_night"]


@pytest.mark.parametrize(
    ("text", "response"),
    [("TCK-ZZZ99", "utter_ticket_not_found"), ("hm", "utter_ticket_reference_not_understood")],
)
def test_tickets_not_found(turn: Turn, run: Run, domain: dict, text: str, response: str) -> None:
    tracker = turn(text, fresh={"ticket_reference": text}, form="ticket_status_form")
    slots, messages = run(ValidateTicketStatusForm(), tracker, domain)
    assert (slots["ticket_reference"], said(messages)) == (None, [response])


def test_a_person_by_day(turn: Turn, run: Run) -> None:
    assert run(ActionCheckReception(), turn())[0] == {"reception_open": True}
    assert said(run(ActionHandOver(), turn())[1]) == ["utter_handover_now"]


@pytest.mark.usefixtures("at_night")
def test_a_person_at_night_answers_by_email(turn: Turn, run: Run, domain: dict) -> None:
    assert run(ActionCheckReception(), turn())[0] == {"reception_open": False}
    tracker = turn("jane@example.com", fresh={"email": "jane@example.com"}, form="handover_form")
    assert run(ValidateHandoverForm(), tracker, domain)[0] == {"email": "jane@example.com"}
    assert said(run(ActionHandOver(), turn(slots={"email": "jane@example.com"}))[1]) == [
        "utter_handover_later"
    ]
    with open_books() as books:
        assert books.scalars(select(Handover)).one().email == "jane@example.com"


def test_language_is_set_once_and_switched_when_it_changes(turn: Turn, run: Run) -> None:
    assert run(ActionDetectLanguage(), turn("bonjour"))[0] == {"language": "fr"}
    assert run(ActionDetectLanguage(), turn("bonjour", slots={"language": "fr"}))[0] == {}
    assert run(ActionDetectLanguage(), turn("yes please", slots={"language": "fr"}))[0] == {"language": "en"}
    asked = {"language": "en", "requested_slot": "guest_name"}
    assert run(ActionDetectLanguage(), turn("Marie de la Tour", slots=asked, form="booking_form"))[0] == {}


def test_changing_the_language(turn: Turn, run: Run) -> None:
    slots, messages = run(ActionChangeLanguage(), turn("en français svp"))
    assert (slots, said(messages)) == ({"language": "fr"}, ["utter_language_fr"])
    slots, _ = run(ActionChangeLanguage(), turn("change language", slots={"language": "fr"}))
    assert slots == {"language": "en"}


def test_repeating(turn: Turn, run: Run) -> None:
    before = [{"event": "user", "text": "hi"}, {"event": "bot", "text": "Hello!", "data": {"buttons": None}}]
    _, (message,) = run(ActionRepeat(), turn("pardon?", before=before))
    assert message["text"] == "Hello!"
    assert said(run(ActionRepeat(), turn("pardon?"))[1]) == ["utter_help"]
    asked = {"requested_slot": "guests"}
    assert run(ActionRepeat(), turn("pardon?", slots=asked, form="booking_form", before=before))[1] == []


def test_not_understanding_twice_offers_a_person(turn: Turn, run: Run) -> None:
    assert said(run(ActionFallback(), turn("blub"))[1]) == ["utter_fallback"]
    before = [{"event": "user", "text": "bla", "parse_data": {"intent": {"name": "nlu_fallback"}}}]
    assert said(run(ActionFallback(), turn("blub", before=before))[1]) == ["utter_fallback_again"]


def test_stopping_forgets_the_stay_and_keeps_the_guest(turn: Turn, run: Run) -> None:
    slots, messages = run(ActionStop(), turn("stop"))
    assert said(messages) == ["utter_stopped"]
    assert slots["arrival_date"] is None
    assert "email" not in slots
