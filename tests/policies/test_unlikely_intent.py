"""Messages that no story would expect are pointed out, and no others."""

from __future__ import annotations

import pytest

from causerie.dialogue.events import ActionExecuted
from causerie.dialogue.tracker import Tracker
from causerie.domain.names import ACTION_UNLIKELY_INTENT
from causerie.files.project import Project
from causerie.policies.registry import make_policies
from causerie.policies.unlikely_intent import UnlikelyIntentPolicy
from causerie.training_data.unfolding import unfold

from .learning_from import conversation, project, trained


@pytest.fixture(scope="module")
def bookings() -> Project:
    return project()


@pytest.fixture(scope="module")
def policy(bookings: Project) -> UnlikelyIntentPolicy:
    return trained(UnlikelyIntentPolicy({}), bookings)


UNEXPECTED = (">greet", "utter_greet", ">deny")


def test_it_finds_nothing_unlikely_in_its_stories(policy: UnlikelyIntentPolicy, bookings: Project) -> None:
    for line in unfold(bookings.stories, bookings.domain):
        running = Tracker(line.name, bookings.domain.slots)
        for event in line.events:
            if isinstance(event, ActionExecuted):
                assert policy.predict(running, bookings.domain).best is None
            running.update(event)


def test_it_votes_for_a_message_out_of_the_blue(policy: UnlikelyIntentPolicy, bookings: Project) -> None:
    prediction = policy.predict(conversation(bookings.domain, *UNEXPECTED), bookings.domain)
    assert dict(prediction.scores) == {ACTION_UNLIKELY_INTENT: 1.0}
    assert prediction.priority == 2
    assert prediction.diagnostics["query_intent"]["name"] == "deny"
    assert prediction.diagnostics["query_intent"]["severity"] > 0


def test_it_does_not_vote_again_right_after(policy: UnlikelyIntentPolicy, bookings: Project) -> None:
    tracker = conversation(bookings.domain, *UNEXPECTED, ACTION_UNLIKELY_INTENT)
    assert policy.predict(tracker, bookings.domain).best is None


def test_it_says_nothing_of_intents_that_no_story_has(
    policy: UnlikelyIntentPolicy, bookings: Project
) -> None:
    for intent in (">joke", ">not_in_the_domain"):
        tracker = conversation(bookings.domain, ">book", "utter_ask_day", intent)
        assert policy.predict(tracker, bookings.domain).best is None


def test_intents_can_be_left_out(bookings: Project) -> None:
    policy = trained(UnlikelyIntentPolicy({"ignore_intents_list": ["deny"]}), bookings)
    assert policy.predict(conversation(bookings.domain, *UNEXPECTED), bookings.domain).best is None


def test_all_is_tolerated_with_tolerance_1(bookings: Project) -> None:
    policy = trained(UnlikelyIntentPolicy({"tolerance": 1.0}), bookings)
    assert policy.predict(conversation(bookings.domain, *UNEXPECTED), bookings.domain).best is None


def test_it_is_the_same_after_it_was_stored(policy: UnlikelyIntentPolicy, bookings: Project) -> None:
    twin = UnlikelyIntentPolicy({})
    twin.load(policy.state(), bookings.domain)
    tracker = conversation(bookings.domain, *UNEXPECTED)
    assert twin.predict(tracker, bookings.domain) == policy.predict(tracker, bookings.domain)


def test_without_stories_it_says_nothing() -> None:
    rules = project("rules:\n- rule: hello\n  steps:\n  - {intent: greet}\n  - {action: utter_greet}\n")
    policy = trained(UnlikelyIntentPolicy({}), rules)
    assert policy.predict(conversation(rules.domain, ">greet"), rules.domain).best is None


def test_it_serves_rasas_name() -> None:
    (policy,) = make_policies([("UnexpecTEDIntentPolicy", {"max_history": 5, "epochs": 100})]).values()
    assert isinstance(policy, UnlikelyIntentPolicy)
