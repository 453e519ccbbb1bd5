"""Several configurations side by side: what is trained, what is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

RunHere = Callable[..., tuple[int, str]]


@pytest.fixture
def compared(project: Path) -> Path:
    """Beside ``config.yml`` a worse one: it knows exact words and no stories."""
    (project / "other.yml").write_text(
        "recipe: default.v1\nassistant_id: other\nlanguage: en\n"
        "pipeline: [{name: KeywordIntentClassifier}]\npolicies: [{name: RulePolicy}]\n"
    )
    return project


def test_policies_are_trained_on_fewer_and_fewer_stories_and_compared(
    compared: Path, run_here: RunHere
) -> None:
    train = "train core --config config.yml other.yml --runs 2 --percentages 0 100 --out cmp"
    status, output = run_here(train.split(), compared)
    assert status == 0, output
    assert sorted(
        x.relative_to(compared / "cmp").as_posix() for x in (compared / "cmp").rglob("*.tar.gz")
    ) == [
        f"run_{run}/{name}__percentage__{left_out}.tar.gz"
        for run in (1, 2)
        for name in ("config", "other")
        for left_out in (0, 100)
    ]
    whole, nothing = json.loads((compared / "cmp" / "num_stories.json").read_text())
    assert (whole > 0, nothing) == (True, 0)


def test_models_of_a_comparison_are_tested_and_drawn(compared: Path, run_here: RunHere) -> None:
    train = "train core --config config.yml other.yml --runs 2 --percentages 0 50 --out cmp"
    assert run_here(train.split(), compared)[0] == 0
    test = "test core --evaluate-model-directory --model cmp --stories data/stories.yml"
    status, output = run_here(test.split(), compared)
    assert status == 0, output
    results = json.loads((compared / "results" / "results.json").read_text())
    assert {name: [len(run) for run in runs] for name, runs in results.items()} == {
        "config": [2, 2],
        "other": [2, 2],
    }
    assert results["config"][0][0] == results["config"][1][0] > results["other"][0][0]
    assert (compared / "results" / "core_model_comparison_graph.pdf").read_bytes().startswith(b"%PDF")


def test_named_models_are_compared(compared: Path, run_here: RunHere) -> None:
    for name in ("config", "other"):
        train = f"train core --config {name}.yml --fixed-model-name {name}"
        assert run_here(train.split(), compared)[0] == 0
    test = "test core --model models/config.tar.gz models/other.tar.gz --stories data/stories.yml"
    assert run_here(test.split(), compared)[0] == 0
    results = json.loads((compared / "results" / "results.json").read_text())
    assert list(results) == ["config.tar.gz", "other.tar.gz"]
    assert results["config.tar.gz"][0] > results["other.tar.gz"][0]


def test_pipelines_are_compared_on_examples_that_they_have_not_seen(
    compared: Path, run_here: RunHere
) -> None:
    test = "test nlu --config config.yml other.yml --runs 2 --percentages 0 50"
    status, output = run_here(test.split(), compared)
    assert status == 0, output
    results = json.loads((compared / "results" / "results.json").read_text())
    assert results["config"][0][0] > results["other"][0][0]
    assert [len(run) for runs in results.values() for run in runs] == [2, 2, 2, 2]
    place = compared / "results" / "run_2"
    learnt = [
        place.joinpath(f"{x}%_exclusion", "train", "train.yml").read_text().splitlines() for x in (0, 50)
    ]
    tested = {x for x in (place / "test.yml").read_text().splitlines() if x.lstrip().startswith("- ")}
    assert len(learnt[0]) > len(learnt[1])
    assert not {x for x in learnt[0] if "intent:" not in x} & {x for x in tested if "intent:" not in x}
    assert (place / "0%_exclusion" / "config_report" / "intent_report.json").is_file()


def test_a_folder_of_configurations_is_compared_and_one_that_fails_scores_nothing(
    compared: Path, run_here: RunHere
) -> None:
    (compared / "configs").mkdir()
    for name in ("config", "other"):
        (compared / f"{name}.yml").rename(compared / "configs" / f"{name}.yml")
    (compared / "configs" / "broken.yml").write_text("language: en\npipeline: [{name: NoSuchThing}]\n")
    status, output = run_here(["test", "nlu", "-c", "configs", "-r", "1", "-p", "0"], compared)
    assert status == 0
    assert "NoSuchThing" in output
    results = json.loads((compared / "results" / "results.json").read_text())
    assert list(results) == ["broken", "config", "other"]
    assert results["broken"] == [[0.0]]
