"""Does a turn cost more in a long conversation, or with many rules? Both are measured and drawn."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from causerie.assembly import Surroundings, assemble
from causerie.assistant import Assistant
from causerie.channels.collecting import Collector
from causerie.files.endpoints import EndpointConfig, Endpoints
from causerie.files.project import read_project_from_strings
from causerie.ports import IncomingMessage
from causerie.server.memory import settle
from causerie.training.train import train

LENGTHS = (10, 100, 1_000, 10_000)
SIZES = (10, 100, 1_000, 10_000)
WINDOW = 200

Points = dict[str, float]


def run(say: Callable[[str], None]) -> dict[str, Any]:
    """Median milliseconds of a turn, by turn number and by number of rules and stories."""
    say("Turns of one conversation, on SQLite …")
    by_length = asyncio.run(_by_length())
    by_size: Points = {}
    for size in SIZES:
        say(f"A turn with {size} rules and {size} stories …")
        by_size[str(size)] = asyncio.run(_with_rules(size))
    return {"turn_ms_by_conversation_length": by_length, "turn_ms_by_rules_and_stories": by_size}


def draw(found: dict[str, Any], target: Path) -> None:
    """Both curves in one picture."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.4), sharey=True)
    for axis, key, label in zip(
        axes,
        ("turn_ms_by_conversation_length", "turn_ms_by_rules_and_stories"),
        ("turns so far in the conversation (SQLite)", "rules, and as many stories"),
        strict=True,
    ):
        points = found[key]
        axis.plot([int(x) for x in points], list(points.values()), marker="o", color="#2a6f6b")
        axis.set(xscale="log", xlabel=label, ylim=(0, None))
        axis.grid(alpha=0.3)
    axes[0].set_ylabel("ms per turn (median)")
    figure.tight_layout()
    figure.savefig(target, dpi=130)
    pyplot.close(figure)


async def _by_length() -> Points:
    """Conversations of each length are made first; then they take turns, so that the machine's drift hits all alike."""
    with tempfile.TemporaryDirectory() as folder:
        store = EndpointConfig("SQL", None, {"dialect": "sqlite", "db": "bench.db"})
        assistant = _assistant(50, Path(folder), Endpoints(tracker_store=store))
        for length in LENGTHS:
            for number in range(_conversations(length)):
                for turn in range(length):
                    await _say(assistant, f"{length}-{number}", turn)
        settle()
        times: dict[int, list[float]] = {length: [] for length in LENGTHS}
        for measured in range(WINDOW):
            for length in LENGTHS:
                sender = f"{length}-{measured % _conversations(length)}"
                times[length].append(await _say(assistant, sender, measured))
        await assistant.close()
        return {str(length): statistics.median(found) * 1e3 for length, found in times.items()}


def _conversations(length: int) -> int:
    """Short conversations are many, so that measuring does not make them long."""
    return max(1, min(WINDOW, 2_000 // length))


async def _with_rules(size: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        assistant = _assistant(size, Path(folder), Endpoints())
        for turn in range(50):
            await _say(assistant, "warm", turn)
        times = [await _say(assistant, f"c{turn // 10}", turn) for turn in range(WINDOW)]
        await assistant.close()
        return statistics.median(times) * 1e3


def _assistant(size: int, folder: Path, endpoints: Endpoints) -> Assistant:
    project = read_project_from_strings(_project(size))
    return assemble(train(project), Surroundings(folder, endpoints))


async def _say(assistant: Assistant, sender: str, turn: int) -> float:
    started = time.perf_counter()
    await assistant.handle(IncomingMessage(f"/topic_{turn % 10}", sender), Collector())
    return time.perf_counter() - started


def _project(size: int) -> str:
    """``size`` rules and ``size`` stories about ``size`` intents each."""
    topics = [f"topic_{number}" for number in range(size)]
    lines = [
        'version: "3.1"',
        "recipe: default.v1",
        "language: en",
        "pipeline: [{name: KeywordIntentClassifier}]",
    ]
    lines += ["policies: [{name: MemoizationPolicy, max_history: 5}, {name: RulePolicy}]", "intents:"]
    lines += [f"  - {topic}" for topic in topics] + [f"  - tale_{number}" for number in range(size)]
    lines += ["responses:"] + [f"  utter_{topic}: [{{text: About {topic}.}}]" for topic in topics]
    lines += ["nlu:", "  - {intent: topic_0, examples: '- topic zero'}", "rules:"]
    lines += [
        f"  - {{rule: r{topic}, steps: [{{intent: {topic}}}, {{action: utter_{topic}}}]}}" for topic in topics
    ]
    lines += ["stories:"]
    lines += [
        f"  - {{story: s{number}, steps: [{{intent: tale_{number}}}, {{action: utter_topic_{number}}}, "
        f"{{intent: tale_{(number + 1) % size}}}, {{action: utter_topic_{(number + 7) % size}}}]}}"
        for number in range(size)
    ]
    return "\n".join(lines)
