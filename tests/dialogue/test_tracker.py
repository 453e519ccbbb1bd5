"""A tracker folds events as they come; what is undone is as if it had not been."""

from causerie.dialogue.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    FollowupAction,
    Restarted,
    SessionStarted,
    SlotSet,
    UserFeaturization,
    UserUtteranceReverted,
    UserUttered,
)
from causerie.dialogue.tracker import Tracker
from causerie.domain import Slot

SLOTS = {"city": Slot("city"), "tags": Slot("tags", "list"), "plan": Slot("plan", initial_value="basic")}


def listen() -> ActionExecuted:
    return ActionExecuted(name="action_listen")


def user(intent: str) -> UserUttered:
    return UserUttered(text=f"/{intent}", intent={"name": intent})


def names(tracker: Tracker) -> list[str | None]:
    return [
        getattr(event, "name", None) or getattr(event, "text", None) for event in tracker.applied_events()
    ]


def test_a_slot_keeps_what_it_was_set_to_and_a_list_slot_wraps_a_single_value() -> None:
    tracker = Tracker("a", SLOTS, [SlotSet(name="city", value=12), SlotSet(name="tags", value="x")])
    assert tracker.state.slots == {"city": 12, "tags": ["x"], "plan": "basic"}


def test_an_unknown_slot_is_kept_as_event_but_sets_nothing() -> None:
    tracker = Tracker("a", SLOTS, [SlotSet(name="colour", value="red")])
    assert len(tracker.events) == 1
    assert tracker.slot("colour") is None


def test_resetting_slots_brings_back_initial_values() -> None:
    tracker = Tracker("a", SLOTS, [SlotSet(name="plan", value="gold"), AllSlotsReset()])
    assert tracker.slot("plan") == "basic"


def test_a_rewind_takes_back_the_message_and_what_came_of_it() -> None:
    tracker = Tracker(
        "a",
        SLOTS,
        [listen(), user("hello"), ActionExecuted(name="utter_hello"), listen()]
        + [user("book"), SlotSet(name="city", value="Rome"), ActionExecuted(name="utter_book")],
    )
    tracker.update(UserUtteranceReverted())
    assert names(tracker) == ["action_listen", "/hello", "utter_hello"]
    assert tracker.slot("city") is None
    assert tracker.state.latest_message is not None
    assert tracker.state.latest_message.intent_name == "hello"
    assert len(tracker.events) == 8, "nothing is deleted"


def test_an_undo_takes_back_the_last_action() -> None:
    tracker = Tracker("a", SLOTS, [listen(), user("hello"), ActionExecuted(name="one"), ActionReverted()])
    assert names(tracker) == ["action_listen", "/hello"]


def test_rewinding_more_than_there_is_leaves_an_empty_conversation() -> None:
    tracker = Tracker("a", SLOTS, [listen(), *(UserUtteranceReverted() for _ in range(5))])
    assert tracker.applied_events() == []
    assert tracker.state.slots == Tracker("b", SLOTS).state.slots


def test_a_restart_forgets_all_and_asks_for_a_session() -> None:
    tracker = Tracker("a", SLOTS, [listen(), user("hello"), SlotSet(name="city", value="Rome"), Restarted()])
    assert tracker.applied_events() == []
    assert tracker.slot("city") is None
    assert tracker.state.followup_action == "action_session_start"
    assert tracker.events_after_restart() == []


def test_a_session_start_forgets_slots_but_asks_for_nothing() -> None:
    tracker = Tracker("a", SLOTS, [SlotSet(name="city", value="Rome"), SessionStarted()])
    assert tracker.slot("city") is None
    assert tracker.state.followup_action == "action_listen"


def test_a_form_on_its_happy_path_counts_once() -> None:
    turn = [listen(), user("inform"), SlotSet(name="city", value="Rome"), ActionExecuted(name="form")]
    tracker = Tracker(
        "a", SLOTS, [listen(), user("book"), ActionExecuted(name="form"), ActiveLoop(name="form")]
    )
    for _ in range(3):
        tracker.update_all(turn)
    assert names(tracker) == ["action_listen", "/book", "form", "form", "city", "city", "city"]
    assert tracker.state.latest_message is not None
    assert tracker.state.latest_message.intent_name == "inform", "the live state saw every message"


def test_a_form_that_was_rejected_counts_again() -> None:
    tracker = Tracker(
        "a", SLOTS, [listen(), user("book"), ActionExecuted(name="form"), ActiveLoop(name="form")]
    )
    tracker.update_all([listen(), user("chat"), ActionExecutionRejected(name="form")])
    tracker.update_all([UserFeaturization(), ActionExecuted(name="utter_chat"), ActionExecuted(name="form")])
    assert names(tracker).count("form") == 4, "two runs, the loop's begin and its rejection"


def test_a_fork_goes_its_own_way() -> None:
    tracker = Tracker("a", SLOTS, [listen(), user("hello")])
    fork = tracker.fork()
    fork.update(SlotSet(name="city", value="Rome"))
    tracker.update(SlotSet(name="city", value="Oslo"))
    assert (fork.slot("city"), tracker.slot("city")) == ("Rome", "Oslo")
    assert len(fork.events) == len(tracker.events) == 3
    assert [event.value for event in (fork.events[-1], tracker.events[-1])] == ["Rome", "Oslo"]  # type: ignore[attr-defined]


def test_a_fork_of_a_fork_sees_all_that_was_before() -> None:
    tracker = Tracker("a", SLOTS, [listen()])
    first = tracker.fork()
    first.update(user("hello"))
    second = first.fork()
    second.update(FollowupAction(name="utter_hello"))
    assert [type(event).__name__ for event in second.events] == [
        "ActionExecuted",
        "UserUttered",
        "FollowupAction",
    ]
    assert [type(event).__name__ for event in reversed(second.events)][0] == "FollowupAction"
    assert second.state.followup_action == "utter_hello"
    assert tracker.state.latest_message is None


def test_hidden_turns_are_left_out_of_what_stories_see() -> None:
    tracker = Tracker("a", SLOTS, [listen(), user("hello")])
    for _ in range(50):
        tracker.update(ActionExecuted(name="utter_rule", hide_rule_turn=True))
        tracker.update(ActionExecuted(name="action_listen", hide_rule_turn=True))
        tracker.update(user("hello"))
    seen = list(tracker.visible_moments_backwards())
    assert len(seen) == 2, "the present and the beginning"
    assert seen[0].latest_action is not None
    assert seen[0].latest_action.name == "action_listen"


def test_moments_are_those_before_each_action() -> None:
    tracker = Tracker("a", SLOTS, [listen(), user("hello"), SlotSet(name="city", value="Rome")])
    tracker.update(ActionExecuted(name="utter_hello"))
    assert [moment.action.name if moment.action else None for moment in tracker.moments()] == [
        "action_listen",
        "utter_hello",
        None,
    ]
    assert tracker.moments(1)[0].state.slots["city"] == "Rome"


def test_until_stops_at_a_time() -> None:
    tracker = Tracker("a", SLOTS, [SlotSet(name="city", value=n, timestamp=float(n)) for n in range(5)])
    assert tracker.until(2.0).slot("city") == 2
