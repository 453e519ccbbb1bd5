"""The learned policy goes on sensibly where no story fits."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from causerie.dialogue.events import ActionExecuted
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import ACTION_LISTEN
from causerie.files.project import Project
from causerie.policies.learned import LearnedPolicy
from causerie.policies.registry import keys_without_effect, make_policies
from causerie.training_data.unfolding import unfold

from .learning_from import DOMAIN, STORIES, conversation, project, trained


@pytest.fixture(scope="module")
def bookings() -> Project:
    return project()


@pytest.fixture(scope="module")
def policy(bookings: Project) -> LearnedPolicy:
    return trained(LearnedPolicy({}), bookings)


def best(policy: LearnedPolicy, of: Project, *steps: Any) -> str | None:
    return policy.predict(conversation(of.domain, *steps), of.domain).best


def test_it_knows_its_stories_by_heart(policy: LearnedPolicy, bookings: Project) -> None:
    for line in unfold(bookings.stories, bookings.domain):
        running = Tracker(line.name, bookings.domain.slots)
        for event in line.events:
            if isinstance(event, ActionExecuted):
                prediction = policy.predict(running, bookings.domain)
                assert (line.name, prediction.best) == (line.name, event.name)
                assert prediction.confidence > 0.5
            running.update(event)


def test_scores_are_probabilities_of_actions_it_has_seen(policy: LearnedPolicy, bookings: Project) -> None:
    scores = policy.predict(conversation(bookings.domain, ">greet"), bookings.domain).scores
    assert sum(scores.values()) == pytest.approx(1.0, abs=1e-5)
    assert "utter_joke" not in scores
    assert set(scores) <= bookings.domain.action_set


def test_it_goes_on_where_no_story_went_like_this(policy: LearnedPolicy, bookings: Project) -> None:
    before = (">greet", "utter_greet", ">book", "utter_ask_day", ">inform_day", "utter_ask_people")
    declined = (*before, ">inform_people", "utter_confirm", ">deny")
    assert best(policy, bookings, *declined) == "utter_dropped"
    assert best(policy, bookings, *declined, "utter_dropped", ">bye") == "utter_bye"


def test_an_answer_in_two_steps_is_known_where_another_action_comes_before_it() -> None:
    """What the question was decides, more than what was done between it and its answer elsewhere."""
    topics = ("hours", "joke", "thank")
    greeted = "{intent: greet}, {action: utter_greet}, "
    stories = "stories:\n" + "".join(
        f"- story: {topic} {len(before)}\n"
        f"  steps: [{before}{{intent: {topic}}}, {{action: action_find}}, {{action: utter_{topic}}}]\n"
        for topic in topics
        for before in ("", greeted)
    )
    stories += """- story: leave the booking
  steps:
  - {intent: book}
  - {action: utter_ask_day}
  - {intent: cancel}
  - {action: action_leave}
  - {action: action_find}
  - {action: utter_confirm}
"""
    domain = DOMAIN.replace("utter_welcome:", "utter_thank:") + "actions: [action_find, action_leave]\n"
    of = project(stories, domain)
    policy = trained(LearnedPolicy({}), of)
    for topic in topics:
        now = (">book", "utter_ask_day", f">{topic}", "action_leave", "action_find")
        assert best(policy, of, *now) == f"utter_{topic}"


def test_what_was_asked_before_decides_what_yes_means(policy: LearnedPolicy, bookings: Project) -> None:
    hours = (">hours", "utter_hours")
    booking = (">book", "utter_ask_day", ">inform_day", "utter_ask_people", ">inform_people", "utter_confirm")
    assert best(policy, bookings, *hours, *booking, ">affirm") == "utter_booked"
    assert best(policy, bookings, *hours, ">cancel", "utter_confirm", ">affirm") == "utter_cancelled"


@pytest.mark.parametrize("times", [1, 2, 3])
def test_it_comes_back_to_the_task_after_side_exchanges(
    policy: LearnedPolicy, bookings: Project, times: int
) -> None:
    side = (">hours", "utter_hours") * times
    booking = (">book", "utter_ask_day")
    assert policy.exchanges == {">hours": "utter_hours"}
    assert best(policy, bookings, *booking, ">hours") == "utter_hours"
    assert best(policy, bookings, *booking, *side) == ACTION_LISTEN
    assert best(policy, bookings, *booking, *side, ">inform_day") == "utter_ask_people"
    confirmed = (
        *booking,
        ">inform_day",
        "utter_ask_people",
        ">inform_people",
        "utter_confirm",
        *side,
        ">affirm",
    )
    assert best(policy, bookings, *confirmed) == "utter_booked"
    cancelled = (">cancel", "utter_confirm", *side, ">affirm")
    assert best(policy, bookings, *cancelled) == "utter_cancelled"


def test_max_history_does_not_count_side_exchanges(bookings: Project) -> None:
    policy = trained(LearnedPolicy({"max_history": 3}), bookings)
    side = (">hours", "utter_hours") * 3
    assert best(policy, bookings, ">cancel", "utter_confirm", *side, ">affirm") == "utter_cancelled"


def test_slots_decide() -> None:
    told = project(
        """
