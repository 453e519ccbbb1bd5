"""Of all votes, one is followed."""

from causerie.dialogue.events import (
    ActionExecuted,
    ActionExecutionRejected,
    LoopInterrupted,
    UserFeaturization,
)
from causerie.dialogue.tracker import Tracker
from causerie.policies.ensemble import combine
from causerie.ports import Prediction


def chosen(*votes: Prediction, tracker: Tracker | None = None) -> str | None:
    return combine(votes, tracker or Tracker("a")).best


def test_the_surest_vote_wins() -> None:
    assert chosen(Prediction({"a": 0.4}), Prediction({"b": 0.9})) == "b"


def test_priority_decides_between_equally_sure_votes_and_order_after_that() -> None:
    assert chosen(Prediction({"a": 1.0}, priority=1), Prediction({"b": 1.0}, priority=3)) == "b"
    assert chosen(Prediction({"a": 1.0}, priority=3), Prediction({"b": 1.0}, priority=3)) == "a"


def test_votes_made_without_the_user_go_before_all_and_those_by_text_before_the_others() -> None:
    sure = Prediction({"a": 1.0})
    by_text = Prediction({"b": 0.6}, is_end_to_end=True)
    no_user = Prediction({"c": 0.1}, is_no_user=True)
    assert chosen(sure, by_text) == "b"
    assert chosen(sure, by_text, no_user) == "c"


def test_an_action_that_was_just_rejected_is_not_chosen_again() -> None:
    tracker = Tracker("a", events=[ActionExecuted(name="x"), ActionExecutionRejected(name="form")])
    assert chosen(Prediction({"form": 1.0, "other": 0.3}), tracker=tracker) == "other"
    assert chosen(Prediction({"form": 1.0}), tracker=tracker) is None


def test_the_way_the_message_was_taken_is_noted_once_per_message() -> None:
    listening = Tracker("a", events=[ActionExecuted(name="action_listen")])
    taken = combine([Prediction({"a": 1.0}, is_end_to_end=True)], listening)
    assert taken.events == (UserFeaturization(use_text_for_featurization=True),)
    acting = Tracker("a", events=[ActionExecuted(name="utter_x")])
    assert combine([Prediction({"a": 1.0})], acting).events == ()


def test_events_of_all_votes_count_and_optional_ones_only_of_the_winner() -> None:
    loser = Prediction({"a": 0.1}, events=(LoopInterrupted(),), optional_events=(LoopInterrupted(),))
    winner = Prediction({"b": 0.9}, optional_events=(UserFeaturization(),))
    assert combine([loser, winner], Tracker("a")).events == (LoopInterrupted(), UserFeaturization())
