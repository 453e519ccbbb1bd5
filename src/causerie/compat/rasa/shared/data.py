"""Which files hold training data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from causerie.files.problems import Problems
from causerie.files.walk import data_files, is_test_file, keys_of

STORY_KEYS = {"stories", "rules"}


def is_likely_yaml_file(file_path: str | Path) -> bool:
    return Path(file_path).suffix in (".yml", ".yaml")


def is_likely_json_file(file_path: str | Path) -> bool:
    return Path(file_path).suffix == ".json"


def is_nlu_file(file_path: str | Path) -> bool:
    return is_likely_json_file(file_path) or "nlu" in keys_of(Path(file_path))


def is_story_file(file_path: str | Path) -> bool:
    return is_likely_yaml_file(file_path) and bool(keys_of(Path(file_path)) & STORY_KEYS)


def is_test_stories_file(file_path: str | Path) -> bool:
    return is_test_file(Path(file_path))


def get_data_files(
    paths: str | Path | list[str] | list[Path] | None, filter_predicate: Callable[[str], bool]
) -> list[str]:
    """Files of training data below the paths that the predicate takes, sorted."""
    listed = [paths] if isinstance(paths, str | Path) else paths or []
    problems = Problems()
    found = sorted(str(file) for file in data_files(listed, problems))
    problems.raise_errors()
    return [file for file in found if filter_predicate(file)]
