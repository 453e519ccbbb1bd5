"""Rules: what they choose, and what is told when they contradict each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from causerie.errors import ProjectError
from causerie.policies.rule import RulePolicy
from causerie.training.train import train

HEAD = """
policies: [{name: MemoizationPolicy}, {name: RulePolicy}]
intents: [hello, bye, more]
entities: [city]
slots:
  plan: {type: categorical, values: [a, b], mappings: [{type: custom}]}
forms: {ask_form: {required_slots: []}}
responses:
  utter_hello: [{text: Hello.}]
  utter_bye: [{text: Bye.}]
  utter_more: [{text: More.}]
  utter_plan: [{text: Plan.}]
  utter_default: [{text: What?}]
"""


def problems(project: Callable[[str], Any], text: str) -> list[Any]:
    with pytest.raises(ProjectError) as caught:
        train(project(HEAD + text))
    return list(caught.value.problems)


def test_two_rules_that_want_different_things_are_both_named_with_a_counter_example(
    project: Callable[[str], Any],
) -> None:
    found = problems(
        project,
        """
rules:
  - {rule: polite, steps: [{intent: hello}, {action: utter_hello}]}
  - {rule: curt, steps: [{intent: hello}, {action: utter_bye}]}
""",
    )
    assert {"polite", "curt"} <= {name for problem in found for name in problem.names}
    first = found[0]
    assert first.kind == "contradicting rules"
    assert "hello" in first.expected
    assert first.place.line > 0


def test_a_story_that_contradicts_a_rule_is_told(project: Callable[[str], Any]) -> None:
    (problem,) = problems(
        project,
        """
rules:
  - {rule: polite, steps: [{intent: hello}, {action: utter_hello}]}
stories:
  - {story: rude, steps: [{intent: hello}, {action: utter_bye}]}
""",
    )
    assert "rude" in problem.message
    assert "polite" in problem.message


def test_rules_told_apart_by_a_slot_do_not_contradict(project: Callable[[str], Any]) -> None:
    train(
        project(
            HEAD
            + """
rules:
  - {rule: a, condition: [{slot_was_set: [{plan: a}]}], steps: [{intent: hello}, {action: utter_plan}]}
  - {rule: b, condition: [{slot_was_set: [{plan: b}]}], steps: [{intent: hello}, {action: utter_hello}]}
"""
        )
    )


def test_an_action_that_sets_a_slot_in_one_rule_only_is_told(project: Callable[[str], Any]) -> None:
    (problem,) = problems(
        project,
        """
actions: [action_plan]
rules:
  - {rule: sets, steps: [{intent: hello}, {action: action_plan}, {slot_was_set: [{plan: a}]}, {action: utter_plan}]}
  - {rule: forgets, steps: [{intent: bye}, {action: action_plan}, {action: utter_bye}]}
""",
    )
    assert problem.kind == "incomplete rule"
    assert problem.names[:2] == ("forgets", "action_plan")
    assert "plan" in problem.expected


def test_a_rule_with_two_messages_is_told_unless_allowed(project: Callable[[str], Any]) -> None:
    text = """
rules:
  - {rule: long, steps: [{intent: hello}, {action: utter_hello}, {intent: bye}, {action: utter_bye}]}
"""
    (problem,) = problems(project, text)
    assert problem.kind == "rule too long"
    train(project((HEAD + text).replace("{name: RulePolicy}", "{name: RulePolicy, restrict_rules: false}")))


def test_a_fallback_action_outside_the_domain_is_told(project: Callable[[str], Any]) -> None:
    changed = HEAD.replace("{name: RulePolicy}", "{name: RulePolicy, core_fallback_action_name: action_x}")
    with pytest.raises(ProjectError, match="action_x"):
        train(project(changed + "rules: [{rule: r, steps: [{intent: hello}, {action: utter_hello}]}]"))


async def test_the_most_special_rule_wins_and_nothing_known_falls_back(talk: Callable[..., Any]) -> None:
    conversation = talk(
        HEAD
        + """
rules:
  - {rule: start, conversation_start: true, steps: [{intent: hello}, {action: utter_more}]}
  - {rule: bye, steps: [{intent: bye}, {action: utter_bye}]}
"""
    )
    assert await conversation.say("/hello") == ["More."]
    assert await conversation.say("/hello") == ["What?"]
    assert await conversation.say("/bye") == ["Bye."]


async def test_a_rule_may_go_on_without_waiting(talk: Callable[..., Any]) -> None:
    conversation = talk(
        HEAD
        + """
rules:
  - {rule: one, wait_for_user_input: false, steps: [{intent: hello}, {action: utter_hello}]}
  - {rule: two, steps: [{action: utter_hello}, {action: utter_more}]}
"""
    )
    assert await conversation.say("/hello") == ["Hello.", "More."]


async def test_an_endless_rule_is_stopped(talk: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_NUMBER_OF_PREDICTIONS", "4")
    conversation = talk(
        HEAD
        + """
rules:
  - {rule: one, wait_for_user_input: false, steps: [{intent: hello}, {action: utter_hello}]}
  - {rule: two, wait_for_user_input: false, steps: [{action: utter_hello}, {action: utter_more}]}
  - {rule: three, wait_for_user_input: false, steps: [{action: utter_more}, {action: utter_hello}]}
"""
    )
    assert len(await conversation.say("/hello")) == 4


def test_the_rule_policy_survives_saving(project: Callable[[str], Any]) -> None:
    found = project(HEAD + "rules: [{rule: r, steps: [{intent: hello}, {action: utter_hello}]}]")
    policy = train(found).policies["policy_1_RulePolicy"]
    again = RulePolicy({})
    again.load(policy.state(), found.domain)
    assert again.state() == policy.state()
    assert again.rules.table() == {
        '[{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "hello"}}]': "utter_hello",
        '[{"prev_action": {"action_name": "action_listen"}, "user": {"intent": "hello"}}, '
        '{"prev_action": {"action_name": "utter_hello"}, "user": {"intent": "hello"}}]': "action_listen",
    }
