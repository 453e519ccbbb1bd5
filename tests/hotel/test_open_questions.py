"""The hotel answers open questions from its documents, in both languages, in the middle of a booking, with a GPT and
without.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from causerie.assembly import Surroundings, assemble
from causerie.channels.collecting import Collector
from causerie.contracts.gpt import LocalGpt
from causerie.files.endpoints import EndpointConfig, Endpoints
from causerie.ports import IncomingMessage
from causerie.training.model import Model

ROOT = Path(__file__).resolve().parents[2]
TALKS = {
    "en": (
        "I'd like to book a double room",
        "from 3 to 5 May 2027",
        "how high does the tide rise",
        "nine",
        "How many of you",
    ),
    "fr": (
        "je voudrais réserver une chambre double",
        "du 3 au 5 mai 2027",
        "combien coûte un cours de surf",
        "38 €",
        "Combien serez-vous",
    ),
}
WORDS = {"en": "The tide rises by up to nine metres here [1].", "fr": "Un cours de surf coûte 38 € [1]."}


@pytest.fixture
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def talk(model: Model, endpoints: Endpoints, *messages: str) -> tuple[list[list[str]], dict[str, Any]]:
    """What is said to each message, and what is kept of the latest open turn."""

    async def run() -> tuple[list[list[str]], dict[str, Any]]:
        assistant = assemble(model, Surroundings(ROOT, endpoints))
        await assistant.start()
        said = []
        for text in messages:
            heard = Collector()
            await assistant.handle(IncomingMessage(text, "guest"), heard)
            said.append([message.get("text", "") for message in heard.messages])
        events = (await assistant.whole("guest")).events
        told = [event.metadata["open_turn"] for event in events if "open_turn" in event.metadata]
        await assistant.close()
        return said, told[-1] if told else {}

    return asyncio.run(run())


@pytest.mark.parametrize("language", ["en", "fr"])
def test_without_a_key_the_documents_answer_and_the_booking_goes_on(model, no_key, language):
    first, dates, question, fact, asks = TALKS[language]
    said, told = talk(model, Endpoints(llm=EndpointConfig(options={"model": "m"})), first, dates, question)
    answer, *rest = said[-1]
    assert fact in answer
    assert rest
    assert asks in rest[-1]
    assert told["kind"] == "retrieved"
    assert told["sources"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_with_a_gpt_its_words_are_said_and_the_booking_goes_on(model, language):
    first, dates, question, *_, asks = TALKS[language]
    with LocalGpt(lambda messages: WORDS[language]) as gpt:
        llm = EndpointConfig(options={"model": "m", "base_url": gpt.base_url})
        said, told = talk(model, Endpoints(llm=llm), first, dates, question)
        assert len(gpt.asked) == 1
    assert said[-1][0] == WORDS[language]
    assert asks in said[-1][-1]
    assert told["kind"] == "generated"


def test_refused_topics_and_unknown_things_are_declined(model, no_key):
    said, told = talk(model, Endpoints(), "what do you think about the election")
    assert "don't talk about" in said[-1][0]
    assert told["kind"] == "refused"
