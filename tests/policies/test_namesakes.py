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
    assert {message: namesake.action for message, namesake in found.items()} == {
        ">bye": "utter_bye",
        ">joke": "utter_joke",
        ">book": "utter_booked",
        ">cancel": "utter_cancelled",
        ">inform_day": "utter_ask_day",
        ">inform_people": "utter_ask_people",
    }


@pytest.mark.parametrize(("answer", "trust"), [("utter_greet", 2 / 3), ("utter_confirm", 1 / 3)])
def test_trust_is_what_the_stories_make_of_names(answer: str, trust: float) -> None:
    found = find_namesakes([["^", ">greet", answer], ["^", ">thank", "utter_welcome"]], WITH_JOKE.domain)
    assert found[">joke"].trust == pytest.approx(trust)
    assert found[">inform_day"].trust == pytest.approx(1 / 2)


def test_names_that_are_much_alike_are_trusted_by_their_own_record() -> None:
    stories = [["^", ">greet", "utter_greet"], ["^", ">inform_people", "utter_confirm"]]
    found = find_namesakes(stories, WITH_JOKE.domain)
    assert found[">joke"].trust == pytest.approx(2 / 3)
    assert found[">inform_day"].trust == pytest.approx(1 / 3)


DOORS = """
version: "3.1"
intents: [start, open_the_door]
responses: {utter_open_door: [{text: Open}], utter_door_open: [{text: It is}]}
"""


@pytest.mark.parametrize(
    ("done", "other"), [("utter_door_open", "utter_open_door"), ("utter_open_door", "utter_door_open")]
)
def test_of_actions_that_are_equally_alike_that_in_no_story_is_the_namesake(done: str, other: str) -> None:
    found = find_namesakes([["^", ">start", done]], project("", DOORS).domain)
    assert found[">open_the_door"].action == other


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
