"""The domain and the training data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from causerie.domain.names import DEFAULT_INTENTS
from causerie.domain.slots import SLOT_TYPES
from causerie.errors import Place, Problem, ProjectError
from causerie.files.problems import Problems
from causerie.files.project import Project, ProjectPaths, read_project
from causerie.files.top_level import DATA_KEYS, DOMAIN_KEYS
from causerie.files.walk import domain_files, files_below, keys_of
from causerie.migration.survey.findings import Finding, Verdict, of_problem
from causerie.migration.survey.registered import own_class

MARKDOWN = re.compile(r"^##\s*(intent|synonym|regex|lookup)\s*:|^##\s.*\n+(\s*\n)*\*\s", re.MULTILINE)
FOREIGN_JSON = {
    "luis_schema_version": "LUIS",
    "userSays": "Dialogflow",
    "utterances": "Wit",
    "rasa_core_data": "Rasa Core",
}
FORMATS_OF_OLD = (
    "Convert it once with Rasa 2.8, in an environment of its own: rasa data convert nlu -f yaml --data … --out …, "
    "and rasa data convert core for stories."
)
NO_DOMAIN_KEYS = {*DOMAIN_KEYS, *DATA_KEYS, "version", "config"}


def data_findings(paths: ProjectPaths) -> Iterator[Finding]:
    """Everything is read, so that all mistakes are told; what could be read is counted."""
    yield from old_formats(paths)
    if paths.domain:
        yield from unread_domain_keys(paths.domain)
    try:
        project = read_project(paths)
    except ProjectError as error:
        yield from _told(error.problems, paths)
        return
    yield from _told(project.warnings, paths)
    yield from _slot_types(project, paths.root)
    yield from _counted(project)


def _told(problems: Iterable[Problem], paths: ProjectPaths) -> Iterator[Finding]:
    """Those of config.yml are told with it."""
    for problem in problems:
        file = Path(problem.place.file)
        if file != paths.config:
            is_domain = paths.domain is not None and (file == paths.domain or paths.domain in file.parents)
            yield of_problem("domain" if is_domain else "data", problem)


def unread_domain_keys(domain: Path) -> Iterator[Finding]:
    for file in domain_files(domain, Problems()):
        for key in sorted(keys_of(file) - NO_DOMAIN_KEYS):
            told = "Neither Rasa nor Causerie reads this key of a domain."
            yield Finding("domain", key, Verdict.WITHOUT_EFFECT, Place(str(file), _line_of(file, key)), told)


def old_formats(paths: ProjectPaths) -> Iterator[Finding]:
    """Markdown of Rasa 1, and what other services export."""
    for place in paths.data:
        for file in files_below(place, (".md", ".json")) if place.is_dir() else ():
            kind = _old_format(file)
            if kind:
                told = f"Training data in the format of {kind}, which is not read here."
                yield Finding("data", file.name, Verdict.MISSING, Place(str(file), 1), told, FORMATS_OF_OLD)


def _old_format(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""
    if file.suffix == ".md":
        return "Rasa 1 (Markdown)" if MARKDOWN.search(text) else ""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    keys = content if isinstance(content, dict) else {}
    return next((name for key, name in FOREIGN_JSON.items() if key in keys), "")


def _slot_types(project: Project, folder: Path) -> Iterator[Finding]:
    for slot in project.domain.slots.values():
        if slot.type not in SLOT_TYPES:
            place = project.places.get(("slots", slot.name), Place())
            yield own_class("domain", "slot type", slot.type, place, folder)


def _counted(project: Project) -> Iterator[Finding]:
    domain = project.domain
    declared = {
        "intents": [name for name in domain.intents if name not in DEFAULT_INTENTS],
        "entities": domain.entities,
        "slots": [slot for slot in domain.slots.values() if not slot.builtin],
        "forms": domain.forms,
        "responses": domain.responses,
        "actions": domain.actions,
        "e2e_actions": domain.e2e_actions,
    }
    for key, names in declared.items():
        if names:
            yield Finding("domain", key, Verdict.UNCHANGED, told=f"{len(names)} declared")
    data = {
        "examples": project.nlu.examples,
        "synonyms": project.nlu.synonyms,
        "regexes": project.nlu.regexes,
        "lookup tables": project.nlu.lookups,
        "stories": project.stories,
        "rules": project.rules,
    }
    for key, items in data.items():
        if items:
            yield Finding("data", key, Verdict.UNCHANGED, told=f"{len(items)} read")


def _line_of(file: Path, key: str) -> int:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.strip().startswith((f"{key}:", f'"{key}"'))), 0)
