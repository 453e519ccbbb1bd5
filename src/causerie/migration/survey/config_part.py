"""config.yml: recipe, pipeline, policies, importers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from causerie.errors import ComponentError
from causerie.files.config import ComponentConfig, Config, read_config_file
from causerie.files.importers import BUILT_IN_IMPORTERS
from causerie.files.problems import Problems
from causerie.migration.survey.findings import Finding, Verdict, of_problem
from causerie.migration.survey.registered import looked_up, own_class
from causerie.migration.survey.replaced import ADVICE, REPLACED_BY
from causerie.nlu.options import resolve
from causerie.nlu.registry import components
from causerie.policies.registry import POLICIES, keys_without_effect
from causerie.registry import Registry

AREA = "config"


def config_findings(file: Path, folder: Path) -> Iterator[Finding]:
    problems = Problems()
    config = read_config_file(file, problems)
    yield from (of_problem(AREA, problem) for problem in problems)
    if problems.errors:
        return
    yield from _entries(config.pipeline, components, config, folder)
    yield from _entries(config.policies, POLICIES, config, folder)
    for importer in config.importers:
        if importer.name.rpartition(".")[2] in BUILT_IN_IMPORTERS:
            yield Finding(AREA, importer.name, Verdict.UNCHANGED, importer.place)
        else:
            yield own_class(AREA, "importer", importer.name, importer.place, folder)


def _entries(
    entries: Iterable[ComponentConfig], registry: Registry, config: Config, folder: Path
) -> Iterator[Finding]:
    """A configuration that names none has Rasa's suggestion, which stands nowhere in the file."""
    for entry in entries:
        if not entry.place.file:
            entry = replace(entry, place=config.place)
        found = looked_up(AREA, registry, entry.name, entry.place, folder)
        short = registry.short(entry.name)
        if found.verdict is Verdict.UNCHANGED and short in REPLACED_BY:
            told, advice = REPLACED_BY[short], ADVICE.get(short, "")
            found = Finding(AREA, short, Verdict.REPLACED, entry.place, told, advice)
        yield found
        if short in registry.table and found.verdict is not Verdict.MISSING:
            yield from _keys(entry, registry, short)


def _keys(entry: ComponentConfig, registry: Registry, short: str) -> Iterator[Finding]:
    """Keys that mean nothing here, and keys that nobody knows."""
    try:
        if registry is components:
            lines: Iterable[str] = resolve(short, registry.find(entry.name), entry.options).warnings
        else:
            lines = keys_without_effect([(entry.name, entry.options)])
    except ComponentError as error:
        yield Finding(AREA, short, Verdict.MISSING, entry.place, str(error))
        return
    for line in lines:
        yield Finding(AREA, short, Verdict.WITHOUT_EFFECT, entry.place, line)
