"""The learned policy beside Rasa's own TED, on the same stories.

    python -m benchmarks.policy.beside_ted [--rasa-env FOLDER] [--only NAME]

Both learn the same stories and are played through the same held-out ones with the stories' own actions. TED
learns for 100 epochs, looks at 8 moments, and learns from joined stories, too (augmentation 50, the default).
With 5 moments, or without joined stories, it did worse on carbon-bot.
``--rasa-env``: a virtual environment with rasa==3.6.21; without it what TED did is taken from the results kept.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.policy.cross_validate import Score, score_trials, train_ours
from benchmarks.policy.parts import Part, parts
from benchmarks.policy.playing import play, steps_of
from benchmarks.policy.story_sets import HERE
from benchmarks.servers import quiet_environment
from causerie.dialogue.event_json import as_dict
from causerie.files.write import write_stories
from causerie.policies.ensemble import Ensemble

RESULTS = HERE.parent / "results" / "policy.json"
TED = {"config": {"epochs": 100, "random_seed": 0, "max_history": 8}, "augmentation": 50}
TITLES = {"ted": "TED", "causerie": "Causerie"}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rasa-env", type=Path)
    options.add_argument("--only", help="sets whose name holds this")
    wanted = options.parse_args()
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    for part in parts():
        if wanted.only and wanted.only not in part.name:
            continue
        print(f"{part.name} …", flush=True)
        figures = found.setdefault(part.name, {})
        figures["causerie"] = ours(part)
        if wanted.rasa_env:
            figures["ted"] = theirs(part, wanted.rasa_env)
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(table(found))


def ours(part: Part) -> dict[str, Any]:
    policy, seconds = train_ours(part.domain, list(part.lines), seed=0)
    ensemble = Ensemble({"policy_0_TEDPolicy": policy})
    started = time.process_time()
    played = [play(ensemble, trial.line, part.domain) for trial in part.trials]
    spent = time.process_time() - started
    count = sum(len(steps) for steps in played)
    return {**_figures(score_trials(part.trials, played), seconds), "prediction_ms": 1000 * spent / count}


def theirs(part: Part, environment: Path) -> dict[str, Any]:
    """As ``train_ted.py`` finds it, run by Rasa's Python on one core."""
    with tempfile.TemporaryDirectory(prefix="ted-") as folder:
        stories, job, result = (Path(folder) / name for name in ("stories.yml", "job.json", "result.json"))
        stories.write_text(write_stories(part.stories), encoding="utf-8")
        tests = [
            [as_dict(event) for event in trial.line.tracker(part.domain).applied_events()]
            for trial in part.trials
        ]
        asked = {"domain": str(part.domain_path), "stories": str(stories), "tests": tests, **TED}
        job.write_text(json.dumps(asked), encoding="utf-8")
        command = [environment / "bin" / "python", HERE / "train_ted.py", job, result]
        done = subprocess.run(command, env=_environment(), capture_output=True, check=False)
        if done.returncode:
            raise SystemExit(f"TED failed: {done.stderr[-2000:].decode(errors='replace')}")
        answer = json.loads(result.read_text(encoding="utf-8"))
    played = [
        steps_of(predicted, trial.line, part.domain)
        for predicted, trial in zip(answer["predicted"], part.trials, strict=True)
    ]
    return _figures(score_trials(part.trials, played), answer["cpu_s"])


def _environment() -> dict[str, str]:
    """Without PYTHONPATH: Rasa must not find our packages."""
    around = {name: value for name, value in quiet_environment().items() if name != "PYTHONPATH"}
    return {**around, "OMP_NUM_THREADS": "1"}


def _figures(score: Score, seconds: float) -> dict[str, Any]:
    """Counts of what was right beside counts of all."""
    counted = {
        "actions": score.actions,
        "spoken": score.spoken,
        "conversations": score.conversations,
        **{f"after_{count}": right for count, right in score.after.items()},
    }
    return {**{name: [sum(right), len(right)] for name, right in counted.items()}, "training_cpu_s": seconds}


def table(found: dict[str, Any]) -> str:
    """Both side by side, in Markdown; percent of so many."""
    lines = [
        "| stories | policy | actions | without `action_listen` | whole conversations | after 1 exchange | after 3 | training CPU |",
        "|---|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, sides in found.items():
        for side, title in TITLES.items():
            if side in sides:
                lines.append(f"| {name} | {title} | {_row(sides[side])} |")
    return "\n".join(lines)


def _row(figures: dict[str, Any]) -> str:
    shares: Sequence[Sequence[int]] = [
        figures[name] for name in ("actions", "spoken", "conversations", "after_1", "after_3")
    ]
    cells = [f"{100 * right / count:.1f} of {count}" if count else "–" for right, count in shares]
    return " | ".join([*cells, f"{figures['training_cpu_s']:.1f} s"])


if __name__ == "__main__":
    main()
