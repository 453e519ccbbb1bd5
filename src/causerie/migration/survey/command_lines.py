"""Lines of scripts, images and pipelines that call ``rasa``."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from causerie.errors import Place
from causerie.files.walk import NOT_ENTERED
from causerie.migration.survey.findings import Finding, Verdict
from causerie.registry import did_you_mean

AREA = "commands"
NAMES = ("Makefile", "Procfile", "Jenkinsfile", "tox.ini", "package.json", "Justfile")
PATTERNS = (
    "Dockerfile*",
    "*.dockerfile",
    "*.sh",
    "*compose*.yml",
    "*compose*.yaml",
    "*pipelines*.yml",
    ".gitlab-ci.yml",
)
WORKFLOWS = (".github/workflows/*.yml", ".github/workflows/*.yaml", ".circleci/config.yml")
LARGEST = 1_000_000
_CALL = re.compile(r"(?:^|[\s;&|(\"'`=@-])(?:python3? -m )?rasa\s+(?=[a-z-])")
_END = re.compile(r"&&|\|\||[;|`)]|\s#|2?>")
_EXEC_FORM = re.compile(r"^\s*(?:CMD|ENTRYPOINT|command:|entrypoint:)\s*(\[.*\])\s*$", re.IGNORECASE)
_WORDS = re.compile(r"[\"']([^\"']*)[\"']")
_IMAGE = re.compile(r"^\s*(?:FROM|image:)\s+[\"']?(rasa/rasa[\w./-]*(?::[\w.-]+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verb:
    """Options with whether each does something here; ``verbs`` below it."""

    options: Mapping[str, bool]
    verbs: Mapping[str, Verb]


def command_findings(folder: Path, root: Verb) -> Iterator[Finding]:
    for file in script_files(folder):
        name = str(file.relative_to(folder))
        for number, line in _lines(file):
            yield from _line(line, Place(name, number), root)


def script_files(folder: Path) -> list[Path]:
    found = {folder / name for name in NAMES}
    for pattern in (*PATTERNS, *WORKFLOWS):
        found |= set(folder.glob(pattern))
        if "/" not in pattern:
            found |= set(folder.glob(f"*/{pattern}"))
    return sorted(file for file in found if file.is_file() and not NOT_ENTERED & set(file.parts))


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Lines that go on after a backslash are one, with the number of the first."""
    if file.stat().st_size > LARGEST:
        return
    first, so_far = 0, ""
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        first, so_far = first or number, so_far + line
        if line.endswith("\\"):
            so_far = so_far[:-1] + " "
            continue
        yield first, so_far
        first, so_far = 0, ""


def _line(line: str, place: Place, root: Verb) -> Iterator[Finding]:
    if line.lstrip().startswith(("#", "//")):
        return
    image = _IMAGE.match(line)
    if image:
        told = "This image brings Rasa and TensorFlow along."
        advice = "FROM python:3.12-slim, and RUN pip install 'causerie[actions]'."
        yield Finding(AREA, image[1], Verdict.REPLACED, place, told, advice)
    exec_form = _EXEC_FORM.match(line)
    if exec_form:
        words = _WORDS.findall(exec_form[1])
        words = words[words.index("rasa") + 1 :] if "rasa" in words else words
        if words and words[0] in root.verbs:
            yield from called(words, place, root)
        return
    for call in _CALL.finditer(line):
        rest = line[call.end() :]
        end = _END.search(rest)
        yield from called(_split(rest[: end.start()] if end else rest), place, root)


def called(words: list[str], place: Place, root: Verb) -> Iterator[Finding]:
    """Whether a call with these words does here what it does there."""
    verb, path = root, ["rasa"]
    unknown: list[Finding] = []
    for word in words:
        if word.startswith("-") and word != "-":
            unknown += _option(word.partition("=")[0], verb, " ".join(path), place)
        elif word in verb.verbs:
            verb = verb.verbs[word]
            path.append(word)
        elif verb is root and word.isidentifier():
            advice = did_you_mean(word, list(root.verbs)) or f"There are: {', '.join(root.verbs)}."
            yield Finding(
                AREA, f"rasa {word}", Verdict.MISSING, place, "There is no such command here.", advice
            )
            return
    if verb is root and not unknown:
        return
    yield from unknown
    if not unknown:
        yield Finding(AREA, " ".join(path), Verdict.UNCHANGED, place)


def _option(name: str, verb: Verb, command: str, place: Place) -> Iterator[Finding]:
    if name not in verb.options:
        known = did_you_mean(name, list(verb.options))
        told = f"'{command}' has no option '{name}' here."
        yield Finding(AREA, f"{command} {name}", Verdict.MISSING, place, told, known or "Take it out.")
    elif not verb.options[name]:
        yield Finding(
            AREA, f"{command} {name}", Verdict.WITHOUT_EFFECT, place, "Accepted, without effect here."
        )


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.replace('"', " ").replace("'", " ").split()
