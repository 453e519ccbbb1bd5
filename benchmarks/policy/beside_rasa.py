"""The learned policy beside Rasa's own TED, on the same stories.

    python -m benchmarks.policy.beside_rasa --rasa-env ENV [--only test made few folds] [--folds 5]

``ENV`` is a virtual environment with rasa==3.6.21. Both learn the same stories and are played through
the same held-out ones with the stories' own actions. TED trains for 100 epochs in two ways: ``ted`` sees
the latest 5 moments, as the configuration of ``rasa init`` proposes, and learns from joined stories too
(augmentation 50); ``ted_whole`` sees the whole conversation, its default, and learns from the stories as
they are: with both, one epoch takes a minute and more on these stories. Figures are kept in
``benchmarks/results/policy.json`` after each part; what TED did on a part is not measured again.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.policy.cross_validate import Score, Trial, score_trials, split, train_ours, trials
from benchmarks.policy.made_stories import desk_stories, restaurant_stories
from benchmarks.policy.playing import play, steps_of
from benchmarks.policy.score import inserted_at
from benchmarks.policy.story_sets import HERE, MADE, StorySet, story_sets
from benchmarks.servers import quiet_environment
from causerie.dialogue.event_json import as_dict
from causerie.domain import Domain
from causerie.files.stories import read_stories, read_test_stories
from causerie.files.write import write_stories
from causerie.policies.ensemble import Ensemble
from causerie.training_data.stories import Story
from causerie.training_data.unfolding import Line, unfold

RESULTS = HERE.parent / "results"
CARBON = HERE / "carbon-bot"
TED: dict[str, dict[str, Any]] = {
    "ted": {"config": {"epochs": 100, "random_seed": 0, "max_history": 5}, "augmentation": 50},
    "ted_whole": {"config": {"epochs": 100, "random_seed": 0, "max_history": None}, "augmentation": 0},
}
TITLES = {
    "ted": "TED, 5 moments",
    "ted_whole": "TED, whole conversations",
    "causerie": "Causerie",
}
KINDS = ("test", "made", "few", "folds")


@dataclass(frozen=True, slots=True)
class Part:
    """Stories to learn, as written and unfolded, and trials to be played afterwards."""

    name: str
    domain_path: Path
    domain: Domain
    stories: tuple[Story, ...]
    lines: tuple[Line, ...]
    trials: tuple[Trial, ...]


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rasa-env", type=Path, help="without it only Causerie is measured")
    options.add_argument("--only", nargs="*", choices=KINDS, default=KINDS)
    options.add_argument("--ted-only", action="store_true", help="measure TED only")
    options.add_argument("--ted", nargs="*", choices=sorted(TED), default=sorted(TED))
    options.add_argument("--folds", type=int, default=5, help="folds of carbon-bot's train.yml")
    arguments = options.parse_args()
    kept = RESULTS / "policy.json"
    found: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    for part in parts(arguments.only, arguments.folds):
        figures = found.setdefault(part.name, {})
        if not arguments.ted_only:
            figures["causerie"] = ours(part)
        for name in arguments.ted if arguments.rasa_env else ():
            if name not in figures:
                figures[name] = theirs(part, arguments.rasa_env, TED[name])
        kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "policy.md").write_text(table(found), encoding="utf-8")
        print(part.name, figures, flush=True)
    print(table(found))


def parts(kinds: Sequence[str], folds: int) -> Iterator[Part]:
    sets = {found.name: found for found in story_sets()}
    carbon, written = sets["carbon-bot"], read_stories([CARBON / "train.yml"])[0]
    if "test" in kinds:
        tests = tuple(_tests(carbon.domain))
        yield Part("carbon-bot test.yml", CARBON / "domain.yml", carbon.domain, written, carbon.lines, tests)
    made = {"restaurant": restaurant_stories(MADE, seed=1), "desk": desk_stories(MADE, seed=2)}
    for name, stories in made.items():
        domain = HERE / "made" / f"{name}.yml"
        if "made" in kinds:
            learnt, held_out = next(split(sets[name].lines, 5, Random(0)))
            yield _part(name, domain, sets[name], stories, learnt, held_out)
        if "few" in kinds:
            held_out, learnt = next(split(sets[name].lines, 5, Random(0)))
            yield _part(f"{name}, few stories", domain, sets[name], stories, learnt, held_out)
    if "folds" in kinds:
        for fold, (learnt, held_out) in enumerate(split(carbon.lines, folds, Random(0))):
            name = f"carbon-bot train.yml, fold {fold + 1} of {folds}"
            yield _part(name, CARBON / "domain.yml", carbon, written, learnt, held_out)


def _part(
    name: str,
    domain_path: Path,
    story_set: StorySet,
    stories: Sequence[Story],
    learnt: Sequence[Line],
    held_out: Sequence[Line],
) -> Part:
    names = {line.name for line in learnt}
    written = tuple(story for story in stories if story.name in names)
    played = tuple(trials(story_set, held_out, seed=0))
    return Part(name, domain_path, story_set.domain, written, tuple(learnt), played)


def _tests(domain: Domain) -> Iterator[Trial]:
    """The test stories, and those with exchanges put in that lie beside them."""
    lines = {
        name: unfold(read_test_stories([CARBON / f"{name}.yml"]), domain)
        for name in ("test", "after_1_exchange", "after_3_exchanges")
    }
    originals = {line.name: line for line in lines["test"]}
    yield from (Trial(line) for line in lines["test"])
    for name, count in (("after_1_exchange", 1), ("after_3_exchanges", 3)):
        yield from (Trial(line, count, inserted_at(line, originals, count)) for line in lines[name])


def ours(part: Part) -> dict[str, Any]:
    policy, seconds = train_ours(part.domain, list(part.lines), seed=0)
    ensemble = Ensemble({"policy_0_TEDPolicy": policy})
    started = time.process_time()
    played = [play(ensemble, trial.line, part.domain) for trial in part.trials]
    spent = time.process_time() - started
    count = sum(len(steps) for steps in played)
    return {**_figures(score_trials(part.trials, played), seconds), "prediction_ms": 1000 * spent / count}


def theirs(part: Part, environment: Path, ted: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="ted-") as folder:
        stories, job, result = (Path(folder) / name for name in ("stories.yml", "job.json", "result.json"))
        stories.write_text(write_stories(part.stories), encoding="utf-8")
        tests = [
            [as_dict(event) for event in trial.line.tracker(part.domain).applied_events()]
            for trial in part.trials
        ]
        asked = {"domain": str(part.domain_path), "stories": str(stories), "tests": tests}
        job.write_text(json.dumps({**asked, **ted}), encoding="utf-8")
        command = [environment / "bin" / "python", HERE / "train_ted.py", job, result]
        done = subprocess.run(command, env=_environment(), capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"TED failed: {done.stderr[-2000:].decode(errors='replace')}")
        answer = json.loads(result.read_text(encoding="utf-8"))
    played = [
        steps_of(predicted, trial.line, part.domain)
        for predicted, trial in zip(answer["predicted"], part.trials, strict=True)
    ]
    return _figures(score_trials(part.trials, played), answer["cpu_s"])


def _environment() -> dict[str, str]:
    """Without PYTHONPATH: Rasa must not find our packages."""
    return {name: value for name, value in quiet_environment().items() if name != "PYTHONPATH"}


def _figures(score: Score, seconds: float) -> dict[str, Any]:
    """Counts of what was right beside counts of all, so that folds can be added up."""
    counted = {
        "actions": score.actions,
        "spoken": score.spoken,
        "conversations": score.conversations,
        "same": score.without,
        **{f"after_{count}": right for count, right in score.after.items()},
    }
    return {**{name: [sum(right), len(right)] for name, right in counted.items()}, "training_cpu_s": seconds}


def table(found: dict[str, Any]) -> str:
    """Both side by side, in Markdown; the folds of one set added up."""
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for name, figures in found.items():
        groups[name.split(", fold")[0]].append(figures)
    lines = [
        "| stories | policy | actions | without `action_listen` | conversations | after 1 | after 3 | training CPU |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, members in groups.items():
        for side, title in TITLES.items():
            measured = [member[side] for member in members if side in member]
            if measured:
                folds = f" ({len(measured)} folds)" if len(members) > 1 else ""
                lines.append(f"| {name}{folds} | {title} | {_row(measured)} |")
    return "\n".join(lines) + "\n"


def _row(measured: Sequence[dict[str, Any]]) -> str:
    cells: list[str] = []
    for figure in ("actions", "spoken", "conversations", "after_1", "after_3"):
        right, count = (sum(one[figure][place] for one in measured) for place in (0, 1))
        cells.append(f"{100 * right / count:.1f} % of {count}" if count else "–")
    seconds = sum(one["training_cpu_s"] for one in measured) / len(measured)
    return " | ".join([*cells, f"{seconds:.1f} s"])


if __name__ == "__main__":
    main()
