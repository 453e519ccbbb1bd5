"""The learned policy on end-to-end stories: what was said word for word, and answers that are texts."""

from __future__ import annotations

import pytest

from causerie.dialogue.events import ActionExecuted, Event, UserUttered
from causerie.domain.names import ACTION_LISTEN
from causerie.files.project import Project
from causerie.policies.learned import LearnedPolicy
from causerie.ports import Prediction

from .learning_from import conversation, project, said, trained

TEXTS = """
stories:
- story: a joke
  steps:
  - user: tell me a really funny joke please
  - action: utter_joke
- story: the weather
  steps:
  - user: what will the weather be tomorrow
  - bot: Sunny, I think.
"""
INTENTS = """
- story: hello
  steps:
  - intent: greet
  - action: utter_greet
- story: bye
  steps:
  - intent: bye
  - action: utter_bye
"""


@pytest.fixture(scope="module")
def mixed() -> Project:
    return project(TEXTS + INTENTS)


@pytest.fixture(scope="module")
def policy(mixed: Project) -> LearnedPolicy:
    return trained(LearnedPolicy({}), mixed)


def after(policy: LearnedPolicy, of: Project, *events: Event) -> Prediction:
    return policy.predict(conversation(of.domain, ActionExecuted(name=ACTION_LISTEN), *events), of.domain)


def test_a_text_decides_where_it_is_surer_than_the_intent(policy: LearnedPolicy, mixed: Project) -> None:
    prediction = after(policy, mixed, said("hours", "tell me a really funny joke please"))
    assert prediction.best == "utter_joke"
    assert prediction.is_end_to_end


def test_an_answer_can_be_a_text(policy: LearnedPolicy, mixed: Project) -> None:
    prediction = after(policy, mixed, said("hours", "what will the weather be tomorrow"))
    assert prediction.best == "Sunny, I think."


def test_words_count_not_only_the_whole_text(policy: LearnedPolicy, mixed: Project) -> None:
    prediction = after(policy, mixed, UserUttered(text="a funny joke please"))
    assert prediction.best == "utter_joke"


def test_the_intent_decides_where_the_text_is_unknown(policy: LearnedPolicy, mixed: Project) -> None:
    prediction = after(policy, mixed, said("greet", "zzz"))
    assert prediction.best == "utter_greet"
    assert not prediction.is_end_to_end


def test_the_threshold_can_rule_texts_out(mixed: Project) -> None:
    policy = trained(LearnedPolicy({"e2e_confidence_threshold": 1.0}), mixed)
    assert not after(policy, mixed, said("greet", "tell me a really funny joke please")).is_end_to_end


def test_stories_of_texts_alone_are_taken_by_text() -> None:
    texts = project(TEXTS)
    policy = trained(LearnedPolicy({}), texts)
    prediction = after(policy, texts, said("greet", "tell me a really funny joke please"))
    assert prediction.best == "utter_joke"
    assert prediction.is_end_to_end
