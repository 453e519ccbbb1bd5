"""Sessions from the first message to the files."""

from __future__ import annotations

import yaml

from causerie.domain.names import ACTION_LISTEN

from .conftest import DOMAIN, NLU, STORIES, Project

EXPORT = (None, "Export & quit")
GREETED = ("hello", True, True, True)


def kinds(project: Project, events: list[object]) -> list[str]:
    return [type(event).__name__ for event in events]


async def test_a_right_turn_becomes_a_story_and_all_else_stays(project: Project) -> None:
    designer = await project.session("morning hello", True, True, True, *EXPORT, "", "")
    assert project.ended
    assert "'utter_greet' (1.00, RulePolicy)" in designer.seen[2]
    assert project.new_lines("data/stories.yml", STORIES) == [
        "- story: interactive_story_1", "steps:", "- intent: greet", "- action: utter_greet",
    ]  # fmt: skip
    assert project.new_lines("data/nlu.yml", NLU) == ["- morning hello"]
    assert project.read("domain.yml") == DOMAIN


async def test_an_example_that_is_there_is_not_written_again(project: Project) -> None:
    await project.session(*GREETED, *GREETED, *EXPORT, "")
    assert project.read("data/nlu.yml") == NLU
    assert project.read("data/stories.yml").count("intent: greet\n") == STORIES.count("intent: greet\n") + 2


async def test_a_wrong_understanding_is_corrected_and_learnt(project: Project) -> None:
    designer = await project.session(
        "see you in Lima",
        False,
        " book",
        "see you in (Lima)[city]",
        "see you in [Lima](city",
        "see you in [Lima](city)",
        True,
        True,
        True,
        *EXPORT,
        "",
        "",
    )
    assert any("looks like an entity, but is not complete" in line for line in designer.seen)
    assert any("said was 'see you in Lima'" in line for line in designer.seen)
    assert project.new_lines("data/nlu.yml", NLU) == ["- see you in [Lima](city)"]
    story = yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]
    assert story["steps"] == [
        {"intent": "book", "entities": [{"city": "Lima"}]},
        {"slot_was_set": [{"city": "Lima"}]},
        {"action": "book_form"},
        {"active_loop": "book_form"},
        {"slot_was_set": [{"city": "Lima"}]},
        {"slot_was_set": [{"requested_slot": None}]},
        {"active_loop": None},
        {"action": "utter_booked"},
    ]
    said = [getattr(event, "text", None) for event in designer.shown[-1].events]
    assert "Booked: Lima." in said
    assert said.count("see you in Lima") == 1


async def test_intents_are_offered_by_confidence_and_answers_by_their_full_name(project: Project) -> None:
    designer = await project.session(
        "how much is it open",
        False,
        "faq/hours",
        "",
        False,
        "utter_faq",
        False,
        ACTION_LISTEN,
        *EXPORT,
        "",
        "",
    )
    assert "understood as 'faq/" in designer.seen[1]
    offered = designer.offered[0]
    scores = [float(title.split()[0]) for title in offered[1:]]
    assert offered[0] == "<a new intent>"
    assert scores == sorted(scores, reverse=True)
    assert {title.split()[1] for title in offered[1:]} == {
        "greet", "bye", "book", "inform", "faq/hours", "faq/price",
    }  # fmt: skip
    assert project.new_lines("data/nlu.yml", NLU) == ["- how much is it open"]
    assert yaml.safe_load(project.read("data/nlu.yml"))["nlu"][4]["examples"].endswith("it open\n")
    assert "- intent: faq/hours" in project.new_lines("data/stories.yml", STORIES)
    said = [getattr(event, "text", None) for event in designer.shown[-1].events]
    assert "From nine to five." in said


