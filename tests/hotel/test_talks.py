"""Whole conversations with the hotel's assistant, trained from this repository's own files."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from causerie.assembly import Surroundings, assemble
from causerie.channels.collecting import Collector
from causerie.files.endpoints import EndpointConfig, Endpoints
from causerie.ports import IncomingMessage
from causerie.training.model import Model

ROOT = Path(__file__).parents[2]
REFERENCE = re.compile(r"HTL-[A-Z0-9]{5}")


@pytest.fixture(autouse=True)
def own_hotel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTEL_DATABASE", str(tmp_path / "hotel.db"))
    monkeypatch.setenv("HOTEL_NOW", "2027-03-01T10:00:00")


def talk(model: Model, folder: Path, *messages: str, guest: str = "guest") -> list[str]:
    """What the bot answers to each message, several messages joined."""

    async def converse() -> list[str]:
        endpoints = Endpoints(tracker_store=EndpointConfig("SQL", None, {"db": str(folder / "talk.db")}))
        assistant = assemble(model, Surroundings(ROOT, endpoints))
        answers = []
        for message in messages:
            collector = Collector()
            await assistant.handle(IncomingMessage(message, guest), collector)
            answers.append("\n".join(part.get("text", "") for part in collector.messages))
        await assistant.close()
        return answers

    return asyncio.run(converse())


BOOKINGS = {
    "English": (
        "hello", "I'd like to book a room", "from the 3rd to the 6th of may", "2", "a double please",
        "do you have parking?", "Jane Miller", "jane.miller@example.com", "yes",
    ),
    "French": (
        "bonjour", "je voudrais réserver une chambre", "du 3 au 6 mai", "deux", "une chambre double",
        "est-ce que vous avez un parking ?", "Jeanne Meunier", "jeanne@example.fr", "oui",
    ),
}  # fmt: skip
WORDS = {
    "English": (
        "Hello|Welcome|Good",
        "arrive",
        "How many",
        "free",
        "name",
        "parking",
        "e-mail",
        "€",
        "reference",
    ),
    "French": (
        "Bienvenue|Bonjour",
        "arriv",
        "combien",
        "libres",
        "nom",
        "parking|stationnement",
        "e-mail",
        "€",
        "référence",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", BOOKINGS)
def test_a_room_is_booked_with_a_question_in_between(model: Model, tmp_path: Path, language: str) -> None:
    answers = talk(model, tmp_path, *BOOKINGS[language])
    for answer, words in zip(answers, WORDS[language], strict=True):
        assert re.search(words, answer, re.IGNORECASE), answer
    assert REFERENCE.search(answers[-1])
    assert "336" in answers[-1]


@pytest.mark.slow
def test_a_booking_is_found_and_cancelled_with_reference_and_address(model: Model, tmp_path: Path) -> None:
    booked = talk(model, tmp_path, *BOOKINGS["English"])[-1]
    reference = REFERENCE.search(booked)
    assert reference
    found, shown = talk(
        model, tmp_path, f"can I see my booking {reference[0]}", "jane.miller@example.com", guest="other"
    )
    assert "e-mail" in found, "a reference alone opens nothing"
    assert "double room for 2 guests" in shown
    asked, cancelled = talk(model, tmp_path, "please cancel my booking", "yes", guest="other")
    assert "Shall I cancel it?" in asked
    assert f"{reference[0]} is cancelled" in cancelled


@pytest.mark.slow
def test_a_problem_becomes_a_ticket(model: Model, tmp_path: Path) -> None:
    answers = talk(model, tmp_path, "the heating in my room doesn't work", "204", "it is urgent")
    assert re.search(r"TCK-[A-Z0-9]{5}", "\n".join(answers))


@pytest.mark.slow
def test_what_the_bot_can_not_do_is_answered_with_what_it_can(model: Model, tmp_path: Path) -> None:
    (answer,) = talk(model, tmp_path, "what is the capital of France?")
    assert re.search("can|help", answer)
    assert "Paris" not in answer


@pytest.mark.slow
def test_one_date_is_the_arrival_and_the_departure_is_asked_for(model: Model, tmp_path: Path) -> None:
    asked, rooms = talk(model, tmp_path, "a room for two people next friday", "sunday")
    assert "when will you be leaving" in asked.lower()
    assert "double room" in rooms


@pytest.mark.slow
def test_the_number_of_guests_in_front_of_dates_is_understood(model: Model, tmp_path: Path) -> None:
    (rooms,) = talk(model, tmp_path, "une chambre pour deux de vendredi à dimanche, s'il vous plaît")
    assert "chambre double" in rooms
