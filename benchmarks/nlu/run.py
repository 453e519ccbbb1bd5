"""``make bench-nlu``: how much is understood, beside real Rasa and with a sentence encoder where they are given.

    python -m benchmarks.nlu.run [--rasa-env FOLDER] [--encoder FOLDER] [--more FOLDER] [--only NAME]

``--encoder``: a MiniLM folder. ``--more``: a folder of further sets. Each is trained in a process of its
own (its CPU seconds and peak memory are measured), served, and asked over HTTP by ``evaluate.py``. Results are
kept in ``benchmarks/results/nlu.json``; what is not measured anew stays as it was.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.nlu.evaluate import Server, evaluate, read_examples
from benchmarks.nlu.sets import DEFAULT, Set, sets, write_project
from benchmarks.servers import answering, quiet_environment

RESULTS = Path(__file__).parents[1] / "results" / "nlu.json"
WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Contender:
    name: str
    program: Path
    pipeline: list[dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rasa-env", type=Path, help="virtual environment with rasa==3.6.21")
    parser.add_argument("--encoder", type=Path, help="folder of a MiniLM-class encoder")
    parser.add_argument("--more", type=Path, help="folder of folders with train.yml and test.yml")
    parser.add_argument("--only", help="sets whose name holds this")
    wanted = parser.parse_args()
    chosen = [one for one in sets(wanted.more) if not wanted.only or wanted.only in one.name]
    found = {key(one): one for one in json.loads(RESULTS.read_text(encoding="utf-8"))}
    for one in chosen:
        for contender in contenders(wanted.rasa_env, wanted.encoder):
            measured = measure(one, contender)
            found[key(measured)] = measured
            RESULTS.write_text(json.dumps([*found.values()], indent=2) + "\n", encoding="utf-8")
    print(table([*found.values()]))


def key(result: dict[str, Any]) -> tuple[str, str]:
    return result["set"], result["by"]


def contenders(rasa_env: Path | None, encoder: Path | None) -> list[Contender]:
    ours = Path(sys.executable).with_name("causerie")
    found = [Contender("causerie", ours, DEFAULT)]
    if encoder:
        name = {"name": "SentenceEncoder", "model": str(encoder.resolve())}
        found.append(Contender("causerie, MiniLM", ours, [DEFAULT[0], name, *DEFAULT[1:]]))
    if rasa_env:
        found.append(Contender("Rasa 3.6", rasa_env / "bin" / "rasa", DEFAULT))
    return found


def measure(chosen: Set, contender: Contender) -> dict[str, Any]:
    print(f"{chosen.name}: {contender.name} …", flush=True)
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        write_project(chosen, contender.pipeline, project)
        training = train(contender.program, project)
        (model,) = (project / "models").glob("*.tar.gz")
        command = [str(contender.program), "run", "--enable-api", "--port", "{port}"]
        with answering(command, project) as url:
            server = Server(url, None, 120.0)
            examples = read_examples(chosen.test)
            for example in examples[:WARM_UP]:
                server.parse(example.text)
            report = evaluate(server, examples, [], "out_of_scope")
        report.get("entities", {}).pop("per_type_f1", None)
        return {
            "set": chosen.name,
            "by": contender.name,
            "train_examples": chosen.examples,
            "model_mb": model.stat().st_size / 1e6,
            **training,
            **report,
        }


def train(program: Path, project: Path) -> dict[str, float]:
    """CPU seconds, wall seconds and peak resident memory (MB) of the process that trains."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(program), "train", "nlu", "--fixed-model-name", "bench"],
        cwd=project,
        env={**quiet_environment(), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    said = process.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{program} train nlu ended with {process.returncode}: {said[-2000:]}")
    return {
        "train_cpu_s": usage.ru_utime + usage.ru_stime,
        "train_wall_s": time.perf_counter() - started,
        "train_peak_mb": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6,
    }


def table(found: list[dict[str, Any]]) -> str:
    """In Markdown; accuracy, F1, AUROC and calibration error in percent."""
    lines = [
        "| set | by | intents | entities F1 | calibration error | out of scope AUROC | training CPU | peak memory | model | p50 |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in found:
        entities = f"{one['entities']['f1'] * 100:.1f}" if "entities" in one else "–"
        scope = f"{one['out_of_scope']['auroc'] * 100:.1f}" if "out_of_scope" in one else "–"
        lines.append(
            f"| {one['set']} | {one['by']} | {one['intents']['accuracy'] * 100:.1f} | {entities} "
            f"| {one['intents']['calibration_error'] * 100:.1f} | {scope} | {one['train_cpu_s']:.1f} s "
            f"| {one['train_peak_mb']:.0f} MB | {one['model_mb']:.1f} MB | {one['latency_ms']['p50']:.1f} ms |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
