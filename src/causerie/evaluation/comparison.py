"""Several configurations, trained on less and less data, side by side: what is left out, and the results."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from causerie.evaluation.play_stories import play
from causerie.evaluation.plots import Plots
from causerie.evaluation.story_lines import read_lines
from causerie.evaluation.subject import Subject
from causerie.files.project import Project
from causerie.files.split import split_nlu
from causerie.training_data import NluData

RESULTS, STORY_COUNTS = "results.json", "num_stories.json"
CORE_GRAPH, NLU_GRAPH = "core_model_comparison_graph.pdf", "nlu_model_comparison_graph.pdf"
PERCENTAGE = "__percentage__"
FEWEST_EXAMPLES = 5

# Configuration → for each run, a number for each percentage.
Numbers = Mapping[str, Sequence[Sequence[float]]]


def left_out_stories(project: Project, percentage: int, run: int) -> Project:
    """The project without so many of its stories and rules, drawn at random."""
    blocks = [*project.stories, *project.rules]
    kept = set(random.Random(run).sample(range(len(blocks)), remaining(len(blocks), percentage)))
    chosen = [block for index, block in enumerate(blocks) if index in kept]
    return replace(
        project,
        stories=tuple(block for block in chosen if not block.is_rule),
        rules=tuple(block for block in chosen if block.is_rule),
    )


def remaining(count: int, percentage: int) -> int:
    return count - round(percentage / 100 * count)


def left_out_examples(data: NluData, percentage: int, run: int) -> NluData:
    """The data without so much of each intent's examples, drawn at random."""
    return split_nlu(data, 1 - percentage / 100, run)[0] if percentage else data


def without_rare_intents(data: NluData) -> NluData:
    counts = Counter(example.main_intent for example in data.examples)
    return replace(data, examples=tuple(x for x in data.examples if counts[x.main_intent] >= FEWEST_EXAMPLES))


async def correct_stories(subject: Subject, stories: Path, only_tests: bool) -> int:
    """How many stories the model predicts rightly, as far as actions go."""
    lines = read_lines([stories], subject.domain, only_tests, None)
    return sum([(await play(line, subject, end_to_end=False)).passed for line in lines])


def percentage_of(model: Path) -> tuple[str, int]:
    """``config__percentage__25.tar.gz`` → the configuration and how much was left out."""
    name, _, number = model.name.removesuffix(".tar.gz").partition(PERCENTAGE)
    return name, int(number) if number.isdigit() else 0


def draw_curves(file: Path, sizes: Iterable[int], results: Numbers, of_what: str, measure: str) -> None:
    """Raises ComponentError without matplotlib."""
    Plots().curves(file, list(sizes), results, f"Number of {of_what} present during training", measure)
