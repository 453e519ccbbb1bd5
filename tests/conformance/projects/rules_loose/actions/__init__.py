"""Custom actions of the project ``rules_loose``."""

from rasa_sdk import Action
from rasa_sdk.events import (
    ActionExecuted, ActionReverted, ActiveLoop, AllSlotsReset, BotUttered, ConversationPaused, EventType,
    FollowupAction, Restarted, SessionStarted, SlotSet, UserUttered, UserUtteranceReverted,
)
from rasa_sdk.interfaces import ActionExecutionRejection


def action(name, function):
    class New(Action):
        def name(self):
            return name

        def run(self, dispatcher, tracker, domain):
            return function(dispatcher, tracker)

    New.__name__ = name
    globals()[name] = New


def session(dispatcher, tracker):
    metadata = tracker.get_slot("session_started_metadata")
    events = [SessionStarted()]
    if tracker.get_slot("name"):
        events.append(SlotSet("name", tracker.get_slot("name")))
    dispatcher.utter_message(text=f"Welcome. {metadata}")
    return [*events, ActionExecuted("action_listen")]


def fallback(dispatcher, tracker):
    dispatcher.utter_message(response="utter_default")
    dispatcher.utter_message(text="own fallback")
    return [UserUtteranceReverted()]


def restart(dispatcher, tracker):
    dispatcher.utter_message(text="own restart")
    return [Restarted(), FollowupAction("action_session_start")]


def affirmation(dispatcher, tracker):
    ranking = tracker.latest_message.get("intent_ranking", [])
    dispatcher.utter_message(text=f"Did you mean {[i.get('name') for i in ranking]}?", buttons=[{"title": "no", "payload": "/out_of_scope"}])
    return []


def boom(dispatcher, tracker):
    dispatcher.utter_message(text="lost words")
    raise ValueError("boom")


def reject(dispatcher, tracker):
    raise ActionExecutionRejection("action_reject", "no")


def bot(dispatcher, tracker):
    dispatcher.utter_message(text="t", image="http://x/y.png", json_message={"a": 1}, attachment="file", buttons=[{"title": "b", "payload": "/greet"}])
    dispatcher.utter_message(response="utter_greet", name="Zed")
    dispatcher.utter_message(response="utter_missing")
    return [BotUttered("hidden", {"x": 1}), SlotSet("level", "HIGH")]


action("action_session_start", session)
action("action_default_fallback", fallback)
action("action_restart", restart)
action("action_default_ask_affirmation", affirmation)
action("action_login", lambda d, t: [SlotSet("logged_in", True)])
action("action_undo", lambda d, t: [UserUtteranceReverted()])
action("action_reset", lambda d, t: [AllSlotsReset(), SlotSet("name", "Reset")])
action("action_jump", lambda d, t: [FollowupAction("utter_three")])
action("action_jump_twice", lambda d, t: [FollowupAction("action_jump"), SlotSet("name", "J")])
action("action_pretend", lambda d, t: [ActionExecuted("action_listen"), UserUttered("/login", {"intent": {"name": "login", "confidence": 1.0}, "entities": []})])
action("action_open", lambda d, t: [ActiveLoop("pin_form"), SlotSet("requested_slot", "pin"), FollowupAction("pin_form")])
action("action_close", lambda d, t: [ActiveLoop(None), SlotSet("requested_slot", None)])
action("action_pause", lambda d, t: [ConversationPaused()])
action("action_bot", bot)
action("action_reject", reject)
action("action_boom", boom)
action("action_listen_now", lambda d, t: [FollowupAction("action_listen")])
