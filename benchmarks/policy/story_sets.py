"""The story sets that choices are made on: none of them holds a story of ``test.yml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.policy.made_stories import SMALL_TALK, desk_stories, restaurant_stories
from causerie.domain import Domain
from causerie.files.domain import read_domain
from causerie.files.stories import read_stories, read_test_stories
from causerie.training_data.stories import Story
from causerie.training_data.unfolding import Line, unfold

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MADE = 60
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class StorySet:
    """``exchanges``: messages with their answer that may be put in anywhere outside a form."""

    name: str
    domain: Domain
    lines: tuple[Line, ...]
    exchanges: dict[str, str]


def story_sets() -> list[StorySet]:
    small_talk = {"faq": "utter_faq", "chitchat": "utter_chitchat"}
    carbon = HERE / "carbon-bot"
    return [
        _read("carbon-bot", carbon / "domain.yml", [carbon / "train.yml"], [], {"faq": "utter_faq"}),
        _read(
            "hotel",
            ROOT / "domain.yml",
            _yaml(ROOT / "data" / "stories"),
            _yaml(ROOT / "tests" / "stories"),
            small_talk,
        ),
        _made("restaurant", restaurant_stories(MADE, seed=1), small_talk),
        _made("desk", desk_stories(MADE, seed=2), SMALL_TALK),
        *_small_projects(),
    ]


def _small_projects() -> list[StorySet]:
    """Projects of the conformance tests and the templates with at least SMALLEST conversations."""
    folders = [
        *sorted((ROOT / "tests" / "conformance" / "projects").iterdir()),
        *sorted((ROOT / "src" / "causerie" / "cli" / "templates").iterdir()),
    ]
    sets = [
        _read(folder.name, folder / "domain.yml", _yaml(folder / "data"), _tests(folder), {})
        for folder in folders
        if (folder / "domain.yml").is_file() and (folder / "data" / "stories.yml").is_file()
    ]
    return [found for found in sets if len(found.lines) >= SMALLEST]


def _tests(folder: Path) -> list[Path]:
    return _yaml(folder / "tests")


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*stories*.yml")) or sorted(folder.glob("*.yml"))


def _read(
    name: str, domain_path: Path, stories: Sequence[Path], tests: Sequence[Path], exchanges: dict[str, str]
) -> StorySet:
    domain = read_domain(domain_path)
    written, _ = read_stories(stories)
    return _set(name, domain, [*written, *read_test_stories(tests)], exchanges)


def _made(name: str, stories: Sequence[Story], exchanges: dict[str, str]) -> StorySet:
    return _set(name, read_domain(HERE / "made" / f"{name}.yml"), stories, exchanges)


def _set(name: str, domain: Domain, stories: Sequence[Story], exchanges: dict[str, str]) -> StorySet:
    return StorySet(name, domain, tuple(unfold(stories, domain)), exchanges)
