"""Stories made by chance from two small plans of conversations: a table to reserve, a help desk.

They are there to choose by: users answer out of order, change their mind, chat in between, and what
the bot does depends on slots, on its own question, or on what was said long before.
"""

from __future__ import annotations

from random import Random

from causerie.training_data.stories import ActionStep, SlotStep, Step, Story, UserStep

ASKED = ("cuisine", "location", "people", "price")
VALUES = {
    "cuisine": ("french", "indian", "thai"),
    "location": ("rome", "paris", "madrid"),
    "people": ("two", "four", "six"),
    "price": ("cheap", "moderate", "high"),
}
SMALL_TALK = {
    "faq": "utter_faq",
    "joke": "utter_joke",
    "weather": "utter_weather",
    "who_are_you": "utter_bot",
}
DEVICES = ("laptop", "phone", "screen")


class Talk:
    """A conversation that is being made; now and then the user chats before saying what matters."""

    def __init__(self, random: Random, small_talk: dict[str, str], chats: float) -> None:
        self.random = random
        self.small_talk = small_talk
        self.chats = chats
        self.steps: list[Step] = []

    def user(self, intent: str, **entities: str) -> None:
        while len(self.steps) > 2 and self.chance(self.chats):
            topic = self.random.choice(sorted(self.small_talk))
            self.steps.append(UserStep(topic))
            self.bot(self.small_talk[topic])
        found = tuple({"entity": name, "value": value} for name, value in entities.items())
        self.steps.append(UserStep(intent, entities=found))

    def bot(self, *actions: str) -> None:
        self.steps += [ActionStep(action) for action in actions]

    def slot(self, name: str, value: object) -> None:
        self.steps.append(SlotStep(name, value))

    def chance(self, share: float) -> bool:
        return self.random.random() < share


def restaurant_stories(count: int, seed: int) -> list[Story]:
    random = Random(seed)
    return [Story(f"table {number}", tuple(_table(random))) for number in range(count)]


def desk_stories(count: int, seed: int) -> list[Story]:
    random = Random(seed)
    return [Story(f"desk {number}", tuple(_desk(random))) for number in range(count)]


def _table(random: Random) -> list[Step]:
    talk = Talk(random, {"faq": "utter_faq", "chitchat": "utter_chitchat"}, chats=0.06)
    if talk.chance(0.7):
        talk.user("greet")
        talk.bot("utter_greet")
    told = random.sample(ASKED, random.randint(1, 3))
    talk.user("inform", **_details(random, told))
    talk.bot("utter_on_it")
    for name in (name for name in ASKED if name not in told):
        talk.bot(f"utter_ask_{name}")
        talk.user("inform", **_details(random, [name]))
    talk.bot("action_search")
    changes = random.sample(ASKED, random.choice((0, 0, 1, 2, 3)))
    for name in changes:
        talk.user("inform", **_details(random, [name]))
        talk.bot("utter_more_updates")
    talk.user("deny")
    talk.bot("action_search", "action_suggest")
    for _ in range(random.randint(0, 3)):
        talk.user("deny")
        talk.bot("utter_alternatives", "action_suggest")
    talk.user("affirm")
    talk.bot("utter_reserved")
    for _ in range(random.randint(0, 2)):
        talk.user("request_info")
        talk.bot("action_tell")
    talk.user("thank")
    talk.bot("utter_more_help")
    return talk.steps


def _details(random: Random, names: list[str]) -> dict[str, str]:
    return {name: random.choice(VALUES[name]) for name in sorted(names)}


def _desk(random: Random) -> list[Step]:
    talk = Talk(random, SMALL_TALK, chats=0.1)
    if talk.chance(0.6):
        talk.user("greet")
        talk.bot("action_who")
        talk.slot("manager", talk.chance(0.5))
        talk.bot("utter_greet")
    tasks = random.sample((_password, _order, _broken, _leave, _status), random.choice((1, 1, 2, 3)))
    for number, task in enumerate(tasks):
        task(talk)
        talk.bot("utter_anything_else")
        if number < len(tasks) - 1 and talk.chance(0.4):
            talk.user("affirm")
            talk.bot("utter_what")
    if talk.chance(0.8):
        talk.user(random.choice(("deny", "bye", "thank")))
        talk.bot("utter_bye")
    return talk.steps


def _password(talk: Talk) -> None:
    talk.user("reset_password")
    talk.bot("utter_ask_locked")
    if talk.chance(0.5):
        talk.user("affirm")
        talk.bot("action_unlock", "utter_reset_link")
    else:
        talk.user("deny")
        talk.bot("utter_reset_link")


def _order(talk: Talk) -> None:
    device = talk.random.choice(DEVICES)
    if talk.chance(0.5):
        talk.user("order_device", device=device)
    else:
        talk.user("order_device")
        talk.bot("utter_ask_device")
        talk.user("order_device", device=device)
    talk.bot("action_approval")
    approved = talk.chance(0.6)
    talk.slot("approved", approved)
    if approved:
        talk.bot("utter_confirm_order")
        agreed = talk.chance(0.6)
        talk.user("affirm" if agreed else "deny")
        talk.bot("action_order" if agreed else "utter_not_ordered")
    else:
        talk.bot("utter_not_ordered", "utter_ask_manager")
        asked = talk.chance(0.5)
        talk.user("affirm" if asked else "deny")
        if asked:
            talk.bot("action_ticket")


def _broken(talk: Talk) -> None:
    if talk.chance(0.6):
        talk.user("broken_device", device=talk.random.choice(DEVICES))
    else:
        talk.user("broken_device")
    talk.bot("utter_try_restart")
    works = talk.chance(0.5)
    talk.user("affirm" if works else "deny")
    talk.bot("utter_glad" if works else "action_ticket")


def _leave(talk: Talk) -> None:
    talk.user("book_leave")
    talk.bot("action_days")
    days = talk.random.choice(("none", "some"))
    talk.slot("days_left", days)
    if days == "none":
        talk.bot("utter_no_days")
        return
    talk.bot("utter_confirm_leave")
    agreed = talk.chance(0.7)
    talk.user("affirm" if agreed else "deny")
    if agreed:
        talk.bot("action_leave")


def _status(talk: Talk) -> None:
    talk.user("ask_status")
    talk.bot("action_status")
