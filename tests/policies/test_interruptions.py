"""The learned policy after questions: outside forms, inside them, and with what was told before."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from causerie.dialogue.events import ActionExecuted, Event
from causerie.domain.names import ACTION_LISTEN
from causerie.policies.learned import LearnedPolicy
from causerie.policies.learning.examples import examples_of, learnt_stories, story_examples
from causerie.policies.learning.interruptions import (
    LearntStory,
    begun_later,
    interrupted_copies,
    interrupted_forms,
)
from causerie.policies.learning.side_exchanges import find_answers, find_exchanges
from causerie.training_data.unfolding import unfold

from .learning_from import DOMAIN, conversation, project, said, trained

FORM = "book_form"
ANSWERS = {">hours": "utter_hours"}
FORMS = f"{DOMAIN}\nforms:\n  {FORM}:\n    required_slots: []\n"
STORY = """
stories:
- story: filled at once
  steps:
  - {intent: greet}
  - {action: utter_greet}
  - {intent: book}
  - {action: book_form}
  - {active_loop: book_form}
  - {active_loop: null}
  - {action: utter_booked}
"""
CHANGED = """
stories:
- story: changed in between
  steps:
  - {intent: greet}
  - {action: utter_greet}
  - {intent: book}
  - {action: book_form}
  - {active_loop: book_form}
  - {intent: deny}
  - {action: utter_dropped}
  - {action: book_form}
  - {active_loop: null}
  - {action: utter_booked}
"""
BEGINNING = ["^", ">greet", "utter_greet", ">book", FORM]
ASKED = [">hours", "utter_hours", FORM]
DENIED = [">deny", "utter_dropped", FORM]


def stories_of(text: str) -> list[LearntStory]:
    of = project(text, FORMS)
    return learnt_stories(unfold(of.stories, of.domain), of.domain)


def interrupted(stories: list[LearntStory], filled_at_once: bool = True) -> list[LearntStory]:
    return interrupted_forms(stories, ANSWERS, (FORM,), Random(0), filled_at_once=filled_at_once)


def test_a_form_that_was_filled_at_once_is_filled_after_questions() -> None:
    (copy,) = interrupted(stories_of(STORY))
    times = copy.symbols.count(">hours")
    assert times >= 1
    assert copy.symbols[: len(BEGINNING) + 3 * times + 1] == [*BEGINNING, *ASKED * times, "utter_booked"]
    place = len(BEGINNING)
    assert copy.actions[place - 2 : place + 2] == [FORM, ACTION_LISTEN, "utter_hours", FORM]
    filled = place + 3 * times - 1
    assert copy.actions[filled] == "utter_booked"
    assert "active_loop" not in copy.states[filled]
    assert all(state["active_loop"] == {"name": FORM} for state in copy.states[place - 1 : filled])
    assert interrupted(stories_of(STORY), filled_at_once=False) == []


def test_a_story_that_goes_on_inside_the_form_goes_on_so_after_questions() -> None:
    seen = set()
    for seed in range(8):
        for copy in interrupted_forms(
            stories_of(CHANGED), ANSWERS, (FORM,), Random(seed), filled_at_once=False
        ):
            times = copy.symbols.count(">hours")
            assert copy.symbols[: len(BEGINNING) + 3 * times + 3] == [*BEGINNING, *ASKED * times, *DENIED]
            assert copy.actions[len(BEGINNING) + 3 * times - 1] == ACTION_LISTEN
            seen.add(times)
    assert seen == {1, 2}


def test_questions_outside_forms_leave_the_rest_of_the_story_as_it_was() -> None:
    (story,) = stories_of(CHANGED)
    for copy in interrupted_copies([story], ANSWERS, Random(0)):
        begin = copy.symbols.index(">hours")
        end = begin + 2 * copy.symbols.count(">hours")
        assert [*copy.symbols[:begin], *copy.symbols[end:]] == story.symbols


def test_without_forms_or_answers_nothing_is_interrupted() -> None:
    stories = stories_of(STORY)
    assert interrupted_forms(stories, {}, (FORM,), Random(0), filled_at_once=True) == []
    assert interrupted_forms(stories, ANSWERS, (), Random(0), filled_at_once=True) == []


def test_an_answer_may_have_come_up_in_one_place_only() -> None:
    stories = [["^", ">price", "action_price"], ["^", ">book", FORM, ">day", FORM, "utter_booked"]]
    assert find_exchanges(stories, (FORM,)) == {}
    assert find_answers(stories, (FORM,)) == {">price": "action_price"}


def test_actions_that_restart_or_listen_are_no_answers() -> None:
    stories = [["^", ">start_over", "action_restart"], ["^", ">wait", ACTION_LISTEN]]
    assert find_answers(stories, ()) == {}


def test_what_was_told_long_before_decides() -> None:
    """The entity is in no slot, and the turn before the last told it."""
    told = "  - {intent: book, entities: [{day: monday}]}"
    of = project(
        f"""
stories:
- story: told
  steps:
{told}
  - {{action: utter_ask_people}}
  - {{intent: inform_people}}
  - {{action: utter_confirm}}
- story: not told
  steps:
  - {{intent: book}}
  - {{action: utter_ask_people}}
  - {{intent: inform_people}}
  - {{action: utter_ask_day}}
"""
    )
    policy = trained(LearnedPolicy({}), of)
    for entities, expected in (([{"entity": "day", "value": "friday"}], "confirm"), ([], "ask_day")):
        first = replace(said("book"), entities=tuple(entities))
        middle: list[str | Event] = ["utter_ask_people", ">hours", "utter_hours", ">inform_people"]
        talk = conversation(of.domain, ActionExecuted(name=ACTION_LISTEN), first, *middle)
        assert policy.predict(talk, of.domain).best == f"utter_{expected}"


def test_a_story_may_begin_with_a_later_message() -> None:
    (story,) = stories_of(CHANGED)
    copies = [copy for seed in range(8) for copy in begun_later([story], Random(seed))]
    assert {copy.symbols[1] for copy in copies} == {">book", ">deny"}
    for copy in copies:
        place = len(story.symbols) - len(copy.symbols) + 1
        assert copy.symbols == ["^", *story.symbols[place:]]
        assert copy.states[1:] == story.states[place:]
        assert copy.actions == [None, *story.actions[place:]]


def test_stories_that_begin_later_are_learnt_from() -> None:
    (story,) = stories_of(CHANGED)
    begun = {
        example.names
        for example in story_examples(begun_later([story], Random(1)), {}, None)
        if example.names not in {own.names for own in story_examples([story], {}, None)}
    }
    assert begun
    assert begun <= {example.names for example in examples_of([story], {}, (FORM,), None, 0)}
