"""The project that ``rasa init`` creates: training, start, memory, latency, throughput, size."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.load import measure
from benchmarks.servers import quiet_environment, serving

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds, MB, ms and messages per second of one toolchain."""

    train_s: float
    start_s: float
    resident_mb: float
    p50_ms: float
    p95_ms: float
    per_second: float
    installed_mb: float


@dataclass(frozen=True, slots=True)
class Goal:
    """``ratio`` of the two toolchains' figures that is aimed at; larger is better for us."""

    title: str
    figure: str
    ratio: float
    unit: str
    more_is_better: bool = False


GOALS = (
    Goal("training", "train_s", 20, "s"),
    Goal("start to first answer", "start_s", 20, "s"),
    Goal("resident memory of the server", "resident_mb", 4, "MB"),
    Goal("latency of a turn (median)", "p50_ms", 10, "ms"),
    Goal("latency of a turn (95 %)", "p95_ms", 10, "ms"),
    Goal("messages per second", "per_second", 10, "/s", more_is_better=True),
    Goal("installed size", "installed_mb", 5, "MB"),
)


def run(rasa_env: Path | None, say: Callable[[str], None]) -> dict[str, Any]:
    """Both toolchains on copies of the same project (ours alone without a Rasa environment)."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        project = _project(Path(folder), rasa_env)
        say("Causerie: train, serve, talk …")
        ours = _measure(
            _copy(project, "ours"),
            [sys.executable, "-m", "causerie"],
            _our_size(Path(folder), say),
            turns=700,
        )
        theirs = None
        if rasa_env is not None:
            say("Rasa: train, serve, talk (this takes minutes) …")
            theirs = _measure(
                _copy(project, "theirs"), [str(rasa_env / "bin" / "rasa")], _size(rasa_env), turns=210
            )
    return {"causerie": asdict(ours), "rasa": asdict(theirs) if theirs else None}


def table(found: dict[str, Any]) -> str:
    """The figures side by side, in Markdown."""
    ours, theirs = found["causerie"], found["rasa"]
    lines = ["| | Rasa 3.6.21 | Causerie | ratio | goal |", "|---|---:|---:|---:|---:|"]
    for goal in GOALS:
        mine = ours[goal.figure]
        if theirs is None:
            lines.append(f"| {goal.title} | – | {_number(mine)} {goal.unit} | – | {goal.ratio:g} × |")
            continue
        other = theirs[goal.figure]
        ratio = mine / other if goal.more_is_better else other / mine
        lines.append(
            f"| {goal.title} | {_number(other)} {goal.unit} | {_number(mine)} {goal.unit} "
            f"| {ratio:.0f} × | {goal.ratio:g} × |"
        )
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 10 else f"{value:.0f}"


def _project(folder: Path, rasa_env: Path | None) -> Path:
    """What ``init`` creates: Rasa's own when there is a Rasa, else ours."""
    target = folder / "init"
    if rasa_env is not None:
        (source,) = rasa_env.glob("lib/python3.*/site-packages/rasa/cli/initial_project")
        shutil.copytree(source, target)
    else:
        target.mkdir()
        _call([sys.executable, "-m", "causerie", "init", "--no-prompt", "--init-dir", str(target)], folder)
    return target


def _copy(project: Path, name: str) -> Path:
    target = project.parent / name
    shutil.copytree(project, target, ignore=shutil.ignore_patterns("models", ".rasa"))
    return target


def _measure(project: Path, command: list[str], installed_mb: float, turns: int) -> Figures:
    started = time.perf_counter()
    _call([*command, "train"], project)
    train_s = time.perf_counter() - started
    serve = [*command, "run", "--enable-api", "--port", "{port}"]
    with serving(serve, project) as server:
        load = measure(server.url, turns, clients=7)
        return Figures(
            train_s,
            server.seconds,
            server.resident_mb(),
            load.p50_ms,
            load.p95_ms,
            load.per_second,
            installed_mb,
        )


def _call(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, env=quiet_environment(), capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-2000:]!r}\n{done.stderr[-2000:]!r}")


def _our_size(folder: Path, say: Callable[[str], None]) -> float:
    """Size of a fresh environment with Causerie and rasa_sdk, in MB."""
    say("Causerie: install into a fresh environment …")
    place = folder / "fresh"
    venv.create(place, with_pip=True)
    _call([str(place / "bin" / "pip"), "install", "--quiet", f"{ROOT}[actions]"], folder)
    return _size(place)


def _size(environment: Path) -> float:
    return (
        sum(
            path.stat().st_size for path in environment.rglob("*") if path.is_file() and not path.is_symlink()
        )
        / 1e6
    )
