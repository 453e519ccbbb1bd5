"""Compares pipelines: trains several configurations on less and less data, and tests each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from causerie.cli.comparing import names_of, show_curves
from causerie.cli.testing import existing, results_folder
from causerie.errors import CauserieError
from causerie.evaluation.comparison import NLU_GRAPH, RESULTS, left_out_examples, without_rare_intents
from causerie.evaluation.nlu_reports import write_nlu_results
from causerie.evaluation.nlu_results import examine
from causerie.evaluation.results_folder import ResultsFolder
from causerie.evaluation.subject import Subject
from causerie.files.nlu import read_nlu
from causerie.files.project import ProjectPaths, read_project
from causerie.files.split import split_nlu
from causerie.files.walk import YAML_ENDINGS
from causerie.files.write_nlu import nlu_as_yaml, responses_as_yaml
from causerie.policies.ensemble import Ensemble
from causerie.training.archive import save
from causerie.training.latest import SUFFIX
from causerie.training.train import train
from causerie.training_data import NluData

FRACTION = 0.8
console = Console(highlight=False, soft_wrap=True)


def configurations(named: Sequence[Path]) -> list[Path]:
    """Those named; a folder stands for the YAML files in it."""
    found: list[Path] = []
    for path in named:
        existing(path, "--config")
        found += sorted(x for x in path.iterdir() if x.suffix in YAML_ENDINGS) if path.is_dir() else [path]
    return found


def compare_nlu(configs: Sequence[Path], nlu: Path, out: Path, percentages: Sequence[int], runs: int) -> None:
    """Each run tests on other examples; ``run_1/25%_exclusion/`` holds what was learnt from, and reports."""
    names = names_of(configs)
    data = without_rare_intents(read_nlu([existing(nlu, "--nlu")]))
    results: dict[str, list[list[float]]] = {name: [[] for _ in range(runs)] for name in names}
    sizes: list[int] = []
    for run in range(runs):
        learnt, tested = split_nlu(data, FRACTION, run)
        folder = out / f"run_{run + 1}"
        ResultsFolder(folder).write_text("test.yml", nlu_as_yaml(tested))
        for percentage in percentages:
            place = folder / f"{percentage}%_exclusion"
            part = left_out_examples(learnt, percentage, run)
            ResultsFolder(place / "train").write_text("train.yml", nlu_as_yaml(part))
            ResultsFolder(place / "train").write_text("responses.yml", responses_as_yaml(part.responses))
            sizes += [len(part.examples)] if run == 0 else []
            for name, config in zip(names, configs, strict=True):
                results[name][run].append(_score(config, place, name, tested))
    ResultsFolder(out).write_json(RESULTS, results)
    show_curves(out / NLU_GRAPH, sizes, results, "examples", "F1 score of the intents on the test set")


def _score(config: Path, place: Path, name: str, tested: NluData) -> float:
    """F1 of the intents; 0 for a configuration that can't be trained, and a line says why."""
    try:
        paths = ProjectPaths(config.parent, data=(place / "train",), config=config)
        model = train(read_project(paths, need_core=False), core=False)
    except CauserieError as error:
        console.print(
            f"'{config}' can't be trained on '{place / 'train'}', so it scores 0: {error}", markup=False
        )
        return 0.0
    save(model, place / f"{name}{SUFFIX}")
    if model.pipeline is None:
        return 0.0
    subject = Subject(model.domain, model.pipeline, Ensemble({}))
    folder = results_folder(place / f"{name}_report", True, False, True, False)
    scores = write_nlu_results(asyncio.run(examine(tested, subject)), folder)
    return scores["intents"].f1 if "intents" in scores else 0.0