stories:
- story: cheap
  steps:
  - {intent: book}
  - slot_was_set: [{class: cheap}]
  - {action: utter_ask_day}
- story: dear
  steps:
  - {intent: book}
  - slot_was_set: [{class: dear}]
  - {action: utter_ask_people}
"""
    )
    policy = trained(LearnedPolicy({}), told)
    for line, expected in zip(unfold(told.stories, told.domain), ("ask_day", "ask_people"), strict=True):
        tracker = Tracker("slots", told.domain.slots, line.events[:3])
        assert policy.predict(tracker, told.domain).best == f"utter_{expected}"


def test_it_is_the_same_after_it_was_stored(policy: LearnedPolicy, bookings: Project) -> None:
    arrays: list[np.ndarray[Any, Any]] = []

    def kept(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            arrays.append(value)
            return {"$": len(arrays) - 1}
        raise TypeError(type(value))

    def restored(value: dict[str, Any]) -> Any:
        return arrays[value["$"]] if "$" in value else value

    state = json.loads(json.dumps(policy.state(), default=kept), object_hook=restored)
    twin = LearnedPolicy({})
    twin.load(state, bookings.domain)
    tracker = conversation(bookings.domain, ">greet", "utter_greet", ">hours", "utter_hours", ">book")
    assert twin.predict(tracker, bookings.domain) == policy.predict(tracker, bookings.domain)


def test_training_is_repeatable(policy: LearnedPolicy, bookings: Project) -> None:
    again = trained(LearnedPolicy({}), bookings)
    assert np.array_equal(again.model.weights, policy.model.weights)
    assert again.model.rows == policy.model.rows


def test_without_stories_it_says_nothing() -> None:
    rules = project("rules:\n- rule: hello\n  steps:\n  - {intent: greet}\n  - {action: utter_greet}\n")
    policy = trained(LearnedPolicy({}), rules)
    assert not policy.predict(conversation(rules.domain, ">greet"), rules.domain).scores
    twin = LearnedPolicy({})
    twin.load(policy.state(), rules.domain)
    assert twin.predict(conversation(rules.domain, ">greet"), rules.domain).best is None


def test_a_story_of_one_action_is_enough() -> None:
    tiny = project("stories:\n- story: hello\n  steps:\n  - {intent: greet}\n  - {action: utter_greet}\n")
    policy = trained(LearnedPolicy({}), tiny)
    assert best(policy, tiny, ">greet") == "utter_greet"
    assert best(policy, tiny, ">greet", "utter_greet") == ACTION_LISTEN


def test_how_long_the_conversation_is_does_not_change_the_choice(
    policy: LearnedPolicy, bookings: Project
) -> None:
    chat = (">greet", "utter_greet") * 200
    assert best(policy, bookings, *chat, ">cancel") == "utter_confirm"


def test_keys_of_the_neural_network_are_taken_and_unknown_ones_are_told() -> None:
    keys = {
        "epochs": 100,
        "transformer_size": {"dialogue": 64},
        "constrain_similarities": True,
        "priority": 2,
    }
    (policy,) = make_policies([("TEDPolicy", keys)]).values()
    assert isinstance(policy, LearnedPolicy)
    assert policy.priority == 2
    idle, unknown = keys_without_effect([("TEDPolicy", {"epochs": 1, "epoch": 100})])
    assert "epochs" in idle
    assert "'epoch' is unknown" in unknown


def test_what_was_unlikely_is_looked_past(policy: LearnedPolicy, bookings: Project) -> None:
    assert best(policy, bookings, ">cancel", "action_unlikely_intent") == "utter_confirm"


def test_it_does_not_need_the_order_of_stories_to_find_side_exchanges() -> None:
    head, *stories = STORIES.split("- story:")
    policy = trained(LearnedPolicy({}), project("- story:".join([head, *stories[::-1]])))
    assert policy.exchanges == {">hours": "utter_hours"}
