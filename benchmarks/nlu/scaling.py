"""How training grows with the number of examples: ``python -m benchmarks.nlu.scaling``.

With ``--size 15000`` one size is measured alone; ``--intents-of 100`` cuts its intents into many of about so
many examples each (no machine can tell them apart: the slowest case), ``--bare`` leaves the entities out.

Examples are those of HWU64, and beyond its 9,960 further ones with a word left out, doubled, or swapped
with its neighbour. CPU seconds and peak memory of ``causerie train nlu``, drawn on two logarithmic axes.
"""

from __future__ import annotations

import argparse
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

ENTITY = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int)
    parser.add_argument("--intents-of", type=int, metavar="EXAMPLES")
    parser.add_argument("--bare", action="store_true", help="without entities")
    given = parser.parse_args()
    if given.size is not None:
        examples = sized(given.size)
        examples = cut(examples, given.intents_of) if given.intents_of else examples
        print(measure(bare(examples) if given.bare else examples))
        return
    found = []
    for size in SIZES:
        found.append(measure(sized(size)))
        print(found[-1], flush=True)
    (RESULTS / "nlu_scaling.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    draw(found)


def measure(examples: dict[str, list[str]]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        chosen = Set("sized", examples, HWU64 / "test.yml")
        write_project(chosen, DEFAULT, project)
        measured = train(Path(sys.executable).with_name("causerie"), project)
        (model,) = (project / "models").glob("*.tar.gz")
        own = {"examples": chosen.examples, "intents": len(examples)}
        return {**own, "model_mb": model.stat().st_size / 1e6, **measured}


def cut(examples: dict[str, list[str]], each: int) -> dict[str, list[str]]:
    parts = {intent: max(1, round(len(own) / each)) for intent, own in examples.items()}
    return {
        f"{intent}_{number}": own[number :: parts[intent]]
        for intent, own in examples.items()
        for number in range(parts[intent])
    }


def bare(examples: dict[str, list[str]]) -> dict[str, list[str]]:
    return {intent: [ENTITY.sub(r"\1", text) for text in own] for intent, own in examples.items()}


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
