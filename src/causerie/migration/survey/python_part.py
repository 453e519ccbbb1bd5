"""Which Python and which packages a project pins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

from causerie.errors import Place
from causerie.migration.survey.command_lines import script_files
from causerie.migration.survey.findings import Finding, Verdict

AREA = "environment"
REQUIREMENTS = (
    "*requirements*.txt",
    "requirements/*.txt",
    "pyproject.toml",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    "environment*.yml",
)
VERSION_FILES = (".python-version", "runtime.txt")
_RASA = re.compile(
    r"^\s*[-\"']*\s*(rasa(?:-sdk|-pro|-plus)?|tensorflow[\w-]*)(\[[\w,\s]*\])?\s*(?=[\"'=<>~!;,]|$)",
    re.IGNORECASE,
)
_PYTHON = re.compile(
    r"(?:FROM\s+python:|python[-_]version[\"']?\s*[:=]\s*[\"'\[]*|python[-_]requires\s*=\s*[\"']|^requires-python\s*=\s*[\"']"
    r"|^python\s*=\s*[\"']|^python-|^\s*-\s*python\s*=+)\s*([<>=~^!]*\s*\d+\.\d+[\w.,<>=*\s]*)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\s*(?:python-)?(\d+\.\d+)")
_BOUND = re.compile(r"([<>=~^!]*)\s*(\d+)\.(\d+)")
REPLACEMENTS = {
    "rasa": ("Causerie takes its place; both bring a command called rasa.", "Write: causerie[actions]"),
    "rasa-sdk": (
        "rasa_sdk is used as it is, in the version that causerie[actions] brings.",
        "Write: causerie[actions]",
    ),
    "tensorflow": ("Nothing here needs it.", "Take it out, unless code of your own uses it."),
}
PAID = "This is Rasa's paid product; its additions (CALM, flows, tracing …) are not served here."
Version = tuple[int, int]


def python_findings(folder: Path) -> Iterator[Finding]:
    for file in _files(folder, REQUIREMENTS):
        for number, line in _numbered(file):
            yield from _requirement(line, Place(str(file.relative_to(folder)), number))
    for file in [*_files(folder, REQUIREMENTS), *script_files(folder)]:
        for number, line in _numbered(file):
            found = _PYTHON.search(line)
            if found:
                yield _python(found[1].strip(), Place(str(file.relative_to(folder)), number))
    for file in _files(folder, VERSION_FILES):
        for number, line in _numbered(file):
            found = _BARE.match(line)
            if found:
                yield _python(found[1], Place(str(file.relative_to(folder)), number))


def _requirement(line: str, place: Place) -> Iterator[Finding]:
    found = _RASA.match(line)
    if not found:
        return
    name = found[1].lower()
    if name in ("rasa-pro", "rasa-plus"):
        yield Finding(
            AREA, name, Verdict.MISSING, place, PAID, "See docs/migrating-from-rasa.md for what there is."
        )
        return
    told, advice = REPLACEMENTS["tensorflow" if name.startswith("tensorflow") else name]
    yield Finding(AREA, line.strip(" -\"',"), Verdict.REPLACED, place, told, advice)


def _python(pin: str, place: Place) -> Finding:
    lowest, beyond = supported()
    bounds = [(sign, (int(major), int(minor))) for sign, major, minor in _BOUND.findall(pin)]
    if any(_allows(bounds, (3, minor)) for minor in range(lowest[1], beyond[1])):
        return Finding(AREA, f"Python {pin}", Verdict.UNCHANGED, place)
    told = f"Causerie runs on Python {lowest[0]}.{lowest[1]} to {beyond[0]}.{beyond[1] - 1}."
    return Finding(
        AREA, f"Python {pin}", Verdict.REPLACED, place, told, f"Pin {lowest[0]}.{beyond[1] - 2} here."
    )


def supported() -> tuple[Version, Version]:
    """The lowest version of Python, and the first that is too new, as Causerie's own metadata says."""
    said = {
        sign: (int(major), int(minor))
        for sign, major, minor in _BOUND.findall(metadata("causerie")["Requires-Python"])
    }
    return said[">="], said["<"]


def _allows(bounds: list[tuple[str, Version]], version: Version) -> bool:
    return all(_fits(sign, bound, version) for sign, bound in bounds)


def _fits(sign: str, bound: Version, version: Version) -> bool:
    match sign.strip():
        case ">=" | "~=" | "^" | ">":
            return version >= bound
        case "<":
            return version < bound
        case "<=":
            return version <= bound
        case "!=":
            return version != bound
        case _:
            return version == bound


def _files(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})


def _numbered(file: Path) -> Iterator[tuple[int, str]]:
    return enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
