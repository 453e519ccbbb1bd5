"""The open turns of test stories, answered: what would be said, on what it rests, and how recordings held."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from causerie.dialogue.events import ActionExecuted
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.story_lines import TestLine
from causerie.llm.cassette import Played
from causerie.llm.open_turns.answer import Answer
from causerie.llm.open_turns.open_turns import OpenTurns

REPORT = "open_turns.json"


@dataclass(frozen=True, slots=True)
class AnsweredTurn:
    story: str
    file: str
    line: int
    question: str
    answer: Answer


async def answer_open_turns(
    lines: Sequence[TestLine], domain: Domain, open_turns: OpenTurns, actions: Collection[str]
) -> list[AnsweredTurn]:
    """Each turn where a story runs one of ``actions``, answered in the conversation as the story tells it."""
    found: list[AnsweredTurn] = []
    for line in lines:
        tracker = Tracker(line.name, domain.slots)
        for event, place in zip(line.events, line.places, strict=True):
            if isinstance(event, ActionExecuted) and event.name in actions:
                question = await open_turns.question(tracker)
                answer = await open_turns.answer(question)
                found.append(AnsweredTurn(line.name, place.file, place.line or 0, question.text, answer))
            tracker.update(event)
    return found


def write_open_turns(found: Sequence[AnsweredTurn], played: Played | None, folder: ResultsFolder) -> None:
    """``open_turns.json``: each question with its answer, and what became of recordings."""
    content: dict[str, Any] = {
        "answers": [
            {
                "story": one.story,
                "file": one.file,
                "line": one.line,
                "question": one.question,
                "text": one.answer.text,
                "response": one.answer.response,
                **one.answer.metadata()["open_turn"],
            }
            for one in found
        ]
    }
    if played is not None:
        content["recordings"] = asdict(played)
    folder.write_json(REPORT, content)
