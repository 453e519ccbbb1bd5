"""Prices, and a line in a file for each time one is asked for."""

from pathlib import Path

from rasa_sdk import Action
from rasa_sdk.events import SlotSet

PRICES = {"rye": "4.20", "baguette": "1.30", "brioche": "5.00"}
ASKED = Path(__file__).parent / "asked.txt"


class ActionPrice(Action):
    def name(self):
        return "action_price"

    def run(self, dispatcher, tracker, domain):
        bread = tracker.get_slot("bread") or "bread"
        with ASKED.open("a") as file:
            file.write(f"{bread}\n")
        price = PRICES.get(bread, "3.00")
        dispatcher.utter_message(text=f"The {bread} costs {price}.")
        return [SlotSet("last_price", price)]
