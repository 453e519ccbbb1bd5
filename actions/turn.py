"""Small questions about the turn at hand, asked of the tracker."""

from typing import Any

from rasa_sdk import Tracker

_INTERRUPTIONS_WORDS = """
    faq chitchat stop help repeat change_language talk_to_human complaint report_problem ticket_status
    look_up_booking cancel_booking thank goodbye greet out_of_scope
"""
INTERRUPTIONS = frozenset(_INTERRUPTIONS_WORDS.split())


def language_of(tracker: Tracker) -> str:
    """The language spoken so far; English until French was recognised."""
    return tracker.get_slot("language") or "en"


def text_of(tracker: Tracker) -> str:
    """What the guest wrote."""
    return str((tracker.latest_message or {}).get("text") or "")


def intent_of(tracker: Tracker) -> str | None:
    """What the guest was understood to want."""
    intent: dict[str, Any] = (tracker.latest_message or {}).get("intent") or {}
    return intent.get("name")


def entities_of(tracker: Tracker, entity: str) -> list[str]:
    """The values of one entity in the latest message, in order."""
    found = (tracker.latest_message or {}).get("entities") or []
    return [str(item["value"]) for item in found if item.get("entity") == entity]


def requested_slot(tracker: Tracker) -> str | None:
    """The slot a form asked for."""
    return tracker.get_slot("requested_slot") if (tracker.active_loop or {}).get("name") else None


def slots_of_this_turn(tracker: Tracker) -> set[str]:
    """The slots that were given a value since the guest's latest message."""
    names = set()
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        if event.get("event") == "slot" and event.get("value") is not None:
            names.add(event["name"])
    return names - {"requested_slot", "language"}
