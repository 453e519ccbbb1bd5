from __future__ import annotations

import pytest

from causerie.errors import ProjectError
from causerie.files.stories import read_stories, read_test_stories
from causerie.training_data import (
    ActionStep,
    BotStep,
    CheckpointStep,
    LoopStep,
    OrStep,
    SlotStep,
    UserStep,
)


def steps_of(files, steps: str):
    folder = files({"stories.yml": "stories:\n- story: s\n  steps:\n" + steps})
    return read_stories([folder])[0][0].steps


@pytest.mark.parametrize(
    ("written", "step"),
    [
        ("- intent: greet", UserStep("greet")),
        ("- intent: /greet", UserStep("greet")),
        ("- intent: faq/hours", UserStep("faq")),
        (
            "- intent: a\n    entities:\n    - city: Rome\n      role: to\n    - person",
            UserStep(
                "a",
                entities=({"entity": "city", "value": "Rome", "role": "to"}, {"entity": "person", "value": ""}),
            ),
        ),
        ("- intent: a\n    entities: [{entity: city, value: Rome}]", UserStep("a", entities=({"entity": "city", "value": "Rome"},))),
        ("- action: utter_a", ActionStep("utter_a")),
        ("- bot: Hello there", BotStep("Hello there")),
        ("- active_loop: form", LoopStep("form")),
        ("- active_loop: null", LoopStep(None)),
        ("- checkpoint: c", CheckpointStep("c")),
        ("- slot_was_set:\n    - a: [1, 2]", SlotStep("a", [1, 2])),
        ("- slot_was_set:\n    - a", SlotStep("a", None, False)),
        ("- slot_was_set: {a: null}", SlotStep("a", None)),
        ("- or:\n    - intent: a\n    - intent: b", OrStep(((UserStep("a"),), (UserStep("b"),)))),
        (
            "- or:\n    - slot_was_set:\n      - a: 1\n      - b: 2",
            OrStep(((SlotStep("a", 1),), (SlotStep("b", 2),))),
        ),
    ],
)  # fmt: skip
def test_steps(files, written: str, step) -> None:
    assert steps_of(files, f"  {written}\n") == (step,)


def test_text_of_the_user_is_read_with_its_entities(files) -> None:
    step = steps_of(files, "  - user: |\n      hi [Ann](who)\n    intent: greet\n")[0]
    assert (step.text, step.intent) == ("hi Ann", "greet")
    assert step.entities == ({"start": 3, "end": 6, "value": "Ann", "entity": "who"},)
    assert step.annotations[0].entity == "who"


def test_a_payload_says_its_entities(files) -> None:
    step = steps_of(files, """  - user: '/greet{"who": ["Ann", "Bob"]}'\n    intent: greet\n""")[0]
    assert [x["value"] for x in step.entities] == ["Ann", "Bob"]
    assert step.text == '/greet{"who": ["Ann", "Bob"]}'


def test_rules_have_conditions_and_flags(files) -> None:
    folder = files(
        {
            "rules.yml": """
            rules:
              - rule: r
                condition:
                  - slot_was_set: [{a: 1}]
                  - active_loop: null
                conversation_start: true
                wait_for_user_input: false
                metadata: {owner: me}
                steps:
                  - intent: greet
                  - action: utter_greet
            """
        }
    )
    stories, rules = read_stories([folder])
    assert stories == ()
    rule = rules[0]
    assert rule.conditions == (SlotStep("a", 1), LoopStep(None))
    assert (rule.starts_conversation, rule.waits_for_user) == (True, False)
    assert rule.metadata == {"owner": "me"}
    assert rule.place.line == 3


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("stories: {}\n", 1, "list"),
        ("stories:\n- x\n", 2, "mapping"),
        ("stories:\n- storyy: a\n  steps: []\n", 2, "storyy"),
        ("stories:\n- story: 12\n  steps: []\n", 2, "text"),
        ("stories:\n- story: s\n  steps:\n  - intnt: a\n", 4, "intnt"),
        ("stories:\n- story: s\n  steps:\n  - ...\n", 4, "mapping"),
        ("stories:\n- story: s\n  steps:\n  - intent: a\n    action: b\n", 5, "action"),
        ("stories:\n- story: s\n  steps:\n  - intent:\n", 4, "intent"),
        ("stories:\n- story: s\n  steps:\n  - action: 12\n", 4, "action"),
        ("stories:\n- story: s\n  steps:\n  - or:\n    - action: a\n", 5, "or"),
        ("stories:\n- story: s\n  steps:\n  - slot_was_set: a\n", 4, "list"),
        ("rules:\n- rule: r\n  steps:\n  - bot: hi\n", 4, "bot"),
        ("rules:\n- rule: r\n  steps:\n  - checkpoint: c\n", 4, "checkpoint"),
        ("rules:\n- rule: r\n  condition:\n  - intent: a\n  steps:\n  - action: b\n", 4, "intent"),
        ("rules:\n- rule: r\n  wait_for_user_input: no\n  steps:\n  - action: b\n", 3, "true or false"),
    ],
)
def test_a_mistake_is_told_with_its_line(files, text: str, line: int, word: str) -> None:
    folder = files({"stories.yml": text})
    with pytest.raises(ProjectError) as caught:
        read_stories([folder])
    problem = caught.value.problems[0]
    assert problem.place.line == line
    assert word in problem.message


def test_a_rule_without_a_name_is_skipped_and_one_with_an_empty_name_is_not(files) -> None:
    text = "rules:\n- steps: [{intent: a}]\n- rule:\n  steps: [{intent: b}]\n- rule: ''\n  steps: [{intent: c}]\n"
    _, rules = read_stories([files({"rules.yml": text})])
    assert [(rule.name, rule.steps[0].intent) for rule in rules] == [("", "b"), ("", "c")]


def test_test_stories_are_no_training_data(files) -> None:
    folder = files(
        {
            "tests/test_all.yml": "stories:\n- story: t\n  steps:\n  - user: hi\n    intent: faq/hours\n",
            "tests/other.yml": "stories:\n- story: s\n  steps:\n  - intent: a\n",
        }
    )
    assert [story.name for story in read_stories([folder])[0]] == ["s"]
    tests = read_test_stories([folder])
    assert [(story.name, story.is_test) for story in tests] == [("t", True)]
    assert tests[0].steps[0].intent == "faq/hours"
