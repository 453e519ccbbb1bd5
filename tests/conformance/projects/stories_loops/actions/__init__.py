"""Custom actions of the project ``stories_loops``."""

from rasa_sdk import Action
from rasa_sdk.events import AllSlotsReset, SlotSet


class Concerts(Action):
    def name(self):
        return "action_search_concerts"

    def run(self, dispatcher, tracker, domain):
        if tracker.get_slot("genre") == "silence":
            return [SlotSet("concerts", [])]
        return [SlotSet("concerts", [{"title": "C", "genre": tracker.get_slot("genre")}])]


class Venues(Action):
    def name(self):
        return "action_search_venues"

    def run(self, dispatcher, tracker, domain):
        return [SlotSet("venues", [tracker.get_slot("place"), tracker.get_slot("second_place")])]


class Rate(Action):
    def name(self):
        return "action_rate"

    def run(self, dispatcher, tracker, domain):
        return [SlotSet("likes_music", (tracker.get_slot("stars") or 0) > 2)]


class Pick(Action):
    def name(self):
        return "action_pick"

    def run(self, dispatcher, tracker, domain):
        mood = {"yes+pick": "3"}.get(tracker.get_intent_of_latest_message(), "SAD")
        return [SlotSet("mood", mood), SlotSet("basket", {"n": 1})]


class Reset(Action):
    def name(self):
        return "action_reset"

    def run(self, dispatcher, tracker, domain):
        return [AllSlotsReset()]
