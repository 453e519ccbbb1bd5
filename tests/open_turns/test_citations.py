"""Citations say enough of their passage to be opened by a channel."""

from __future__ import annotations

from causerie.channels.web.showing import bot_message
from causerie.llm.knowledge.passage import Passage
from causerie.llm.open_turns.answer import SHOWN, Answer, numbered
from causerie.ports import BotMessage


def test_the_widget_is_told_title_and_text_of_a_citation() -> None:
    passage = Passage("house.md#breakfast", "knowledge/house.md", ("The house", "Breakfast"), "From 7 to 10.")
    answer = Answer("retrieved", "From 7 to 10. [1]", sources=numbered({1: passage}))
    told = bot_message(BotMessage(answer.text, {}, answer.metadata()))
    citation = {"number": 1, "title": "The house › Breakfast", "text": "From 7 to 10."}
    assert told == {"text": "From 7 to 10. [1]", "metadata": {"citations": [citation]}}


def test_a_long_passage_is_cut_between_words() -> None:
    passage = Passage("a", "knowledge/a.md", (), "word " * 500)
    (source,) = numbered({1: passage})
    assert len(source.text) <= SHOWN + 2
    assert source.text.endswith("word …")


def test_metadata_of_another_shape_is_no_citation() -> None:
    for metadata in ({"open_turn": "x"}, {"open_turn": {"sources": None}}, {"open_turn": {"sources": ["x"]}}):
        assert bot_message(BotMessage("Hello.", {}, metadata)).get("metadata") in (None, {"citations": []})
