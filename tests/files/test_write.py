from __future__ import annotations

from causerie.files.annotated import annotated
from causerie.files.stories import read_stories, read_test_stories
from causerie.files.write import write_stories
from causerie.training_data import ActionStep, BotStep, LoopStep, SlotStep, Story, UserStep

ALL = """
stories:
- story: everything
  metadata:
    owner: me
  steps:
  - checkpoint: c
    slot_was_set:
    - a: 1
  - intent: greet
    entities:
    - who: Ann
      role: guest
    - city: ''
  - or:
    - intent: a
    - intent: b
  - slot_was_set:
    - a: null
  - slot_was_set:
    - b
  - active_loop: null
  - bot: "hi\\nthere"
  - user: |-
      hi [Ann](who)
rules:
- rule: r
  condition:
  - active_loop: f
  conversation_start: true
  steps:
  - intent: a
  - action: b
  wait_for_user_input: false
"""


def test_what_is_written_reads_the_same(files) -> None:
    folder = files({"a/stories.yml": ALL})
    stories, rules = read_stories([folder / "a"])
    (folder / "again.yml").write_text(write_stories((*stories, *rules)))
    assert read_stories([folder / "again.yml"]) == (stories, rules)


def test_a_conversation_as_test_story() -> None:
    story = Story(
        "me",
        (
            UserStep("inform", "to LA", ({"entity": "city", "value": "los angeles", "start": 3, "end": 5},)),
            SlotStep("city", "los angeles"),
            ActionStep("form"),
            LoopStep(None),
            BotStep("Bye."),
            UserStep(None, "fine"),
        ),
    )
    assert write_stories([story], as_tests=True) == (
        'version: "3.1"\n'
        "stories:\n"
        "- story: me\n"
        "  steps:\n"
        "  - intent: inform\n"
        "    user: |-\n"
        '      to [LA]{"entity": "city", "value": "los angeles"}\n'
        "  - slot_was_set:\n"
        "    - city: los angeles\n"
        "  - action: form\n"
        "  - active_loop: null\n"
        "  - bot: Bye.\n"
        "  - user: |-\n"
        "      fine\n"
    )


def test_comments_stand_at_the_end_of_their_line() -> None:
    story = Story("me", (ActionStep("utter_a"), ActionStep("utter_b")))
    written = write_stories([story], as_tests=True, comments={(0, 1): "predicted: utter_c"})
    assert "- action: utter_b  # predicted: utter_c\n" in written


def test_a_payload_keeps_its_own_entities() -> None:
    entities = [{"entity": "a", "value": "b", "start": 2, "end": 12}]
    assert annotated('/x{"a": "b"}', entities) == '/x{"a": "b"}'


def test_entities_over_the_same_words_are_written_together(files) -> None:
    entities = [
        {"entity": "a", "value": "x", "start": 0, "end": 1},
        {"entity": "b", "value": "y", "start": 0, "end": 1},
    ]
    text = annotated("x there", entities)
    assert text == '[x][{"entity": "a"}, {"entity": "b", "value": "y"}] there'
    folder = files(
        {"test_a.yml": f"stories:\n- story: s\n  steps:\n  - user: |\n      {text}\n    intent: a\n"}
    )
    step = read_test_stories([folder])[0].steps[0]
    assert (step.text, len(step.entities)) == ("x there", 2)
