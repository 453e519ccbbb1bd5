"""Where a project's files come from: the usual places, several projects, or a class of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import signature
from pathlib import Path
from typing import Any

from causerie.errors import ComponentError, Place, ProjectError
from causerie.files import expect
from causerie.files.config import Config, ImporterConfig
from causerie.files.problems import Problems
from causerie.files.top_level import DOMAIN_KEYS
from causerie.files.walk import YAML_ENDINGS, files_below, is_test_file, is_training_file, keys_of
from causerie.files.yaml import read_yaml
from causerie.registry import import_class
from causerie.training_data import NluData, Story

CONFIG_NAMES = ("config.yml", "config.yaml")


@dataclass(frozen=True, slots=True)
class ImportedValues:
    """What an importer made itself; ``domain`` and ``config`` as they would stand in files.

    ``name`` is what mistakes are said to be in.
    """

    name: str
    config: dict[str, Any] = field(default_factory=dict)
    domain: dict[str, Any] = field(default_factory=dict)
    nlu: NluData = field(default_factory=NluData)
    stories: tuple[Story, ...] = ()


@dataclass
class ImportedFiles:
    """Domain files and folders, files and folders of training data, and what is in no file."""

    domains: list[Path] = field(default_factory=list)
    data: list[Path] = field(default_factory=list)
    values: list[ImportedValues] = field(default_factory=list)


@dataclass(frozen=True)
class Given:
    """What an importer is told about the project."""

    config: Config
    config_file: Path | None
    domain: Path | None
    data: tuple[Path, ...]


def imported_files(
    config: Config, config_file: Path | None, domain: Path | None, data: tuple[Path, ...], problems: Problems
) -> ImportedFiles:
    """All files that the config's importers find; without importers those at the given paths."""
    given = Given(config, config_file, domain, data)
    found = ImportedFiles()
    for importer in config.importers or (ImporterConfig("RasaFileImporter"),):
        files = BUILT_IN_IMPORTERS.get(importer.name.rpartition(".")[2], _own_class)(
            importer, given, problems
        )
        found.domains += [path for path in files.domains if path not in found.domains]
        found.data += [path for path in files.data if path not in found.data]
        found.values += files.values
    return found


def _given_paths(importer: ImporterConfig, given: Given, problems: Problems) -> ImportedFiles:
    return ImportedFiles([given.domain] if given.domain else [], list(given.data))


def _projects(importer: ImporterConfig, given: Given, problems: Problems) -> ImportedFiles:
    """The given paths and everything below ``imports``, whose configs may import further."""
    found = _given_paths(importer, given, problems)
    folder = given.config_file.parent if given.config_file else Path()
    _follow(given.config.imports, folder, given.config.place, found, set(), problems)
    return found


def _follow(
    imports: tuple[str, ...],
    folder: Path,
    place: Place,
    found: ImportedFiles,
    seen: set[Path],
    problems: Problems,
) -> None:
    for written in imports:
        path = (folder / written).resolve()
        if path in seen:
            continue
        seen.add(path)
        if path.is_dir():
            for file in files_below(path, (*YAML_ENDINGS, ".json")):
                _take(file, found, seen, problems)
        elif path.is_file() and path.name in CONFIG_NAMES:
            _take(path, found, seen, problems)
        else:
            problems.warning(
                f"'{written}' under 'imports' is neither a folder nor a config file.",
                place,
                found=str(path),
                advice="Paths are relative to the config file.",
                kind="missing_file",
                name=written,
            )


def _take(file: Path, found: ImportedFiles, seen: set[Path], problems: Problems) -> None:
    if file.name in CONFIG_NAMES:
        root = read_yaml(file, problems)
        section = expect.mapping(root, "A config file", problems)
        if section is not None:
            imports = expect.names(section.get("imports"), "'imports'", problems)
            _follow(imports, file.parent, section.place, found, seen, problems)
    elif is_test_file(file):
        return
    elif is_training_file(file, problems):
        found.data.append(file)
        if keys_of(file) & {"intents", "entities", "slots", "actions", "forms", "session_config"}:
            found.domains.append(file)
    elif keys_of(file) & set(DOMAIN_KEYS):
        found.domains.append(file)


def _own_class(importer: ImporterConfig, given: Given, problems: Problems) -> ImportedFiles:
    """A class gets the project's paths, and says by ``domain_files`` and ``data_files`` what to read.

    One that was written for Rasa gives ``values`` instead.
    """
    try:
        made = _construct(import_class(importer.name, "importer"), importer, given)
        if hasattr(made, "values"):
            return ImportedFiles(values=[made.values(given.config.language)])
    except ProjectError as error:
        for problem in error.problems:
            problems.add(problem)
        return ImportedFiles()
    except ComponentError as error:
        problems.error(str(error), importer.place, kind="importer", name=importer.name)
        return ImportedFiles()
    except Exception as error:  # an importer of the project's own may raise anything
        problems.error(
            f"The importer '{importer.name}' can't be made: {type(error).__name__}: {error}.",
            importer.place,
            kind="importer",
            name=importer.name,
        )
        return ImportedFiles()
    if not hasattr(made, "domain_files") or not hasattr(made, "data_files"):
        problems.error(
            f"The importer '{importer.name}' lacks a method.",
            importer.place,
            expected="domain_files() and data_files(), each giving paths",
            kind="importer",
            name=importer.name,
        )
        return ImportedFiles()
    return ImportedFiles([Path(x) for x in made.domain_files()], [Path(x) for x in made.data_files()])


def _construct(made_by: type, importer: ImporterConfig, given: Given) -> Any:
    arguments = (
        str(given.config_file) if given.config_file else None,
        str(given.domain) if given.domain else None,
        [str(path) for path in given.data],
    )
    accepted = signature(made_by).parameters
    takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in accepted.values())
    options = {key: value for key, value in importer.options.items() if takes_all or key in accepted}
    return made_by(*arguments, **options)


BUILT_IN_IMPORTERS: dict[str, Callable[[ImporterConfig, Given, Problems], ImportedFiles]] = {
    "RasaFileImporter": _given_paths,
    "MultiProjectImporter": _projects,
}
