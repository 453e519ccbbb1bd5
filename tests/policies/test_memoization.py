"""Stories by heart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PROJECT = """
policies: [{{name: {policy}}}, {{name: RulePolicy, enable_fallback_prediction: true}}]
intents: [hello, book, yes, odd]
slots: {{city: {{type: text, mappings: [{{type: custom}}]}}}}
responses:
  utter_hello: [{{text: Hello.}}]
  utter_sure: [{{text: Sure?}}]
  utter_done: [{{text: Done.}}]
  utter_default: [{{text: What?}}]
stories:
  - story: booking
    steps: [{{intent: book}}, {{action: utter_sure}}, {{intent: yes}}, {{action: utter_done}}]
  - story: greeting
    steps: [{{intent: hello}}, {{action: utter_hello}}]
"""


async def test_a_story_goes_as_written(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT.format(policy="MemoizationPolicy"))
    assert await conversation.say("/book") == ["Sure?"]
    assert await conversation.say("/yes") == ["Done."]


async def test_what_no_story_has_is_not_known(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT.format(policy="MemoizationPolicy"))
    assert await conversation.say("/yes") == ["What?"]


async def test_without_a_window_a_second_story_does_not_follow_the_first(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT.format(policy="MemoizationPolicy"))
    await conversation.say("/hello")
    assert await conversation.say("/book") == ["What?"]


async def test_the_augmented_policy_forgets_the_beginning_until_a_story_fits(
    talk: Callable[..., Any],
) -> None:
    conversation = talk(PROJECT.format(policy="AugmentedMemoizationPolicy, max_history: 4"))
    await conversation.say("/hello")
    assert await conversation.say("/book") == ["Sure?"]
    assert await conversation.say("/yes") == ["Done."]


async def test_equal_states_with_different_ends_are_not_remembered(talk: Callable[..., Any]) -> None:
    text = PROJECT.format(policy="MemoizationPolicy") + (
        "  - story: other\n    steps: [{intent: hello}, {action: utter_done}]\n"
    )
    conversation = talk(text)
    assert await conversation.say("/hello") == ["What?"]
    assert await conversation.say("/book") == ["Sure?"]


LOOP = """
policies: [{name: MemoizationPolicy, max_history: null}, {name: RulePolicy}]
intents: [hello, again, buy, bye]
responses:
  utter_hello: [{text: Hello.}]
  utter_again: [{text: Again.}]
  utter_bought: [{text: Bought.}]
  utter_default: [{text: What?}]
stories:
  - story: begin
    steps: [{intent: hello}, {action: utter_hello}, {checkpoint: menu}]
  - story: around
    steps: [{checkpoint: menu}, {intent: again}, {action: utter_again}, {checkpoint: menu}]
  - story: out
    steps: [{checkpoint: menu}, {or: [{intent: buy}, {intent: bye}]}, {action: utter_bought}]
"""


async def test_a_loop_is_gone_around_while_rounds_reach_new_checkpoints(talk: Callable[..., Any]) -> None:
    """Three times: one per round, and the alternatives after the loop make a third round."""
    conversation = talk(LOOP)
    await conversation.say("/hello")
    said = [await conversation.say("/again") for _ in range(4)]
    assert said == [["Again."], ["Again."], ["Again."], ["What?"]]
    assert await conversation.say("/buy") == ["Bought."]


async def test_what_the_domain_does_not_know_is_not_remembered(talk: Callable[..., Any]) -> None:
    text = PROJECT.format(policy="MemoizationPolicy") + (
        "  - story: lost\n    steps: [{intent: odd}, {action: utter_gone}]\n"
    )
    conversation = talk(text)
    assert await conversation.say("/odd") == ["What?"]
    assert await conversation.say("/hello") == ["Hello."]
