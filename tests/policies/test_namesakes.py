"""Messages that no story has, answered by the action of their name."""

from __future__ import annotations

import pytest

from causerie.domain.names import ACTION_LISTEN
from causerie.policies.learned import LearnedPolicy
from causerie.policies.learning.namesakes import find_namesakes

from .learning_from import DOMAIN, STORIES, conversation, project, trained

NAMED = ("greet", "bye", "hours")
WITH_JOKE = project()


def test_a_message_in_no_story_has_its_namesake() -> None:
    stories = [["^", ">greet", "utter_greet", ">hours", "utter_hours"]]
    found = find_namesakes(stories, WITH_JOKE.domain)
    assert found.actions == {">bye": "utter_bye", ">joke": "utter_joke"}


@pytest.mark.parametrize(("answer", "trust"), [("utter_greet", 2 / 3), ("utter_confirm", 1 / 3)])
def test_trust_is_what_the_stories_make_of_names(answer: str, trust: float) -> None:
    found = find_namesakes([["^", ">greet", answer], ["^", ">thank", "utter_welcome"]], WITH_JOKE.domain)
    assert found.trust == pytest.approx(trust)


def test_an_unheard_message_is_answered_by_its_namesake_and_then_it_listens() -> None:
    policy = trained(LearnedPolicy({}), WITH_JOKE)
    asked = conversation(WITH_JOKE.domain, ">greet", "utter_greet", ">joke")
    prediction = policy.predict(asked, WITH_JOKE.domain)
    assert prediction.best == "utter_joke"
    assert sum(prediction.scores.values()) == pytest.approx(1, abs=1e-5)
    told = conversation(WITH_JOKE.domain, ">greet", "utter_greet", ">joke", "utter_joke")
    assert policy.predict(told, WITH_JOKE.domain).best == ACTION_LISTEN


def test_names_mean_little_where_stories_do_not_go_by_them() -> None:
    stories = STORIES
    for intent in NAMED:
        stories = stories.replace(f"{{action: utter_{intent}}}", "{action: utter_welcome}")
    of = project(stories, DOMAIN)
    policy = trained(LearnedPolicy({}), of)
    scores = policy.predict(conversation(of.domain, ">joke"), of.domain).scores
    assert scores.get("utter_joke", 0.0) < 0.3


def test_namesakes_are_stored() -> None:
    policy = trained(LearnedPolicy({}), WITH_JOKE)
    twin = LearnedPolicy({})
    twin.load(policy.state(), WITH_JOKE.domain)
    assert twin.namesakes == policy.namesakes