async def test_new_intents_entities_actions_and_responses_go_to_the_domain(project: Project) -> None:
    designer = await project.session(
        "feed the cat",
        False,
        "<a new intent>",
        "not a name",
        "bye",
        "feed",
        'feed the [cat]{"entity": "pet", "role": "eater"}',
        False,
        "<a new action>",
        "utter_greet",
        "utter_fed",
        "Miaow: {city}",
        False,
        "<a new action>",
        "action_feed",
        False,
        ACTION_LISTEN,
        *EXPORT,
        "",
        "",
        "",
    )
    assert any("Type a name without blanks" in line for line in designer.seen)
    assert any("The intent 'bye' is there already" in line for line in designer.seen)
    assert any("The action 'utter_greet' is there already" in line for line in designer.seen)
    said = [getattr(event, "text", None) for event in designer.shown[-1].events]
    assert "Miaow: None" in said, "a new response is said in the session"
    assert any("action_feed' has no code yet" in line for line in designer.seen)
    before = DOMAIN.replace("[city]\n", '[city, {"pet": {"roles": ["eater"]}}]\n', 1)
    assert project.new_lines("domain.yml", before) == [
        "- feed", "- action_feed", "utter_fed:", "- text: 'Miaow: {city}'",
    ]  # fmt: skip
    domain = yaml.safe_load(project.read("domain.yml"))
    assert domain["intents"][-1] == "feed"
    assert domain["entities"] == ["city", {"pet": {"roles": ["eater"]}}]
    assert domain["actions"] == ["action_break", "action_feed"]
    assert domain["responses"]["utter_fed"] == [{"text": "Miaow: {city}"}]
    assert project.new_lines("data/nlu.yml", NLU) == [
        "- intent: feed", "examples: |", '- feed the [cat]{"entity": "pet", "role": "eater"}',
    ]  # fmt: skip
    steps = yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]["steps"]
    assert steps[1:] == [{"action": "utter_fed"}, {"action": "action_feed"}]


async def test_actions_are_offered_by_score(project: Project) -> None:
    designer = await project.session(
        "hello", True, False, "utter_menu", None, "Quit without writing anything"
    )
    assert designer.offered[0][:2] == ["<a new action>", "1.00 utter_greet"]
    assert not any("..." in title for title in designer.offered[0])


async def test_a_failed_action_is_told_and_the_session_goes_on(project: Project) -> None:
    designer = await project.session("hello", True, False, "action_break", False, ACTION_LISTEN, *EXPORT, "")
    assert any(
        "failed: The action 'action_break'" in line and "out of order" in line for line in designer.seen
    )
    steps = yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]["steps"]
    assert steps == [{"intent": "greet"}, {"action": "action_break"}]


# -- forms


BEGIN_FORM = ("book a trip", True, True, True)


async def test_a_form_that_is_left_is_put_off_and_goes_on(project: Project) -> None:
    designer = await project.session(
        *BEGIN_FORM,
        *("hello", True, False, "utter_greet", False, ACTION_LISTEN),
        *("to Paris", True, False, "book_form", True),
        *(True, True),
        *EXPORT,
        "",
    )
    assert any("take the message as the answer for 'city'" in line for line in designer.seen)
    events = kinds(project, list(designer.shown[-1].events))
    assert events.count("ActionExecutionRejected") == 1
    assert "LoopInterrupted" not in events
    steps = yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]["steps"]
    assert steps[-1] == {"action": "utter_booked"}
    assert {"active_loop": None} in steps


async def test_a_form_may_ask_again_without_taking_the_message(project: Project) -> None:
    designer = await project.session(
        *BEGIN_FORM,
        *("hello", True, False, "utter_greet", False, ACTION_LISTEN),
        *("hello", True, False, "book_form", False),
        *(True,),
        None,
        "Quit without writing anything",
    )
    last = designer.shown[-1]
    assert "LoopInterrupted" in kinds(project, list(last.events))
    assert [getattr(event, "text", None) for event in last.events].count("Where to?") == 2


# -- other ways


async def test_a_step_is_undone(project: Project) -> None:
    designer = await project.session(
        "hello", True, False, "utter_menu", None, "Undo the last step", True, True, *EXPORT, ""
    )
    steps = yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]["steps"]
    assert steps == [{"intent": "greet"}, {"action": "utter_greet"}]
    assert "Undone." in designer.seen


async def test_a_message_is_undone_with_all_that_came_of_it(project: Project) -> None:
    await project.session(
        *GREETED, "going to bed", True, None, "Undo the last message and all that came of it", *EXPORT, ""
    )
    assert "bed" not in project.read("data/nlu.yml")
    steps = yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]["steps"]
    assert len(steps) == 2


async def test_at_the_beginning_there_is_nothing_to_undo(project: Project) -> None:
    designer = await project.session(
        *(None, "Undo the last step", None, "Undo the last message and all that came of it"),
        *(None, "Fork: go back to a message and take another way; both ways are kept"),
        *(None, "Continue", None, "Export & quit"),
    )
    assert designer.seen.count("There is nothing to undo.") == 2
    assert "There is no message to go back to." in designer.seen
    assert "Nothing new was learnt, so nothing is written." in designer.seen
    assert project.read("data/stories.yml") == STORIES


