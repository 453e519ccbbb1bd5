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
# Files that have an "nlu:" or the like of their own when the data folder is the whole project.
NO_DATA = {f"{name}{ending}" for name in ("config", "endpoints", "credentials") for ending in YAML_ENDINGS}
NO_TEXT = "The file is not read: it holds bytes that are no text."
LARGEST_SNIFFED = 64 * 1024 * 1024
_KEY = re.compile(rb"^([ \t]*)(?:\"([^\"\n]+)\"|'([^'\n]+)'|([A-Za-z_][\w.-]*))[ \t]*:(?=\s|$)", re.MULTILINE)
_LONE_ITEM = re.compile(rb"^\s*-[ \t]+(?:intent|synonym|regex|lookup|story|rule)[ \t]*:", re.MULTILINE)
_FLOW_KEY = re.compile(rb"[{,]\s*[\"']?([A-Za-z_]\w*)[\"']?\s*:")


def domain_files(path: Path, problems: Problems) -> list[Path]:
    """The domain files under a folder, or the one file; a file given by name always counts."""
    if path.is_dir():
        found = [file for file in files_below(path, YAML_ENDINGS) if keys_of(file) & set(DOMAIN_KEYS)]
        if not found:
            problems.error(
                "There is no domain file in this folder.",
                Place(str(path)),
                expected=f"a .yml file with one of the keys {', '.join(DOMAIN_KEYS)}",
                kind="missing_file",
            )
        return found
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
        elif path.is_file() and b"\0" in _content(path):
            problems.error(NO_TEXT, Place(str(path)), expected="YAML or JSON in UTF-8", kind="unreadable")
            continue
        below = files_below(path, (*YAML_ENDINGS, ".json")) if path.is_dir() else [path]
        for file in below:
            if file.is_file() and file.name not in NO_DATA and is_training_file(file, problems):
                found[file] = None
    return sorted(found)


def is_training_file(file: Path, problems: Problems) -> bool:
    if b"\0" in _content(file):
        problems.warning(NO_TEXT, Place(str(file)), expected="YAML or JSON in UTF-8", kind="unreadable")
        return False
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
    if not keys & set(DOMAIN_KEYS) and _LONE_ITEM.search(_content(file)):
        problems.warning(
            "The file is not read: it looks like training data, but has no section.",
            Place(str(file)),
            expected=", ".join(f"{key}:" for key in DATA_KEYS),
            advice="Write 'nlu:', 'stories:' or 'rules:' in a line above the list.",
            kind="missing_key",
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


def belongs_elsewhere(file: Path, given: Iterable[Path]) -> bool:
    """Whether a folder between a given one and the file is a project of its own."""
    tops = {path.resolve() for path in given}
    for folder in file.resolve().parents:
        if folder in tops:
            return False
        if (folder / "config.yml").is_file() and (folder / "domain.yml").is_file():
            return True
    return False


def is_test_file(file: Path) -> bool:
    return file.name.startswith(TEST_PREFIX)


def keys_of(file: Path) -> set[str]:
    """Top-level keys, found without reading the file as YAML, so that a broken file is still known."""
    raw = _content(file)
    if raw.lstrip().startswith(b"{"):
        return {match.decode("ascii", "replace") for match in _FLOW_KEY.findall(raw)}
    found: dict[str, int] = {}
    for indent, *written in _KEY.findall(raw):
        name = b"".join(written).decode("utf-8", "replace")
        found[name] = min(len(indent), found.get(name, len(indent)))
    outermost = min(found.values(), default=0)
    return {name for name, indent in found.items() if indent == outermost}


def _content(file: Path) -> bytes:
    """The file's bytes with plain line ends; nothing when it is huge or can't be read."""
    try:
        if file.stat().st_size > LARGEST_SNIFFED:
            return b""
        raw = file.read_bytes()
    except OSError:
        return b""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = raw.decode("utf-16", "replace").encode()
    return raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"\n")
