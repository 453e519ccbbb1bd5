"""A stream says what the whole judge lets through, whatever its pieces; what it begins early is harmless."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causerie.llm.leash import streaming
from causerie.llm.leash.claims import claimed
from causerie.llm.leash.figures import figures_of
from causerie.llm.leash.judge import Given, Reason, judge
from causerie.llm.leash.letters import words_of
from causerie.llm.leash.streaming import SentenceJudge
from causerie.llm.leash.topics import Topic, compiled, topic_of
from causerie.llm.prompts.material import Passage

from .house import asked, obeying
from .test_benign import CASES as BENIGN
from .test_injections import CASES as INJECTIONS

BY_LANGUAGE = {
    language: [case["answer"] for case in BENIGN if case["language"] == language] for language in ("en", "fr")
}
_, ENGLISH = asked("We arrive on 5 May with 3 children.")
_, FRENCH = asked("Quand ?", "fr")
TOPICS = compiled(
    [
        Topic("politics", {"en": ("election", "prime minister"), "fr": ("élection",)}, inflected=True),
        Topic("weather", {"*": ("rain",)}, {"en": (r"\bthe (?:lift|sauna) is (?:closed|wet)\b",)}),
    ]
)


def pieces_of(text: str, lengths: Sequence[int]) -> list[str]:
    cut, at = [], 0
    for length in lengths:
        cut.append(text[at : at + length])
        at += length
    return [*cut, text[at:]]


def random_pieces(text: str, chance: random.Random) -> list[str]:
    most = chance.choice([1, 4, 12, 80])
    return pieces_of(text, [chance.randint(1, most) for _ in range(len(text))])


def streamed(text: str, pieces: Sequence[str], given: Given) -> SentenceJudge:
    """Asserts on the way that what is released only grows, and begins harmlessly."""
    assert "".join(pieces) == text
    stream, said = SentenceJudge(given), ""
    for piece in pieces:
        said += stream.feed(piece)
        assert said == stream.released
        assert_harmless(stream, given)
    said += stream.end()
    assert said == stream.released
    return stream


def assert_harmless(stream: SentenceJudge, given: Given) -> None:
    begun = stream.begun
    assert re.fullmatch(r"(?:[^\W\d_]|[ ,'’-])*", begun), begun
    assert not figures_of(begun, given.language), begun
    assert not claimed(begun, ()), begun
    assert topic_of(begun, given.topics, given.language) is None, begun
    assert len(words_of(begun)) <= 12
    if begun:
        system, said = " ".join(words_of(given.system)), words_of(stream.released)
        last = " ".join(said[-6:])
        assert len(said) < 6 or f" {last} " not in f" {system} ", last


def assert_as_the_whole(text: str, stream: SentenceJudge, given: Given) -> None:
    verdict = judge(text, given)
    if verdict.ok:
        assert (stream.verdict.reason, stream.verdict.detail) == (None, "")
        assert stream.verdict == verdict
    else:
        assert stream.stopped is not None
        assert not stream.stopped.ok


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize(("language", "given"), [("en", ENGLISH), ("fr", FRENCH)])
def test_a_long_true_answer_is_the_same_in_all_pieces(seed: int, language: str, given: Given) -> None:
    chance = random.Random(seed)
    answers = chance.sample(BY_LANGUAGE[language], 12)
    text = chance.choice([" ", "\n\n", "\n"]).join(answers)
    assert_as_the_whole(text, streamed(text, random_pieces(text, chance), given), given)


@pytest.mark.parametrize("case", INJECTIONS, ids=[case["id"] for case in INJECTIONS])
@pytest.mark.parametrize("before", [0, 9])
def test_what_is_injected_is_dropped_in_all_pieces_and_begins_harmlessly(case: dict, before: int) -> None:
    chance = random.Random(case["id"])
    direct = case["way"] == "direct"
    prompt, given = asked(case["text"] if direct else "?", case["language"], "" if direct else case["text"])
    given = replace(given, topics=TOPICS)
    true = chance.sample(BY_LANGUAGE[case["language"]], before)
    for separator in (" ", "\n\n"):
        text = separator.join([*true, obeying(case["obeys"], prompt, given)])
        stream = streamed(text, random_pieces(text, chance), given)
        assert_as_the_whole(text, stream, given)
        verdict = judge(text, given)
        if not before and stream.stopped:
            kinds = {verdict.reason, stream.stopped.reason}
            assert len(kinds) == 1 or Reason.DISCLOSURE in kinds or "\n" in text or ". " in text, kinds


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(BY_LANGUAGE["en"]), min_size=4, max_size=8),
    st.lists(
        st.sampled_from(
            ["<b>", "](", "[x", "**", "`", "```\n", "| a |", "\n", "\n\n", "\n# ", "&lt;", "https://", ". ", " 99", "The sauna is", " closed",
             "your booking", " is cancelled", "javascript:", "\u200b", "\u0301", "é", "\n- ", "\n1. ", "\n2. ", " ", "  ", ", ", "\t", "prime", " minister", "NOT", "_KNOWN"]
        ),
        max_size=14,
    ).map("".join),
    st.lists(st.sampled_from(BY_LANGUAGE["en"]), max_size=3),
    st.lists(st.integers(1, 20), max_size=200),
)  # fmt: skip
def test_odd_text_among_sentences_is_judged_as_in_the_whole(
    first: list[str], odd: str, last: list[str], lengths: list[int]
) -> None:
    given = replace(ENGLISH, topics=TOPICS)
    text = " ".join([*first, odd]) + " ".join(last)
    assert_as_the_whole(text, streamed(text, pieces_of(text, lengths), given), given)


@pytest.mark.parametrize(
    ("pieces", "released"),
    [
        (["Break", "fast"], "Breakfast"),
        (["Breakfast", " is", " served"], "Breakfast is served"),
        (["The suite", " is", " s", "even"], "The suite is"),
        (["The rooms are", " fr", "ee"], "The rooms are"),
        (["I", " have"], ""),
        (["It"], "It"),
        (["Your", " booking", " is"], ""),
        (["The garden is", ".", "example"], "The garden is"), (["The garden", ".", "example"], "The garden"),
        (["NOT", "_KNOWN"], ""),
        (["Not", " known"], ""),
        (["Das", " Zimmer"], ""),
        (["**The", " pool"], ""),
        (["The prime", " minister"], "The"),
        (["The sauna is", " closed"], "The"), (["The pool is", " closed"], "The pool is"),
        (["The  pool"], "The"),
        (["The p\u043eol"], "The"),
        (["The Pool\u200b is"], "The"),
        (["THE POOL"], ""),
        (["A suite, the beach, and the garden are open on Sundays until late"], "A suite, the beach, and the garden are"),
    ],
)  # fmt: skip
def test_a_sentence_begins_with_words_that_nothing_makes_harmful(pieces: list[str], released: str) -> None:
    stream = SentenceJudge(replace(ENGLISH, topics=TOPICS))
    assert "".join(map(stream.feed, pieces)) == released
    assert stream.begun == released


def test_a_sentence_that_fails_ends_what_it_began() -> None:
    stream = SentenceJudge(ENGLISH)
    assert stream.feed("The suite is 7") == "The suite is"
    assert stream.feed("7 euros. The garden") == ""
    assert stream.stopped is not None
    assert (stream.released, stream.verdict.text) == ("The suite is", "")


def test_after_what_is_not_shown_a_sentence_waits() -> None:
    stream = SentenceJudge(ENGLISH)
    text = "The garden is quiet [4]. ![9] The pool is open. It is good."
    assert "".join(map(stream.feed, text)) + stream.end() == judge(text, ENGLISH).text


def test_words_of_the_instructions_wait_from_the_fourth_in_a_row() -> None:
    given = Given(
        "?",
        passages=(Passage("p", "pool garden beach suite open quiet"),),
        system="The pool and the garden are open to the beach.",
    )
    stream = SentenceJudge(given)
    assert stream.feed("The pool and the garden are open to the beach") == "The pool and"


@pytest.mark.parametrize("longest", [60, 130, 700, 900])
def test_a_long_stream_ends_where_the_whole_does(longest: int) -> None:
    given = replace(ENGLISH, longest=longest)
    text = " ".join(answer for answer in BY_LANGUAGE["en"] if "\n" not in answer)
    for seed in range(5):
        assert_as_the_whole(text, streamed(text, random_pieces(text, random.Random(seed)), given), given)


def test_a_sentence_costs_the_same_however_much_stands_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    whole = streaming.judged

    def counting(answer: str, prepared: streaming.Prepared):
        read.append(len(answer))
        return whole(answer, prepared)

    monkeypatch.setattr(streaming, "judged", counting)
    sentence = "The beach is 1.5 km away, and the garden of the house is quiet [4]. "
    for times in (10, 28):
        read.clear()
        text = sentence * times
        stream = SentenceJudge(ENGLISH)
        for at in range(0, len(text), 5):
            stream.feed(text[at : at + 5])
        stream.end()
        assert stream.verdict.ok
        assert max(read[:-1]) <= 3 * len(sentence)
        assert sum(read) <= 4 * len(text)


def test_passages_are_not_dumped_bit_by_bit() -> None:
    words = [f"{name}{letter}" for name in ("al", "be", "ga", "de", "ep") for letter in "bcdfghklmnprstvwxz"]
    passage = " ".join(f"{' '.join(words[at : at + 9]).capitalize()}." for at in range(0, len(words), 9))
    given = Given("?", "xx", passages=(Passage("p", passage),))
    text = passage.replace(". ", ". So it is, as all of us in this house have known for years. ")
    assert judge(text, given).reason is Reason.DISCLOSURE
    stream = SentenceJudge(given)
    for letter in text[: len(text) * 4 // 5]:
        stream.feed(letter)
    assert stream.stopped is not None
    assert stream.stopped.detail == "a whole passage"
