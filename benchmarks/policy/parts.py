"""What the learned policy and Rasa's TED are compared on: stories to learn, and held-out ones to play."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.policy.cross_validate import Trial, split, trials
from benchmarks.policy.made_stories import desk_stories, restaurant_stories
from benchmarks.policy.score import inserted_at
from benchmarks.policy.story_sets import HERE, MADE, StorySet, story_sets
from causerie.domain import Domain
from causerie.files.stories import read_stories, read_test_stories
from causerie.training_data.stories import Story
from causerie.training_data.unfolding import Line, unfold

CARBON = HERE / "carbon-bot"
INTERRUPTED = (("after_1_exchange", 1), ("after_3_exchanges", 3))
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Stories to learn, as written and unfolded, and trials to be played afterwards."""

    name: str
    domain_path: Path
    domain: Domain
    stories: tuple[Story, ...]
    lines: tuple[Line, ...]
    trials: tuple[Trial, ...]


def parts() -> Iterator[Part]:
    """carbon-bot as its stories were cut; of each made set a fold held out, and the same the other way round."""
    sets = {found.name: found for found in story_sets()}
    carbon = sets["carbon-bot"]
    written = tuple(read_stories([CARBON / "train.yml"])[0])
    tests = tuple(_tests(carbon.domain))
    yield Part("carbon-bot", CARBON / "domain.yml", carbon.domain, written, carbon.lines, tests)
    made = {"restaurant": restaurant_stories(MADE, seed=1), "desk": desk_stories(MADE, seed=2)}
    for name, stories in made.items():
        most, few = next(split(sets[name].lines, FOLDS, Random(0)))
        yield _part(name, sets[name], stories, most, few)
        yield _part(f"{name}, few stories", sets[name], stories, few, most)


def _tests(domain: Domain) -> Iterator[Trial]:
    """The test stories, and those with exchanges put in that lie beside them."""
    originals = _lines("test", domain)
    yield from (Trial(line) for line in originals)
    by_name = {line.name: line for line in originals}
    for name, count in INTERRUPTED:
        for line in _lines(name, domain):
            yield Trial(line, count, inserted_at(line, by_name, count))


def _lines(name: str, domain: Domain) -> list[Line]:
    return unfold(read_test_stories([CARBON / f"{name}.yml"]), domain)


def _part(
    name: str, story_set: StorySet, stories: Sequence[Story], learnt: list[Line], held_out: list[Line]
) -> Part:
    names = {line.name for line in learnt}
    written = tuple(story for story in stories if story.name in names)
    played = tuple(trials(story_set, held_out, seed=0))
    domain_path = HERE / "made" / f"{story_set.name}.yml"
    return Part(name, domain_path, story_set.domain, written, tuple(learnt), played)
