"""A whole project, read at once, with all its mistakes at once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from causerie.domain import Domain
from causerie.errors import Place, Problem
from causerie.files import expect
from causerie.files.config import Config, read_config_file, read_config_section
from causerie.files.domain import (
    DomainParts,
    build_domain,
    merge,
    read_domain_parts,
    read_parts,
    with_training_data,
)
from causerie.files.importers import ImportedFiles, ImportedValues, imported_files
from causerie.files.nlu import NluParts, add_nlu, build_nlu, read_nlu_sections
from causerie.files.nlu_json import read_nlu_json
from causerie.files.nodes import Mapping, from_value
from causerie.files.problems import Problems
from causerie.files.stories import read_story_sections, split_rules
from causerie.files.top_level import check_top_level
from causerie.files.versions import check_version
from causerie.files.walk import data_files, is_test_file
from causerie.files.yaml import read_yaml, read_yaml_text
from causerie.training_data import BotStep, NluData, Story


@dataclass(frozen=True, slots=True)
class ProjectPaths:
    """Where a project's files are; ``in_folder`` finds them by their usual names."""

    root: Path = Path()
    domain: Path | None = None
    data: tuple[Path, ...] = ()
    config: Path | None = None
    endpoints: Path | None = None
    credentials: Path | None = None

    @staticmethod
    def in_folder(root: Path | str) -> ProjectPaths:
        """``domain.yml`` or ``domain/``, ``data/``, ``config.yml`` … as far as they exist."""
        folder = Path(root)
        return ProjectPaths(
            root=folder,
            domain=_first(folder, "domain.yml", "domain.yaml", "domain"),
            data=(folder / "data",) if (folder / "data").exists() else (),
            config=_first(folder, "config.yml", "config.yaml"),
            endpoints=_first(folder, "endpoints.yml", "endpoints.yaml"),
            credentials=_first(folder, "credentials.yml", "credentials.yaml"),
        )


@dataclass(frozen=True, slots=True)
class Project:
    """All that training needs. ``places`` say where a name of the domain is declared. ``folder`` is where the
    knowledge lies, ``endpoints`` the file that names what may embed it; None for a project that came without files.
    """

    domain: Domain = field(default_factory=Domain)
    nlu: NluData = field(default_factory=NluData)
    stories: tuple[Story, ...] = ()
    rules: tuple[Story, ...] = ()
    config: Config = field(default_factory=Config)
    warnings: tuple[Problem, ...] = ()
    places: dict[tuple[str, str], Place] = field(default_factory=dict, compare=False)
    folder: Path | None = field(default=None, compare=False)
    endpoints: Path | None = field(default=None, compare=False)


@dataclass
class _Read:
    """What the files gave so far."""

    domain: DomainParts = field(default_factory=DomainParts)
    nlu: NluParts = field(default_factory=NluParts)
    stories: list[Story] = field(default_factory=list)


def read_project(paths: ProjectPaths, *, need_nlu: bool = True, need_core: bool = True) -> Project:
    """The project in these files; raises ProjectError with all problems of the run.

    Without ``need_core`` no domain is asked for and stories are left out; without ``need_nlu`` the
    examples are left out, once the domain has what it takes from them.
    """
    problems = Problems()
    config = read_config_file(paths.config, problems)
    files = imported_files(config, paths.config, paths.domain, paths.data, problems)
    read = _Read()
    for values in files.values:
        config = _take_values(values, read, config, problems, need_core)
    if need_core:
        _require_domain(paths, files, problems)
    for path in files.domains:
        merge(read.domain, read_domain_parts(path, problems), problems)
    for file in data_files(files.data, problems):
        _read_data_file(file, read, problems, need_core)
    found = _finish(read, config, problems, need_nlu)
    return replace(found, folder=paths.root, endpoints=paths.endpoints)


def read_project_from_strings(
    text: str, name: str = "<request>", *, need_nlu: bool = True, need_core: bool = True
) -> Project:
    """The project in one YAML document that holds config, domain and data together."""
    problems = Problems()
    read, config = _Read(), Config()
    root = expect.mapping(read_yaml_text(text, name, problems), "The training data", problems)
    if root is not None:
        check_top_level(root, problems)
        config = read_config_section(root, problems)
        read.domain = read_parts(root, problems)
        _read_sections(_without_responses(root), read, problems, need_core)
    elif not problems:
        problems.error("There is nothing to train on.", Place(name), kind="empty")
    return _finish(read, config, problems, need_nlu)


def _require_domain(paths: ProjectPaths, files: ImportedFiles, problems: Problems) -> None:
    if not files.domains and not files.values:
        problems.error(
            "The project has no domain.",
            Place(str(paths.root)),
            expected="domain.yml, or a folder domain/",
            advice="Name it with --domain, or run in the project's folder.",
            kind="missing_file",
        )


def _take_values(
    values: ImportedValues, read: _Read, config: Config, problems: Problems, need_core: bool
) -> Config:
    """What an importer made, besides what the files give; its config over that of config.yml."""
    domain = expect.mapping(from_value(values.domain, values.name), "The domain of an importer", problems)
    if domain is not None:
        merge(read.domain, read_parts(domain, problems), problems)
    add_nlu(read.nlu, values.nlu, problems)
    if need_core:
        read.stories += values.stories
    changed = {**config.raw, **values.config}
    section = expect.mapping(from_value(changed, values.name), "The config of an importer", problems)
    return config if section is None or changed == config.raw else read_config_section(section, problems)


def _read_data_file(file: Path, read: _Read, problems: Problems, need_core: bool) -> None:
    if file.suffix == ".json":
        read_nlu_json(file, read.nlu, problems)
        return
    root = expect.mapping(read_yaml(file, problems), "A file of training data", problems)
    if root is not None and check_version(root, problems):
        check_top_level(root, problems)
        _read_sections(root, read, problems, need_core and not is_test_file(file))


def _read_sections(root: Mapping, read: _Read, problems: Problems, need_core: bool) -> None:
    """The NLU data counts for the domain too (retrieval intents, responses), so it is always read."""
    read_nlu_sections(root, read.nlu, problems)
    if need_core:
        read.stories += read_story_sections(root, problems)


def _without_responses(root: Mapping) -> Mapping:
    """One document's ``responses`` are the domain's; they need not be read twice."""
    rest = {key: value for key, value in root.entries.items() if key != "responses"}
    return Mapping(root.source, root.line, root.column, rest, root.key_positions)


def _finish(read: _Read, config: Config, problems: Problems, need_nlu: bool) -> Project:
    """The values, or everything that was wrong."""
    problems.raise_errors()
    stories, rules = split_rules(read.stories)
    nlu = build_nlu(read.nlu)
    said = (step.text for story in stories for step in story.steps if isinstance(step, BotStep))
    domain = with_training_data(
        build_domain(read.domain), nlu.retrieval_intents, nlu.responses, tuple(dict.fromkeys(said))
    )
    retrieval_responses = {name: x for name, x in domain.responses.items() if "/" in name}
    return Project(
        domain=domain,
        nlu=replace(nlu if need_nlu else NluData(), responses={**nlu.responses, **retrieval_responses}),
        stories=stories,
        rules=rules,
        config=config,
        warnings=problems.warnings,
        places=read.domain.places,
    )


def _first(folder: Path, *names: str) -> Path | None:
    return next((folder / name for name in names if (folder / name).exists()), None)


__all__ = ["Project", "ProjectPaths", "read_project", "read_project_from_strings"]
