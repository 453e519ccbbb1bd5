"""Custom actions of the project ``forms_bank``."""

from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import ActiveLoop, AllSlotsReset, FollowupAction, SlotSet
from rasa_sdk.forms import FormValidationAction


class AskConfirm(Action):
    def name(self):
        return "action_ask_zz_confirm"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"Sure about {tracker.get_slot('amount')}?")
        return [SlotSet("repeated", True)]


class ValidateCC(FormValidationAction):
    def name(self):
        return "validate_cc_form"

    async def required_slots(self, slots, dispatcher, tracker, domain):
        if tracker.get_slot("AA_CONTINUE_FORM") == "no":
            return []
        return slots

    async def validate_card(self, value, dispatcher, tracker, domain):
        if value in ("gold", "iron"):
            return {"card": value}
        if value == "bank":
            dispatcher.utter_message(text="Balance instead.")
            return {"card": "gold", "amount": 100}
        dispatcher.utter_message(response="utter_ask_card", amount="none")
        return {"card": None}

    async def validate_amount(self, value, dispatcher, tracker, domain):
        try:
            return {"amount": float(value)}
        except (TypeError, ValueError):
            return {"amount": None}

    async def validate_zz_confirm(self, value, dispatcher, tracker, domain):
        if value == "no":
            return {"card": None, "amount": None, "zz_confirm": None}
        return {"zz_confirm": value}


class ValidateTransfer(FormValidationAction):
    def name(self):
        return "validate_transfer_form"

    async def extract_AA_CONTINUE_FORM(self, dispatcher, tracker, domain):
        if tracker.get_slot("requested_slot") == "AA_CONTINUE_FORM":
            if tracker.get_intent_of_latest_message() == "stop":
                return {"AA_CONTINUE_FORM": "no"}
        return {}

    def validate_amount(self, value: Any, dispatcher, tracker, domain):
        if isinstance(value, list) or value == "all":
            return {"amount": 1000.5, "requested_slot": "zz_confirm"}
        return {"amount": value}

    def validate_AA_CONTINUE_FORM(self, value, dispatcher, tracker, domain):
        return {"AA_CONTINUE_FORM": value, "zz_confirm": "no" if value == "no" else None}


class Pay(Action):
    def name(self):
        return "action_pay"

    def run(self, dispatcher, tracker, domain):
        if tracker.get_slot("zz_confirm") == "yes":
            dispatcher.utter_message(response="utter_paid")
        else:
            dispatcher.utter_message(response="utter_cancelled")
        slots = ["AA_CONTINUE_FORM", "zz_confirm", "card", "amount"]
        return [SlotSet(slot, None) for slot in slots]


class Transfer(Action):
    def name(self):
        return "action_transfer"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_sent")
        return [AllSlotsReset(), SlotSet("previous_form", "transfer_form")]


class Show(Action):
    def name(self):
        return "action_show"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text=f"{tracker.active_loop.get('name')} {tracker.get_slot('requested_slot')} {tracker.latest_action_name}")
        return [SlotSet("days", tracker.get_slot("days"))]


class Reset(Action):
    def name(self):
        return "action_reset_all"

    def run(self, dispatcher, tracker, domain):
        return [AllSlotsReset()]
