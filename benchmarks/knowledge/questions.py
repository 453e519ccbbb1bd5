"""Questions with the passages that answer them, and how a search does on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from causerie.files.problems import Problems
from causerie.files.project import ProjectPaths, read_project
from causerie.llm.knowledge import Embed, Found, Knowledge, Passage, answerable, extract
from causerie.llm.knowledge.answers import passages_of_answers
from causerie.llm.knowledge.reading import read_knowledge
from causerie.nlu.encoders.english_texts import EnglishTable

ROOT = Path(__file__).parents[2]
DEVELOPMENT = Path(__file__).parent / "development_questions.yml"
MORE = Path(__file__).parent / "more_questions.yml"
HELD = ROOT / "tests" / "llm_knowledge" / "held_questions.yml"
TABLE = EnglishTable()


@dataclass(frozen=True, slots=True)
class Question:
    """Unanswerable where nothing is said of ``where`` its answer is."""

    ask: str
    where: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """``first``, ``among_three``, ``kept`` count answerable questions, ``declined`` unanswerable ones."""

    answerable: int
    first: int
    among_three: int
    kept: int
    unanswerable: int
    declined: int
    missed: tuple[str, ...]


def read_questions(file: Path) -> list[Question]:
    values = yaml.safe_load(file.read_text("utf-8"))
    asked = [
        Question(one["ask"], tuple(one["where"]), tuple(map(str, one["says"])))
        for one in values["answerable"]
    ]
    return [*asked, *(Question(one) for one in values["unanswerable"])]


def hotel_knowledge(
    with_answers: bool = True,
    with_synonyms: bool = True,
    embed: Embed | None = TABLE,
    with_notes: bool = True,
) -> Knowledge:
    """The hotel's pages, by default as the hotel is trained: with notes, frequent answers and the English table."""
    problems = Problems()
    passages = read_knowledge(ROOT / "knowledge", problems)
    problems.raise_errors()
    if not with_notes:
        passages = [replace(passage, asked=()) for passage in passages]
    project = read_project(ProjectPaths.in_folder(ROOT))
    if with_answers:
        passages += passages_of_answers(project.nlu, project.domain, ("faq",))
    knowledge = Knowledge(embed)
    knowledge.learn(passages, project.nlu.synonyms if with_synonyms else None)
    return knowledge


def is_right(passage: Passage, question: Question) -> bool:
    return any(passage.id.startswith(where) for where in question.where) and any(
        words in passage.text for words in question.says
    )


def mark(knowledge: Knowledge, questions: Sequence[Question]) -> Marks:
    first = among_three = kept = declined = 0
    missed: list[str] = []
    asked = [question for question in questions if question.where]
    for question in questions:
        found = knowledge.search(question.ask)
        right = [is_right(one.passage, question) for one in found]
        taken = answerable(found)
        if not question.where:
            declined += not taken
            if taken:
                missed.append(_line("answered", question, found))
            continue
        first += right[:1] == [True]
        among_three += any(right)
        kept += taken
        if right[:1] != [True] or not taken:
            missed.append(_line("declined" if right[:1] == [True] else "wrong", question, found))
    return Marks(len(asked), first, among_three, kept, len(questions) - len(asked), declined, tuple(missed))


def _line(what: str, question: Question, found: Sequence[Found]) -> str:
    best = ", ".join(f"{one.passage.id} {one.confidence:.2f}" for one in found)
    return f"{what}: {question.ask} → {best or 'nothing'}"


def quoted(knowledge: Knowledge, questions: Sequence[Question]) -> int:
    """For how many answerable questions the words that are quoted say what is to be said."""
    extracts = [
        (question, extract(question.ask, knowledge.search(question.ask)))
        for question in questions
        if question.where
    ]
    return sum(bool(one) and any(words in one.text for words in question.says) for question, one in extracts)
