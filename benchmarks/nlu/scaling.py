"""How training grows with the number of examples: ``python -m benchmarks.nlu.scaling``.

Examples are those of HWU64, and beyond its 9,960 further ones with a word left out, doubled, or swapped
with its neighbour. CPU seconds and peak memory of ``causerie train nlu``, drawn on two logarithmic axes.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from pathlib import Path

from benchmarks.nlu.run import train
from benchmarks.nlu.sets import DEFAULT, HWU64, Set, read, write_project

RESULTS = Path(__file__).parents[1] / "results"
SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
WORD = re.compile(r"\[[^\]]*\](?:\([^)]*\)|\{[^}]*\})|\S+")


def main() -> None:
    found = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            project = Path(name)
            chosen = Set(str(size), sized(size), HWU64 / "test.yml")
            write_project(chosen, DEFAULT, project)
            measured = train(Path(sys.executable).with_name("causerie"), project)
            (model,) = (project / "models").glob("*.tar.gz")
            found.append({"examples": chosen.examples, "model_mb": model.stat().st_size / 1e6, **measured})
            print(found[-1], flush=True)
    (RESULTS / "nlu_scaling.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    draw(found)


def sized(size: int, seed: int = 0) -> dict[str, list[str]]:
    """About as many of each intent as in the whole set."""
    chance = random.Random(seed)
    pairs = [(intent, example) for intent, own in read(HWU64 / "train.yml").items() for example in own]
    chance.shuffle(pairs)
    chosen = pairs[:size]
    while len(chosen) < size:
        intent, example = chance.choice(pairs)
        chosen.append((intent, varied(example, chance)))
    found: dict[str, list[str]] = {}
    for intent, example in chosen:
        found.setdefault(intent, []).append(example)
    return found


def varied(example: str, chance: random.Random) -> str:
    words = WORD.findall(example)
    place = chance.randrange(len(words))
    kind = chance.randrange(3)
    if kind == 0 and len(words) > 3:
        del words[place]
    elif kind == 1:
        words.insert(place, words[place])
    elif place:
        words[place - 1], words[place] = words[place], words[place - 1]
    return " ".join(words)


def draw(found: list[dict[str, float]]) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.subplots()
    sizes = [one["examples"] for one in found]
    axes.loglog(sizes, [one["train_cpu_s"] for one in found], "o-", label="measured")
    first = found[0]["train_cpu_s"] / sizes[0]
    axes.loglog(sizes, [first * size for size in sizes], "--", color="grey", label="linear")
    axes.set_xlabel("training examples")
    axes.set_ylabel("CPU seconds")
    axes.legend()
    figure.savefig(RESULTS / "nlu_scaling.png", dpi=120)


if __name__ == "__main__":
    main()
