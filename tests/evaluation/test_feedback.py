"""Opinions of users, beside what they are about."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from causerie.channels.web.showing import Names, shown
from causerie.dialogue import events as e
from causerie.evaluation.feedback import Opinion, Share, Turn, opinions, opinions_in, summary
from causerie.evaluation.feedback_files import as_csv, as_lines, as_questions
from causerie.files.nlu import read_nlu
from causerie.stores.trackers.memory import MemoryTrackerStore

TALK: list[e.Event] = [
    e.UserUttered(
        text="a big one", intent={"name": "order", "confidence": 0.9}, input_channel="web", timestamp=1.0
    ),
    e.ActionExecuted(name="utter_order", timestamp=2.0),
    e.BotUttered(text="One pancake.", timestamp=2.5),
    e.BotUttered(data={"image": "pancake.png"}, timestamp=2.5),
    e.ActionExecuted(name="action_listen", timestamp=3.0),
    e.UserUttered(text="why?", intent={"name": None}, input_channel="web", timestamp=4.0),
    e.ActionExecuted(name="action_default_fallback", timestamp=5.0),
    e.BotUttered(text="Pardon?", timestamp=5.5),
    e.ActionExecuted(name="action_listen", timestamp=6.0),
]


def named(said: int) -> str:
    """The widget's name of the bot's message number ``said``."""
    bot = [data["id"] for kind, data in shown(TALK, Names()) if kind == "message" and data["from"] == "bot"]
    return str(bot[said])


def opinion(value: str | None = "down", asked: str = "why?", comment: str | None = None) -> Opinion:
    turn = Turn("Pardon?", "utter_x", asked, "ask", 0.5, "web")
    return Opinion("ann", 7.0, value, None, comment, turn, True)


def test_an_opinion_is_told_with_the_answer_it_is_about() -> None:
    given = e.FeedbackGiven(message=named(0), value="down", comment="I wanted two", timestamp=7.0)
    (found,) = opinions("ann", [*TALK, given])
    assert found.turn == Turn("One pancake.", "utter_order", "a big one", "order", 0.9, "web")
    assert (found.value, found.comment, found.is_certain) == ("down", "I wanted two", True)


def test_a_message_without_words_is_told_by_what_it_holds() -> None:
    (found,) = opinions("ann", [*TALK, e.FeedbackGiven(message=named(1), value="up", timestamp=7.0)])
    assert found.turn.said == "(image)"


def test_a_message_with_a_name_of_the_platform_is_taken_for_the_last_one() -> None:
    (found,) = opinions("ann", [*TALK, e.FeedbackGiven(message="C1:17.3", value="down", timestamp=7.0)])
    assert (found.turn.said, found.turn.action) == ("Pardon?", "action_default_fallback")
    assert not found.is_certain


def test_the_last_word_counts_and_a_comment_that_follows_is_added() -> None:
    message = named(0)
    given = [
        e.FeedbackGiven(message=message, value="up", timestamp=7.0),
        e.FeedbackGiven(message=message, value="down", timestamp=8.0),
        e.FeedbackGiven(message=message, value="down", comment="cold", timestamp=9.0),
        e.FeedbackGiven(message=message, value="down", timestamp=10.0),
        e.FeedbackGiven(message=named(2), value="down", timestamp=11.0),
        e.FeedbackGiven(message=named(2), value=None, timestamp=12.0),
    ]
    (found,) = opinions("ann", [*TALK, *given])
    assert (found.value, found.comment, found.time) == ("down", "cold", 10.0)


def test_what_was_taken_back_is_not_there_until_it_is_given_again() -> None:
    given = [
        e.FeedbackGiven(message="C1:17.3", value="up", timestamp=7.0),
        e.FeedbackGiven(message=named(0), value="down", comment="cold", timestamp=8.0),
        e.FeedbackGiven(message="C1:17.3", timestamp=9.0),
        e.FeedbackGiven(message=named(0), timestamp=10.0),
        e.FeedbackGiven(message="C1:18.5", timestamp=11.0),
    ]
    assert opinions("ann", [*TALK, *given]) == []
    again = e.FeedbackGiven(message="C1:17.3", value="down", timestamp=12.0)
    (found,) = opinions("ann", [*TALK, *given, again])
    assert (found.value, found.comment, found.time) == ("down", None, 12.0)


def test_a_rating_is_of_the_whole_conversation() -> None:
    (found,) = opinions("ann", [*TALK, e.FeedbackGiven(rating=2, comment="slow", timestamp=7.0)])
    assert (found.rating, found.turn, found.is_certain) == (2, Turn(channel="web"), True)
    assert summary([found]).ratings == {2: 1}
    assert summary([found]).actions == {}


def test_the_most_disliked_come_first() -> None:
    likes = [
        e.FeedbackGiven(message=named(0), value="up", timestamp=7.0),
        e.FeedbackGiven(message=named(2), value="down", timestamp=7.0),
    ]
    told = summary([*opinions("ann", [*TALK, *likes]), *opinions("bob", [*TALK, *likes])])
    assert list(told.actions.items()) == [
        ("action_default_fallback", Share(0, 2)),
        ("utter_order", Share(2, 0)),
    ]
    assert list(told.intents) == ["(no intent)", "order"]


async def test_all_conversations_are_read_in_the_order_of_time() -> None:
    store = MemoryTrackerStore()
    for name, time in (("ann", 9.0), ("bob", 8.0), ("cy", 20.0)):
        await store.append(name, [*TALK, e.FeedbackGiven(rating=5, timestamp=time)])
    assert [one.conversation for one in await opinions_in(store)] == ["bob", "ann", "cy"]
    assert [one.conversation for one in await opinions_in(store, 9.0, 20.0)] == ["ann"]


def test_a_table_is_safe_to_open_in_a_spreadsheet() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([opinion(comment="=1+1"), opinion(comment='a, "b"\nc')]))))
    assert [row["comment"] for row in rows] == ["'=1+1", 'a, "b"\nc']
    assert rows[0]["time"] == "1970-01-01T00:00:07+00:00"


def test_lines_of_json_keep_every_letter() -> None:
    (line,) = as_lines([opinion(comment="=1\nčau 🥞")]).splitlines()
    assert json.loads(line)["comment"] == "=1\nčau 🥞"


def test_disliked_questions_are_data_to_be_sorted(tmp_path: Path) -> None:
    strange = "[x](y)\n- two\x07 : {"
    found = [opinion(asked=asked) for asked in ("why?", "why?", strange, "/order", "")]
    file = tmp_path / "nlu.yml"
    file.write_text(as_questions([*found, opinion("up", "fine")]))
    assert [(example.intent, example.text) for example in read_nlu([file]).examples] == [
        ("ask", "why?"),
        ("ask", "(x)(y) - two : {"),
    ]
    file.write_text(as_questions([]))
    assert not read_nlu([file]).examples
