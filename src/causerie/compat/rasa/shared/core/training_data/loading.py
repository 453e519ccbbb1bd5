"""Reads stories."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from causerie.compat.rasa.shared.core.training_data.structures import StoryStep
from causerie.files.problems import Problems
from causerie.files.stories import read_stories, read_story_file, read_test_stories
from causerie.files.walk import is_test_file


def load_data_from_resource(
    resource: str | Path, domain: Any = None, exclusion_percentage: int | None = None
) -> list[StoryStep]:
    """The stories and rules below a file or folder."""
    stories, rules = read_stories([resource])
    return [StoryStep(ours=story) for story in (*stories, *rules)]


def load_data_from_files(
    story_files: list[str] | list[Path], domain: Any = None, exclusion_percentage: int | None = None
) -> list[StoryStep]:
    """The stories and rules of these files; raises ProjectError with all their problems."""
    problems = Problems()
    found: list[StoryStep] = []
    for file in story_files:
        if is_test_file(Path(file)):
            found += [StoryStep(ours=story) for story in read_test_stories([file])]
        else:
            found += [StoryStep(ours=story) for story in read_story_file(Path(file), problems)]
    problems.raise_errors()
    return found
