"""Stories, rules and test stories."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from causerie.files import expect
from causerie.files.nodes import Mapping, Node, is_nothing, plain
from causerie.files.problems import Problems
from causerie.files.story_steps import CONDITION_STEPS, RULE_STEPS, STEP_KEYS, read_steps
from causerie.files.top_level import check_top_level
from causerie.files.versions import check_version
from causerie.files.walk import belongs_elsewhere, data_files, is_test_file
from causerie.files.yaml import read_yaml
from causerie.training_data import LoopStep, SlotStep, Story

STORY_KEYS = ("story", "steps", "metadata")
RULE_KEYS = ("rule", "steps", "metadata", "condition", "conversation_start", "wait_for_user_input")


def read_stories(paths: Iterable[Path | str]) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """Stories and rules below these paths, without test stories; raises ProjectError."""
    problems = Problems()
    found: list[Story] = []
    for file in data_files(paths, problems):
        if not is_test_file(file):
            found += read_story_file(file, problems)
    problems.raise_errors()
    return split_rules(found)


def read_test_stories(paths: Iterable[Path | str]) -> tuple[Story, ...]:
    """Stories of the files called ``test_*``; a file given by name counts whatever it is called.

    Tests of another project in a folder below (an example, a template) are that project's.
    """
    problems = Problems()
    given = [Path(path) for path in paths]
    found: list[Story] = []
    for file in data_files(given, problems):
        if file in given or (is_test_file(file) and not belongs_elsewhere(file, given)):
            found += read_story_file(file, problems, is_test=True)
    problems.raise_errors()
    return tuple(found)


def split_rules(found: Iterable[Story]) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    listed = list(found)
    return tuple(x for x in listed if not x.is_rule), tuple(x for x in listed if x.is_rule)


def read_story_file(file: Path, problems: Problems, is_test: bool = False) -> list[Story]:
    if file.suffix == ".json":
        return []
    root = expect.mapping(read_yaml(file, problems), "A file of training data", problems)
    if root is None or not check_version(root, problems):
        return []
    check_top_level(root, problems)
    return read_story_sections(root, problems, is_test)


def read_story_sections(root: Mapping, problems: Problems, is_test: bool = False) -> list[Story]:
    """``stories`` and ``rules`` of one document."""
    found: list[Story] = []
    for key, read in (("stories", _story), ("rules", _rule)):
        node = root.get(key)
        if is_nothing(node):
            continue
        one = "story" if key == "stories" else "rule"
        listed = expect.sequence(node, f"'{key}'", problems, f"Begin each with '- {one}: name'.")
        for part in listed or ():
            item = expect.mapping(part, f"Each {one}", problems, f"Begin it with '- {one}: name'.")
            story = None if item is None else read(item, is_test, problems)
            if story is not None:
                found.append(story)
    return found


def _story(item: Mapping, is_test: bool, problems: Problems) -> Story | None:
    name = _name(item, "story", STORY_KEYS, problems)
    if name is None:
        return None
    what = f"the story '{name}'"
    steps = read_steps(item.get("steps"), what, tuple(STEP_KEYS), is_test, problems)
    if not steps:
        _warn_no_steps(item, what, name, problems)
        return None
    return Story(
        name, steps, is_test=is_test, metadata=_metadata(item.get("metadata")), place=item.key_place("story")
    )


def _rule(item: Mapping, is_test: bool, problems: Problems) -> Story | None:
    name = _name(item, "rule", RULE_KEYS, problems)
    if name is None:
        return None
    what = f"the rule '{name}'"
    steps = read_steps(item.get("steps"), what, RULE_STEPS, is_test, problems)
    conditions = read_steps(
        item.get("condition"), f"the condition of {what}", CONDITION_STEPS, is_test, problems
    )
    starts = _flag(item, "conversation_start", what, problems)
    waits = _flag(item, "wait_for_user_input", what, problems)
    if not steps:
        _warn_no_steps(item, what, name, problems)
        return None
    return Story(
        name,
        steps,
        is_rule=True,
        is_test=is_test,
        conditions=tuple(x for x in conditions if isinstance(x, SlotStep | LoopStep)),
        starts_conversation=starts is True,
        waits_for_user=waits is not False,
        metadata=_metadata(item.get("metadata")),
        place=item.key_place("rule"),
    )


def _name(item: Mapping, key: str, keys: tuple[str, ...], problems: Problems) -> str | None:
    expect.known_keys(item, keys, f"A {key}", problems)
    node = item.get(key)
    if node is None:
        if not any(known == key for known in item.entries):
            message = f"A {key} has no name; it is skipped."
            problems.warning(message, item.place, expected=f"- {key}: name", kind="missing_key")
        return None
    if plain(node) in (None, ""):
        problems.warning(f"The name behind '{key}:' is empty.", item.place, kind="empty")
        return ""
    return expect.name(node, f"The name behind '{key}:'", problems)


def _flag(item: Mapping, key: str, what: str, problems: Problems) -> bool | None:
    node = item.get(key)
    return None if is_nothing(node) else expect.boolean(node, f"'{key}' of {what}", problems)


def _metadata(node: Node | None) -> dict[str, Any]:
    value = plain(node)
    return value if isinstance(value, dict) else {} if value is None else {"value": value}


def _warn_no_steps(item: Mapping, what: str, name: str, problems: Problems) -> None:
    problems.warning(
        f"{what[0].upper()}{what[1:]} has no steps; it is skipped.", item.place, kind="empty", name=name
    )
