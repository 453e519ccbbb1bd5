"""Custom actions of the project ``forms_travel``."""

from rasa_sdk import Action
from rasa_sdk.events import ActionExecutionRejected, AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.forms import FormValidationAction, ValidationAction


class ValidateFlight(FormValidationAction):
    def name(self):
        return "validate_flight_form"

    async def required_slots(self, slots, dispatcher, tracker, domain):
        more = ["return_day"] if tracker.get_slot("with_return") is True else []
        if tracker.get_slot("travel_class") == "business":
            return ["travel_class", "destination", "with_return", *more]
        return slots + more

    def extract_return_day(self, dispatcher, tracker, domain):
        if tracker.get_slot("requested_slot") == "return_day" and tracker.get_intent_of_latest_message() != "stop":
            return {"return_day": tracker.latest_message.get("text")}
        return {}

    def validate_destination(self, value, dispatcher, tracker, domain):
        if value == "Atlantis":
            dispatcher.utter_message(response="utter_wrong_city", destination=value)
            return {"destination": None}
        if value == "Home":
            return {"destination": "Home", "with_return": False}
        if value == "Nowhere":
            return {"requested_slot": None}
        return {"destination": str(value).title()}

    def validate_with_return(self, value, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"return {value}")
        return {"with_return": value}

    def validate_travel_class(self, value, dispatcher, tracker, domain):
        if value not in ("economy", "business"):
            return {"travel_class": None}
        return {"travel_class": value}


class ValidateHotel(FormValidationAction):
    def name(self):
        return "validate_hotel_form"

    async def extract_wishes(self, dispatcher, tracker, domain):
        if tracker.get_intent_of_latest_message() == "count":
            return {"wishes": ["counted"]}
        return {}

    def validate_nights(self, value, dispatcher, tracker, domain):
        try:
            number = float(value)
        except (TypeError, ValueError):
            dispatcher.utter_message(text="A number, please.")
            return {"nights": None}
        if number > 10:
            return {"nights": None, "requested_slot": "breakfast"}
        return {"nights": number}

    async def required_slots(self, slots, dispatcher, tracker, domain):
        return slots if tracker.get_slot("destination") != "Tent" else ["destination"]


class ValidateMappings(ValidationAction):
    def validate_travel_class(self, value, dispatcher, tracker, domain):
        if value == "first":
            return {"travel_class": "business"}
        return {"travel_class": value}

    def extract_wishes(self, dispatcher, tracker, domain):
        if tracker.get_intent_of_latest_message() == "not_now":
            return {"wishes": ["later"]}
        return {}


class AskReturnDay(Action):
    def name(self):
        return "action_ask_return_day"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Which day back?")
        dispatcher.utter_message(text=str(tracker.get_slot("requested_slot")))
        return []


class Count(Action):
    def name(self):
        return "action_count_turns"

    def run(self, dispatcher, tracker, domain):
        if tracker.get_intent_of_latest_message() == "count":
            return [SlotSet("spoken", (tracker.get_slot("spoken") or 0) + 1)]
        return []


class Clear(Action):
    def name(self):
        return "action_clear"

    def run(self, dispatcher, tracker, domain):
        return [SlotSet("destination", None), SlotSet("with_return", None)]