async def test_a_fork_keeps_both_ways(project: Project) -> None:
    designer = await project.session(
        *GREETED,
        *("goodbye", True, False, "utter_menu", False, ACTION_LISTEN, "(type something else)"),
        *(None, "Fork: go back to a message and take another way; both ways are kept", "goodbye"),
        *("hello", True, True, True),
        *EXPORT,
        "",
    )
    stories = yaml.safe_load(project.read("data/stories.yml"))["stories"][1:]
    told = [[next(iter(step.values())) for step in story["steps"]] for story in stories]
    assert told == [["greet", "utter_greet", "bye", "utter_menu"], ["greet", "utter_greet"] * 2]
    assert [story["story"] for story in stories] == ["interactive_story_1", "interactive_story_2"]
    assert ["goodbye", "hello"] in designer.offered


async def test_a_step_before_a_fork_can_still_be_undone(project: Project) -> None:
    await project.session(
        *GREETED,
        *GREETED,
        *(None, "Fork: go back to a message and take another way; both ways are kept", "hello"),
        *(None, "Undo the last message and all that came of it"),
        *("goodbye", True, False, "utter_menu", False, ACTION_LISTEN, "(type something else)"),
        *EXPORT,
        "",
    )
    stories = yaml.safe_load(project.read("data/stories.yml"))["stories"][1:]
    assert [len(story["steps"]) for story in stories] == [4, 2]
    assert stories[1]["steps"][0] == {"intent": "bye"}


async def test_a_new_conversation_is_a_story_of_its_own(project: Project) -> None:
    await project.session(
        *GREETED,
        "/restart",
        *("goodbye", True, False, "utter_greet", False, ACTION_LISTEN),
        *EXPORT,
        "",
    )
    stories = yaml.safe_load(project.read("data/stories.yml"))["stories"][1:]
    assert [story["steps"][0] for story in stories] == [{"intent": "greet"}, {"intent": "bye"}]


async def test_a_button_is_an_answer(project: Project) -> None:
    designer = await project.session(
        *("hello", True, False, "utter_menu", False, ACTION_LISTEN, "Book (/book)"),
        *(True, True),
        *EXPORT,
        "",
    )
    assert designer.offered[-2] == ["Book (/book)", "(type something else)"]
    assert project.read("data/nlu.yml") == NLU, "a payload is no example"
    assert "- intent: book" in project.new_lines("data/stories.yml", STORIES)


async def test_a_payload_with_an_unknown_intent_is_asked_for(project: Project) -> None:
    designer = await project.session("/grete", " greet", True, True, *EXPORT, "")
    assert "There is no intent 'grete'." in designer.seen
    assert "- intent: greet" in project.new_lines("data/stories.yml", STORIES)


async def test_one_may_go_on_from_the_menu(project: Project) -> None:
    designer = await project.session(None, "Continue", *GREETED, None, "Quit without writing anything")
    assert project.ended
    assert designer.seen[-1] == "Nothing was written."
    assert project.read("data/stories.yml") == STORIES


async def test_when_nobody_answers_any_more_nothing_is_written(project: Project) -> None:
    designer = await project.session(*GREETED)
    assert not project.ended
    assert designer.seen[-1] == "Nothing was written."
    assert project.read("data/stories.yml") == STORIES


async def test_a_story_is_told_in_the_steps_that_rasa_writes(project: Project) -> None:
    """What Rasa 3.6.21 exports of the same events."""
    await project.session(
        *("book a trip", True, True, True),
        *("hello", True, False, "utter_greet", False, ACTION_LISTEN),
        *("to Paris", True, False, "book_form", True, True, True),
        *("how much is it", False, "faq/price", "", False, "utter_faq", False, ACTION_LISTEN),
        *EXPORT,
        "",
    )
    assert yaml.safe_load(project.read("data/stories.yml"))["stories"][-1]["steps"] == [
        {"intent": "book"},
        {"action": "book_form"},
        {"active_loop": "book_form"},
        {"slot_was_set": [{"requested_slot": "city"}]},
        {"intent": "greet"},
        {"action": "utter_greet"},
        {"intent": "inform", "entities": [{"city": "Paris"}]},
        {"slot_was_set": [{"city": "Paris"}]},
        {"action": "book_form"},
        {"slot_was_set": [{"requested_slot": None}]},
        {"active_loop": None},
        {"action": "utter_booked"},
        {"intent": "faq/price"},
        {"action": "utter_faq"},
    ]
