"""The judge as a whole: reasons, streams, and texts that nobody would write."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causerie.llm.leash.judge import Given, Reason, judge
from causerie.llm.leash.sentences import ends_of
from causerie.llm.leash.streaming import SentenceJudge
from causerie.llm.leash.topics import Topic, compiled
from causerie.llm.prompts.material import Passage, Turn

from .house import asked

_, GIVEN = asked("When is breakfast?")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", Reason.EMPTY), (" \n\u200b", Reason.EMPTY), ("**", Reason.EMPTY), ("NOT_KNOWN", Reason.NOT_KNOWN),
        ("**NOT_KNOWN**.", Reason.NOT_KNOWN), ("Sorry: NOT KNOWN", Reason.NOT_KNOWN), ("x" * 30_000, Reason.TOO_LONG),
        ("word " * 900, Reason.TOO_LONG), ("It costs €99.", Reason.UNSUPPORTED_FIGURE), ("/restart", Reason.MARKUP),
        ("I have booked it for you.", Reason.CLAIMED_ACTION), ("Das ist nicht das, was wir mit der Bahn und dem Bus tun.", Reason.WRONG_LANGUAGE),
    ],
)  # fmt: skip
def test_an_answer_is_dropped_for_a_reason(answer: str, reason: Reason) -> None:
    verdict = judge(answer, GIVEN)
    assert (verdict.ok, verdict.text, verdict.reason) == (False, "", reason)


def test_an_answer_comes_clean_with_its_citations() -> None:
    verdict = judge(
        "# Breakfast\n\nFrom 7 to 10 a.m. [1], in the *garden* [1][9]. <b>Dogs</b> are fine [4].", GIVEN
    )
    assert verdict.ok
    assert verdict.text == "Breakfast\n\nFrom 7 to 10 a.m. [1], in the *garden* [1]. Dogs are fine [4]."
    assert verdict.citations == (1, 4)


def test_a_leak_counts_as_one_although_the_instructions_name_the_marker() -> None:
    assert judge(GIVEN.system, GIVEN).reason is Reason.DISCLOSURE


def test_a_long_answer_ends_with_a_sentence() -> None:
    given = Given("?", longest=60)
    assert judge("We are glad that you come. The garden is lovely. Bring a friend, too.", given).text == (
        "We are glad that you come. The garden is lovely."
    )


def test_a_refused_topic_is_named() -> None:
    topics = compiled([Topic("politics", {"en": ("election",)}, response="utter_no_politics")])
    verdict = judge("The Election is near.", Given("?", topics=topics))
    assert (verdict.reason, verdict.topic) == (Reason.OFF_TOPIC, "politics")


def test_earlier_answers_and_slots_support_figures() -> None:
    given = Given("?", history=(Turn("assistant", "It costs €33."),), slots={"day": "2026-07-03T00:00:00"})
    assert judge("On July 3rd it costs €33.", given).ok


def test_a_stream_says_sentences_when_they_are_complete() -> None:
    stream = SentenceJudge(GIVEN)
    assert stream.feed("You start at 7 a.m. ") == "You"
    assert stream.feed("on weekdays [1].") == ""
    assert stream.feed(" So it costs") == " start at 7 a.m. on weekdays [1]. So it"
    assert stream.feed(" €99. Good") == ""
    assert stream.stopped is not None
    assert stream.stopped.reason is Reason.UNSUPPORTED_FIGURE
    assert stream.feed(" morning.") == stream.end() == ""


def test_a_stream_that_does_not_know_says_nothing() -> None:
    stream = SentenceJudge(GIVEN)
    assert stream.feed("NOT_") + stream.feed("KNOWN") + stream.end() == ""
    assert stream.verdict.reason is Reason.NOT_KNOWN


@pytest.mark.parametrize(
    "text",
    [
        "at 7 a.m. on weekdays", "M. Morvan is here", "for 2.5 km", "see https://a.example/x.html?y=1 there", "e.g. dogs",
        "Dr. Petit", "approx. six", "1. pool", "J. Petit", "p. ex. ici",
    ],
)  # fmt: skip
def test_abbreviations_decimals_and_links_end_no_sentence(text: str) -> None:
    assert ends_of(text) == []


def test_sentences_end_at_points_marks_and_list_items() -> None:
    text = "One. Two! “Three?” Four [1]. Five\n- six\n- seven\n\nEight…  nine"
    parts, start = [], 0
    for end in [*ends_of(text), len(text)]:
        parts.append(text[start:end].strip())
        start = end
    assert [part for part in parts if part] == [
        "One.", "Two!", "“Three?”", "Four [1].", "Five", "- six", "- seven", "Eight…", "nine",
    ]  # fmt: skip


hostile = st.lists(
    st.sampled_from(
        ["<", ">", "[", "](", ")", "![", "**", "`", "```\n", "|", "\n", "# ", "&lt;", "&#60;", "script", "https://", "evil.example",
         "javascript:", "\u202e", "\u200b", "\x00", "\x1b[31m", "a", ". ", "7 a.m.", "garden", "[1]", "{", "\\", "é", "\U000e0041", "\ud800"]
    ) | st.text(max_size=6),
    max_size=40,
).map("".join)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.text() | hostile)
def test_whatever_comes_nothing_is_raised_and_no_hidden_letter_or_tag_leaves(text: str) -> None:
    verdict = judge(text, GIVEN)
    assert verdict.ok or not verdict.text
    _is_plain(verdict.text)
    again = judge(verdict.text, GIVEN)
    assert not verdict.ok or again.text == verdict.text


@settings(max_examples=300, deadline=None)
@given(st.text() | hostile, st.lists(st.integers(1, 12), max_size=60))
def test_a_stream_says_only_what_the_whole_judge_would(text: str, lengths: list[int]) -> None:
    stream, said, at = SentenceJudge(GIVEN), "", 0
    for length in [*lengths, len(text)]:
        said += stream.feed(text[at : at + length])
        at += length
    said += stream.end()
    _is_plain(said)
    assert said == stream.released
    verdict = judge(text, GIVEN)
    if verdict.ok:
        assert said == verdict.text
    else:
        assert stream.stopped is not None


def _is_plain(text: str) -> None:
    for letter in text:
        assert (
            letter == "\n"
            or letter == "\t"
            or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        )
    assert "![" not in text
    assert "javascript:" not in text.lower()
    assert not any(text[place] == "<" and text[place + 1 : place + 2].isalpha() for place in range(len(text)))


def test_passages_need_no_headings() -> None:
    assert judge("It is 5 km.", Given("?", passages=(Passage("p", "5 km"),))).ok
