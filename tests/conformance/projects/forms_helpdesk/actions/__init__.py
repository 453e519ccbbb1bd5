"""Custom actions of the project ``forms_helpdesk``."""

from rasa_sdk import Action
from rasa_sdk.events import AllSlotsReset, SlotSet
from rasa_sdk.forms import FormValidationAction


class Validate(FormValidationAction):
    def name(self):
        return "validate_incident_form"

    def validate_email(self, value, dispatcher, tracker, domain):
        if value and "@" in value:
            return {"email": value}
        dispatcher.utter_message(text="That is no mail address.")
        return {"email": None}

    def validate_priority(self, value, dispatcher, tracker, domain):
        if str(value).lower() not in ("low", "high"):
            dispatcher.utter_message(response="utter_ask_priority")
            return {"priority": None}
        return {"priority": value}


class Open(Action):
    def name(self):
        return "action_open"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"Opened: {tracker.get_slot('problem')} {tracker.get_slot('previous_email')}")
        return [AllSlotsReset(), SlotSet("previous_email", tracker.get_slot("email")), SlotSet("incidents", 1)]


class AskProblem(Action):
    def name(self):
        return "action_ask_incident_form_problem"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_ask_problem")
        dispatcher.utter_message(text="VPN?", buttons=[{"title": "vpn", "payload": "VPN is slow"}])
        return [SlotSet("previous_email", "asked")]


class Affirm(Action):
    def name(self):
        return "action_default_ask_affirmation"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Sure?", buttons=[{"title": "yes", "payload": "/affirm"}, {"title": "no", "payload": "/out_of_scope"}])
        return []
