"""How well are intents understood that were held out? Choices are made by this, and no test file is read.

    python -m benchmarks.nlu.cross_validate [--folds 5] [--draws 1] [--few 10] [--encoder FOLDER] [--sets hotel]

HWU64's training examples and the hotel's; ``--few``: so many of each of HWU64's intents learn, and 2,000 other
examples ask. Printed are accuracy and calibration error in percent, draw by draw.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.nlu.evaluate import calibration_error
from benchmarks.nlu.sets import HWU64, Set, read, write_project
from causerie.evaluation.cross_validation import cross_validate
from causerie.evaluation.nlu_results import LabelResult, examine
from causerie.evaluation.subject import Subject
from causerie.files.project import Project, ProjectPaths, read_project
from causerie.nlu.pipeline import Pipeline
from causerie.policies.ensemble import Ensemble

ROOT = Path(__file__).parents[2]
ASKED = 2000
SETS = ("hwu64", "hotel")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--draws", type=int, default=1)
    parser.add_argument("--few", type=int, help="examples of each intent that learn (HWU64 alone)")
    parser.add_argument("--encoder", type=Path, help="folder of a MiniLM-class encoder")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS)
    wanted = parser.parse_args()
    for name in wanted.sets if not wanted.few else ["hwu64"]:
        project = project_of(name, pipeline(wanted.encoder))
        for draw in range(wanted.draws):
            started = time.perf_counter()
            if wanted.few:
                results = asyncio.run(asked_few(project, wanted.few, draw))
            else:
                results = asyncio.run(cross_validate(project, wanted.folds, seed=draw)).intents
            print(f"{name}, draw {draw}: {told(results)}, {time.perf_counter() - started:.0f} s", flush=True)


def pipeline(encoder: Path | None) -> list[dict[str, Any]]:
    """Intents alone."""
    meaning = [{"name": "SentenceEncoder", "model": str(encoder.resolve())}] if encoder else []
    return [
        {"name": "WhitespaceTokenizer"},
        *meaning,
        {"name": "DIETClassifier", "entity_recognition": False},
    ]


def project_of(name: str, steps: list[dict[str, Any]]) -> Project:
    with tempfile.TemporaryDirectory() as folder:
        write_project(Set(name, read(HWU64 / "train.yml"), HWU64), steps, Path(folder))
        project = read_project(ProjectPaths.in_folder(Path(folder)))
    if name == "hotel":
        hotel = read_project(ProjectPaths.in_folder(ROOT), need_core=False)
        project = replace(hotel, config=replace(hotel.config, pipeline=project.config.pipeline))
    return project


async def asked_few(project: Project, count: int, draw: int) -> tuple[LabelResult, ...]:
    """A model that learnt ``count`` examples of each intent reads others."""
    examples = random.Random(draw).sample(project.nlu.examples, len(project.nlu.examples))
    of_intent: dict[str | None, int] = {}
    learnt, others = [], []
    for example in examples:
        place = of_intent[example.main_intent] = of_intent.get(example.main_intent, 0) + 1
        (learnt if place <= count else others).append(example)
    data = replace(project.nlu, examples=tuple(learnt))
    trained = Pipeline.train(
        list(project.config.pipeline), data, project.domain, project.config.language, draw
    )
    asked = replace(project.nlu, examples=tuple(others[:ASKED]))
    return (await examine(asked, Subject(project.domain, trained, Ensemble({})))).intents


def told(results: tuple[LabelResult, ...]) -> str:
    right = [result.passed for result in results]
    off = calibration_error([result.confidence for result in results], right)
    return f"accuracy {sum(right) / len(right):.2%}, calibration error {off:.2%}"


if __name__ == "__main__":
    main()
