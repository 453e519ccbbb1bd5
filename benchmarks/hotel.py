"""``make hotel-report``: how well the hotel's assistant understands; fills its tables and its picture.

    python -m benchmarks.hotel [--folds 5] [--reports FOLDER]

``--reports``: a folder for the errors of the cross-validation, as ``causerie test nlu`` writes them.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.nlu.evaluate import f_score
from causerie.evaluation.classification import Scores
from causerie.evaluation.cross_validation import cross_validate
from causerie.evaluation.nlu_reports import write_nlu_results
from causerie.evaluation.nlu_results import EntityResult
from causerie.evaluation.plots import Plots
from causerie.evaluation.results_folder import ResultsFolder
from causerie.files.project import ProjectPaths, read_project
from causerie.nlu.extractors.synonyms import collect_synonyms
from causerie.nlu.pipeline import Pipeline
from causerie.ports import Json
from causerie.training.train import train

ROOT = Path(__file__).parents[1]
QUESTIONS = ROOT / "tests" / "hotel"
PAGES = (ROOT / "docs" / "hotel.md", ROOT / "README.md")
PICTURE = ROOT / "docs" / "images" / "hotel-confusion.png"
TURNED_AWAY = ("nlu_fallback", "out_of_scope")
ENTITIES = "DIETClassifier"


@dataclass(frozen=True, slots=True)
class Unseen:
    """Questions that are no training data: what was right, and what each was taken for."""

    text: str
    intent: str
    taken_for: str

    @property
    def is_turned_away(self) -> bool:
        return self.taken_for in TURNED_AWAY


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--reports", type=Path, help="folder for the errors")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scores, whole = cross_validated(wanted.folds, wanted.reports or Path(name))
    foreign, own = asyncio.run(ask_unseen())
    fill_pages(table(wanted.folds, scores, whole, foreign, own))


def cross_validated(folds: int, reports: Path) -> tuple[dict[str, Scores], float]:
    """Scores of intents, responses and entities, and the F1 of whole entities; draws the confusion matrix of
    the intents.
    """
    project = read_project(ProjectPaths.in_folder(ROOT), need_core=False)
    results = asyncio.run(cross_validate(project, folds, print))
    scores = write_nlu_results(results, ResultsFolder(reports))
    intents = scores["intents"]
    PICTURE.parent.mkdir(exist_ok=True)
    Plots().confusion_matrix(PICTURE, f"Intents, {folds} folds", intents.labels, intents.matrix)
    return scores, whole_f1(results.entities, collect_synonyms(project.nlu))


def whole_f1(results: Sequence[EntityResult], synonyms: Mapping[str, str]) -> float:
    """Micro F1 of entities of which everything is right: name, start, end and value, role and group. A value is
    right if it is what ``synonyms`` make of the annotated one, as ``EntitySynonymMapper`` does.
    """
    hits = predicted = actual = 0
    for result in results:
        wanted = identities(
            {**entity, "value": synonyms.get(str(entity["value"]).lower(), entity["value"])}
            for entity in result.targets
        )
        found = identities(entity for entity in result.predicted if entity["extractor"] == ENTITIES)
        hits, predicted, actual = hits + len(wanted & found), predicted + len(found), actual + len(wanted)
    return f_score(hits, predicted, actual)[2]


def identities(entities: Iterable[Json]) -> set[tuple[object, ...]]:
    keys = ("entity", "start", "end", "value", "role", "group")
    return {tuple(entity.get(key) for key in keys) for entity in entities}


async def ask_unseen() -> tuple[list[Unseen], list[Unseen]]:
    """The 200 questions that are none of the hotel's business, and the 200 that are."""
    pipeline = train(read_project(ProjectPaths.in_folder(ROOT))).pipeline
    assert pipeline is not None
    return await asked(pipeline, out_of_scope()), await asked(pipeline, in_scope())


def out_of_scope() -> list[tuple[str, str]]:
    languages = yaml.safe_load((QUESTIONS / "out_of_scope.yml").read_text(encoding="utf-8"))
    return [(text, "out_of_scope") for texts in languages.values() for text in texts]


def in_scope() -> list[tuple[str, str]]:
    intents = yaml.safe_load((QUESTIONS / "in_scope.yml").read_text(encoding="utf-8"))
    return [(text, intent) for intent, texts in intents.items() for text in texts]


async def asked(pipeline: Pipeline, questions: list[tuple[str, str]]) -> list[Unseen]:
    """The intent of ``faq/parking`` is ``faq``; its topic is not looked at."""
    found = []
    for text, intent in questions:
        parsed = await pipeline.parse_data(text)
        found.append(Unseen(text, intent.partition("/")[0], parsed["intent"]["name"]))
    return found


def table(
    folds: int, scores: dict[str, Scores], whole: float, foreign: list[Unseen], own: list[Unseen]
) -> str:
    rows = [
        (f"intents, accuracy ({folds}-fold cross-validation)", scores["intents"].accuracy, "92 %"),
        ("entities word by word, F1 (same)", scores[ENTITIES].f1, "93 %"),
        ("whole entities: name, place and value, F1 (same)", whole, ""),
        ("topics of questions and small talk, accuracy (same)", scores["responses"].accuracy, ""),
        (f"{len(foreign)} questions out of scope: recognised", share(foreign, turned_away=True), "90 %"),
        (f"{len(own)} unseen questions in scope: not turned away", share(own, turned_away=False), "95 %"),
        ("… and given the right intent", sum(x.taken_for == x.intent for x in own) / len(own), ""),
    ]
    lines = ["| | measured | goal |", "|---|---:|---:|"]
    return "\n".join([*lines, *(f"| {name} | {value:.1%} | {goal} |" for name, value, goal in rows)])


def share(questions: list[Unseen], turned_away: bool) -> float:
    return sum(x.is_turned_away == turned_away for x in questions) / len(questions)


def fill_pages(filled: str) -> None:
    """Puts the table between its marks in docs/hotel.md and in the README."""
    print(filled)
    marked = re.compile(r"(<!-- hotel:begin -->\n).*?(<!-- hotel:end -->)", re.DOTALL)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(marked.sub(lambda marks: f"{marks[1]}{filled}\n{marks[2]}", text), encoding="utf-8")


if __name__ == "__main__":
    main()
