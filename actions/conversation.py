"""Actions about the conversation itself: language, repeating, not understanding, stopping."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.language import asked_language, detect_language
from actions.stay_slots import FORGET_STAY
from actions.turn import language_of, requested_slot, text_of

NEVER_TELLING = frozenset({"guest_name", "email", "booking_reference", "ticket_reference", "room_number"})


class ActionDetectLanguage(Action):
    """Fill the slot `language` after every message; names and e-mails tell nothing."""

    def name(self) -> str:
        return "action_detect_language"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        known = newly_chosen_language(tracker) or tracker.get_slot("language")
        if (
            known == tracker.get_slot("language")
            and known
            and requested_slot(tracker) in NEVER_TELLING
            and len(text_of(tracker).split()) < 5
        ):
            return []
        language = detect_language(text_of(tracker), known)
        changed = language and language != tracker.get_slot("language")
        return [SlotSet("language", language)] if changed else []


def newly_chosen_language(tracker: Tracker) -> str | None:
    """What the guest chose in the chat window since the message before, if the hotel speaks it."""
    chosen = [
        str((event.get("metadata") or {}).get("language", "")).partition("-")[0].lower()
        for event in tracker.events
        if event.get("event") == "user"
    ]
    latest = chosen[-1] if chosen else ""
    before = chosen[-2] if len(chosen) > 1 else ""
    return latest if latest in ("en", "fr") and latest != before else None


class ActionChangeLanguage(Action):
    """Switch to the language asked for, or to the other one."""

    def name(self) -> str:
        return "action_change_language"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        other = "en" if language_of(tracker) == "fr" else "fr"
        language = asked_language(text_of(tracker)) or other
        dispatcher.utter_message(response=f"utter_language_{language}")
        return [SlotSet("language", language)]


class ActionRepeat(Action):
    """Say the last thing again; inside a form the form repeats its question itself."""

    def name(self) -> str:
        return "action_repeat"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        if requested_slot(tracker):
            return []
        said = last_words_of_bot(tracker)
        if not said:
            dispatcher.utter_message(response="utter_help")
        for event in said:
            dispatcher.utter_message(text=event.get("text"), buttons=(event.get("data") or {}).get("buttons"))
        return []


def last_words_of_bot(tracker: Tracker) -> list[dict[str, Any]]:
    """The bot's messages between the guest's previous message and this one, in order."""
    said: list[dict[str, Any]] = []
    turns = 0
    for event in reversed(tracker.events):
        turns += event.get("event") == "user"
        if turns == 2:
            break
        if event.get("event") == "bot" and turns == 1:
            said.insert(0, event)
    return said


class ActionFallback(Action):
    """Not understood: say what the bot can do; the second time in a row, offer a person too."""

    def name(self) -> str:
        return "action_fallback"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        again = previous_intent(tracker) == "nlu_fallback"
        dispatcher.utter_message(response="utter_fallback_again" if again else "utter_fallback")
        return []


def previous_intent(tracker: Tracker) -> str | None:
    """The intent of the message before the latest."""
    messages = [event for event in tracker.events if event.get("event") == "user"]
    if len(messages) < 2:
        return None
    intent = ((messages[-2].get("parse_data") or {}).get("intent") or {}).get("name")
    return str(intent) if intent else None


class ActionStop(Action):
    """After a form was left: forget the half-told stay, keep name and e-mail."""

    def name(self) -> str:
        return "action_stop"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        dispatcher.utter_message(response="utter_stopped")
        return list(FORGET_STAY)
