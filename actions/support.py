"""Support: a ticket for a problem, its status, and a person for whoever wants one."""

import re
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import clock
from actions.database import open_books
from actions.reservations import ask_for_person, open_ticket, read_reference
from actions.stay_form import Slots, StayValidators
from actions.tables import Ticket
from actions.turn import language_of
from actions.words import say_name

MIN_DESCRIPTION_WORDS = 3
_CATEGORIES = {
    "plumbing": (
        r"plumb|plomb|shower|douche|toilet|\bwc\b|chasse d|sink|lavabo|leak|fuite|drain|hot water"
        r"|eau chaude|robinet|\btap\b|bath"
    ),
    "heating": r"heat|chauff|radiat|cold|froid|climat|air.?con|\bclim\b|thermostat",
    "wifi": r"wi-?fi|internet|network|r[ée]seau|connex|connection",
    "electricity": (
        r"electric|[ée]lectri|light|lumi[èe]re|lamp|ampoule|bulb|socket|prise|power|courant|\btv\b"
        r"|t[ée]l[ée]|remote"
    ),
    "cleaning": (
        r"clean|dirty|sale\b|propre|m[ée]nage|towel|serviette|sheet|draps?|dust|poussi|smell|odeur"
        r"|cockroach|insect"
    ),
    "noise": r"nois|bruit|loud|party|neighbou?r|voisin|music|musique|barking|aboie",
    "key": r"\bkeys?\b|cl[ée]s?\b|card|carte|lock|serrure|door|porte|safe|coffre|code",
    "other": r"\bother\b|\bautre|something else|else",
}
_URGENCIES = {
    "low": (
        r"not (?:very |that |so |really )?urgent|no (?:rush|hurry)|can wait|whenever"
        r"|pas (?:tr[èe]s |si |vraiment )?urgent|pas press|peut attendre|quand vous|low\b|tranquil"
    ),
    "urgent": (
        r"urgent|asap|right (?:now|away)|immediat|imm[ée]diat|emergency|now\b|tout de suite|vite"
        r"|flood|inond|danger|high\b|au plus vite"
    ),
    "normal": (
        r"today|tonight|aujourd|normal|this (?:evening|morning|afternoon)|ce soir|cet apr[èe]s-midi"
        r"|dans la journ|soon|bient[ôo]t|medium|moyen"
    ),
}
_ROOM_NUMBER = re.compile(r"\b([1-3]\d\d)\b")
_NO_ROOM = re.compile(
    r"\b(?:none|no room|not in|lobby|hall|corridor|couloir|parking|car park|pool|piscine"
    r"|restaurant|bar|lift|ascenseur"
    r"|aucune|pas de chambre|dehors|outside|breakfast|jardin|garden|common)\b",
    re.IGNORECASE,
)


def read_word(text: str, words: dict[str, str]) -> str | None:
    """The first name whose pattern occurs in the text."""
    return next((name for name, pattern in words.items() if re.search(pattern, text.lower())), None)


class ValidateTicketForm(FormValidationAction):
    """Category, description, room and urgency of a problem."""

    def name(self) -> str:
        return "validate_ticket_form"

    def validate_issue_category(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Whatever somebody writes falls into some category, if only "other"."""
        if value is None:
            return {"issue_category": None}
        return {"issue_category": read_word(str(value), _CATEGORIES) or "other"}

    def validate_issue_description(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """A message that opens the form counts as the description when it says what is wrong."""
        description = str(value or "").strip()
        if value is None or description.startswith("/"):
            return {"issue_description": None}
        if tracker.get_slot("requested_slot") == "issue_description":
            if len(description.split()) >= MIN_DESCRIPTION_WORDS:
                return {"issue_description": description}
            dispatcher.utter_message(response="utter_description_too_short")
            return {"issue_description": None}
        category = read_word(description, {k: v for k, v in _CATEGORIES.items() if k != "other"})
        told = category and len(description.split()) >= MIN_DESCRIPTION_WORDS
        return (
            {"issue_description": description, "issue_category": category}
            if told
            else {"issue_description": None}
        )

    def validate_room_number(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        text = str(value or "")
        number = _ROOM_NUMBER.search(text)
        if number:
            return {"room_number": number[1]}
        if _NO_ROOM.search(text) or re.fullmatch(r"(?i)\W*(?:no|non|nope)\W*", text):
            return {"room_number": "none"}
        if value is not None:
            dispatcher.utter_message(response="utter_room_number_not_understood")
        return {"room_number": None}

    def validate_urgency(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        urgency = read_word(str(value or ""), _URGENCIES)
        if urgency is None and value is not None:
            dispatcher.utter_message(response="utter_urgency_not_understood")
        return {"urgency": urgency}


class ValidateTicketStatusForm(FormValidationAction):
    """The reference of a ticket."""

    def name(self) -> str:
        return "validate_ticket_status_form"

    def validate_ticket_reference(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        reference = read_reference(str(value or ""), "TCK")
        if reference is None:
            if value is not None:
                dispatcher.utter_message(response="utter_ticket_reference_not_understood")
            return {"ticket_reference": None}
        with open_books() as books:
            ticket = books.get(Ticket, reference)
        if ticket is None:
            dispatcher.utter_message(response="utter_ticket_not_found", reference=reference)
            return {"ticket_reference": None}
        return {"ticket_reference": reference}


class ValidateHandoverForm(StayValidators, FormValidationAction):
    """The e-mail to answer to, out of hours."""

    def name(self) -> str:
        return "validate_handover_form"


class ActionOpenTicket(Action):
    """Note the problem and tell its reference."""

    def name(self) -> str:
        return "action_open_ticket"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        names = ("issue_category", "issue_description", "room_number", "urgency")
        with open_books(write=True) as books:
            ticket = open_ticket(books, *(str(tracker.get_slot(name)) for name in names))
        language = language_of(tracker)
        late = ticket.urgency == "urgent" and not clock.reception_is_open()
        dispatcher.utter_message(
            response="utter_ticket_opened",
            reference=ticket.reference,
            category=say_name(ticket.category, language),
            priority=say_name(ticket.urgency, language),
        )
        if late:
            dispatcher.utter_message(response="utter_ticket_call_at_night")
        return [*(SlotSet(name, None) for name in names), SlotSet("ticket_reference", ticket.reference)]


class ActionShowTicket(Action):
    """How far a problem has got; the description stays with the reception."""

    def name(self) -> str:
        return "action_show_ticket"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        language = language_of(tracker)
        with open_books() as books:
            ticket = books.get(Ticket, tracker.get_slot("ticket_reference") or "")
        if ticket is None:
            dispatcher.utter_message(
                response="utter_ticket_not_found", reference=tracker.get_slot("ticket_reference") or "?"
            )
        else:
            dispatcher.utter_message(
                response="utter_ticket_status",
                reference=ticket.reference,
                category=say_name(ticket.category, language),
                status=say_name(ticket.status, language),
            )
        return [SlotSet("ticket_reference", None)]


class ActionCheckReception(Action):
    """Is somebody there? The rules go on from the answer."""

    def name(self) -> str:
        return "action_check_reception"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return [SlotSet("reception_open", clock.reception_is_open())]


class ActionHandOver(Action):
    """Note that a person should answer, and say how and when one will."""

    def name(self) -> str:
        return "action_hand_over"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        reception_open = clock.reception_is_open()
        email = tracker.get_slot("email")
        with open_books(write=True) as books:
            ask_for_person(books, tracker.sender_id, email)
        if reception_open:
            dispatcher.utter_message(response="utter_handover_now")
        else:
            dispatcher.utter_message(response="utter_handover_later", mail=email or "–")
        return []
