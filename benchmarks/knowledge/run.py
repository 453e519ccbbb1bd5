"""How well is what a project knows found, and how fast?

    python -m benchmarks.knowledge.run [--passages 10000] [--missed]

The hotel's pages in both languages, with and without notes of what is asked and frequent answers, on the questions the
search was tuned on and on those that were held back; then made passages, for the time.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from benchmarks.knowledge.made import made_passages, made_questions
from benchmarks.knowledge.questions import (
    DEVELOPMENT,
    HELD,
    MORE,
    hotel_knowledge,
    mark,
    quoted,
    read_questions,
)
from causerie.llm.knowledge import Knowledge

QUESTIONS = 500
CONTENTS = (
    ("pages with notes, and frequent answers", True, True),
    ("pages with notes", False, True),
    ("pages without notes, and frequent answers", True, False),
    ("pages without notes", False, False),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--passages", type=int, default=10_000)
    options.add_argument("--missed", action="store_true", help="list the questions that went wrong")
    options.add_argument("--held", action="store_true", help="the questions held back too")
    arguments = options.parse_args()
    sets = {"development": DEVELOPMENT, "more": MORE, **({"held": HELD} if arguments.held else {})}
    for what, answers, notes in CONTENTS:
        knowledge = hotel_knowledge(with_answers=answers, with_notes=notes)
        print(f"the hotel's {what}: {len(knowledge)} passages")
        for name, file in sets.items():
            report(name, knowledge, file, arguments.missed)
    words = hotel_knowledge(embed=None)
    print(f"as the first, by words alone: {len(words)} passages")
    for name, file in sets.items():
        report(name, words, file, False)
    measure(arguments.passages)


def report(name: str, knowledge: Knowledge, file: Path, list_missed: bool) -> None:
    questions = read_questions(file)
    marks = mark(knowledge, questions)
    print(
        f"  {name}: right first {share(marks.first, marks.answerable)}, among three "
        f"{share(marks.among_three, marks.answerable)}, not declined {share(marks.kept, marks.answerable)}; "
        f"others declined {share(marks.declined, marks.unanswerable)}; "
        f"the words quoted hold the answer {share(quoted(knowledge, questions), marks.answerable)}"
    )
    if list_missed:
        print("".join(f"    {line}\n" for line in marks.missed), end="")


def share(count: int, of: int) -> str:
    return f"{count} of {of} ({100 * count / of:.1f} %)"


def measure(count: int) -> None:
    passages = made_passages(count)
    knowledge = Knowledge()
    started = time.perf_counter()
    knowledge.learn(passages)
    print(f"{count:,} made passages: indexed in {time.perf_counter() - started:.1f} s")
    took = []
    right = 0
    for question in made_questions(passages, QUESTIONS):
        started = time.perf_counter()
        found = knowledge.search(question, language="en")
        took.append(1000 * (time.perf_counter() - started))
        right += bool(found)
    print(
        f"  a look-up: p50 {np.percentile(took, 50):.2f} ms, p95 {np.percentile(took, 95):.2f} ms ({right} found)"
    )


if __name__ == "__main__":
    main()
