"""Test stories in files → the lines that are played, each event with its place in the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from causerie.dialogue.events import ActionExecuted, Event, UserUttered
from causerie.domain import Domain
from causerie.errors import Place
from causerie.files.problems import Problems
from causerie.files.stories import read_story_file
from causerie.files.walk import belongs_elsewhere, data_files, is_test_file
from causerie.training_data import ActionStep, BotStep, OrStep, Step, Story, UserStep
from causerie.training_data.unfolding import NAME_SEPARATOR, Line, unfold


@dataclass(frozen=True, slots=True)
class TestLine:
    """``places`` tell for each event where its step is written."""

    __test__ = False

    name: str
    file: str
    events: tuple[Event, ...]
    places: tuple[Place, ...]


def read_lines(
    paths: Iterable[Path], domain: Domain, only_tests: bool, latest: int | None = None
) -> list[TestLine]:
    """The stories below these paths, rules left out; raises ProjectError for files that can't be read.

    With ``only_tests`` those of the files ``test_*``, and of any file that is given by name. Of each
    only the ``latest`` events, if that is given: this is what ``--max-stories`` does in Rasa.
    """
    stories = [story for story in _read(list(paths), only_tests) if not story.is_rule]
    lines = [_with_places(line, stories) for line in unfold(stories, domain)]
    if latest is None:
        return lines
    return [replace(x, events=x.events[-latest:], places=x.places[-latest:]) for x in lines]


def _read(paths: Sequence[Path], only_tests: bool) -> Iterator[Story]:
    problems = Problems()
    found: list[Story] = []
    for file in data_files(paths, problems):
        wanted = is_test_file(file) or not only_tests
        if file in paths or (wanted and not belongs_elsewhere(file, paths)):
            found += read_story_file(file, problems, is_test=only_tests or is_test_file(file))
    problems.raise_errors()
    yield from found


def _with_places(line: Line, stories: Sequence[Story]) -> TestLine:
    steps = [step for story in _stories_of(line, stories) for step in _plain(story.steps)]
    places: list[Place] = []
    here, place = 0, line.place
    for event in line.events:
        for index in range(here, len(steps)):
            if _is_step_of(steps[index], event):
                here, place = index + 1, steps[index].place
                break
        places.append(place)
    return TestLine(line.name, line.place.file, line.events, tuple(places))


def _stories_of(line: Line, stories: Sequence[Story]) -> Iterator[Story]:
    """The story the line begins in, then those it goes on in."""
    yield from (story for story in stories if story.place == line.place)
    for name in line.name.split(NAME_SEPARATOR)[1:]:
        yield from (story for story in stories if story.name == name)


def _plain(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step, OrStep):
            yield from (part for option in step.options for part in option)
        else:
            yield step


def _is_step_of(step: Step, event: Event) -> bool:
    match step, event:
        case UserStep(), UserUttered():
            full = event.full_retrieval_intent_name or event.intent_name
            return step.intent == full and step.text == event.text
        case ActionStep(), ActionExecuted():
            return step.name == event.name
        case BotStep(), ActionExecuted():
            return step.text == event.action_text
    return False
