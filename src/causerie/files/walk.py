"""Which files of a folder are Rasa's.

A file counts by its ending and its top-level keys; anything else beside it never disturbs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from causerie.errors import Place
from causerie.files.problems import Problems
from causerie.files.top_level import DATA_KEYS, DOMAIN_KEYS, misspelt

YAML_ENDINGS = (".yml", ".yaml")
TEST_PREFIX = "test_"
NOT_ENTERED = {"models", "node_modules", "__pycache__", "venv", "site-packages"}
LARGEST_SNIFFED = 64 * 1024 * 1024
_KEY = re.compile(rb"^([ \t]*)(?:\"([^\"\n]+)\"|'([^'\n]+)'|([A-Za-z_][\w.-]*))[ \t]*:(?=\s|$)", re.MULTILINE)
_FLOW_KEY = re.compile(rb"[{,]\s*[\"']?([A-Za-z_]\w*)[\"']?\s*:")


def domain_files(path: Path, problems: Problems) -> list[Path]:
    """The domain files under a folder, or the one file; a file given by name always counts."""
    if path.is_dir():
        return [file for file in files_below(path, YAML_ENDINGS) if keys_of(file) & set(DOMAIN_KEYS)]
    if not path.exists():
        problems.error(
            "There is no domain here.",
            Place(str(path)),
            expected="a domain file, or a folder of them",
            advice="Name it with --domain, or run in the project's folder.",
            kind="missing_file",
        )
        return []
    return [path]


def data_files(paths: Iterable[Path | str], problems: Problems) -> list[Path]:
    """Every training file, sorted; misspelt sections are told."""
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if not path.exists():
            problems.error(
                "There is no such file or folder of training data.", Place(str(path)), kind="missing_file"
            )
        for file in files_below(path, (*YAML_ENDINGS, ".json")) if path.is_dir() else [path]:
            if file.exists() and is_training_file(file, problems):
                found[file] = None
    return sorted(found)


def is_training_file(file: Path, problems: Problems) -> bool:
    keys = keys_of(file)
    if file.suffix == ".json":
        return "rasa_nlu_data" in keys
    if file.suffix not in YAML_ENDINGS:
        return False
    if keys & set(DATA_KEYS):
        return True
    for key in sorted(keys - set(DOMAIN_KEYS)):
        meant = misspelt(key)
        if meant in DATA_KEYS:
            problems.warning(
                f"The file is not read: it has no section of training data, but the key '{key}'.",
                Place(str(file)),
                expected=", ".join(DATA_KEYS),
                found=key,
                advice=f"Did you mean '{meant}'?",
                kind="unknown_key",
                name=key,
            )
    return False


def files_below(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """Readable files with these endings, sorted; hidden folders and models are left out."""
    seen = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(root)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(x for x in folders if not x.startswith(".") and x not in NOT_ENTERED)
        for name in sorted(files):
            file = Path(root, name)
            if name.endswith(endings) and not name.startswith(".") and file.is_file():
                yield file


def is_test_file(file: Path) -> bool:
    return file.name.startswith(TEST_PREFIX)


def keys_of(file: Path) -> set[str]:
    """Top-level keys, found without reading the file as YAML, so that a broken file is still known."""
    try:
        if file.stat().st_size > LARGEST_SNIFFED:
            return set()
        raw = file.read_bytes()
    except OSError:
        return set()
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return {match.decode("ascii", "replace") for match in _FLOW_KEY.findall(raw)}
    found: dict[str, int] = {}
    for indent, *written in _KEY.findall(raw):
        name = b"".join(written).decode("utf-8", "replace")
        found[name] = min(len(indent), found.get(name, len(indent)))
    outermost = min(found.values(), default=0)
    return {name for name, indent in found.items() if indent == outermost}
