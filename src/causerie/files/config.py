"""config.yml: the pipeline, the policies, and where the data comes from."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from causerie.errors import Place
from causerie.files import expect
from causerie.files.nodes import Mapping, Node, Scalar, describe, is_nothing, plain
from causerie.files.problems import Problems
from causerie.files.top_level import DATA_KEYS, DOMAIN_KEYS, check_top_level
from causerie.files.yaml import read_yaml

OTHER_KEYS = {*DOMAIN_KEYS, *DATA_KEYS, "config"}
RECIPES = ("default.v1",)


@dataclass(frozen=True, slots=True)
class ComponentConfig:
    """One entry of ``pipeline`` or ``policies``: its name, and its keys without the name."""

    name: str
    options: Map[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class ImporterConfig:
    """One entry of ``importers``."""

    name: str
    options: Map[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)


DEFAULT_PIPELINE = (
    ComponentConfig("WhitespaceTokenizer"),
    ComponentConfig("RegexFeaturizer"),
    ComponentConfig("LexicalSyntacticFeaturizer"),
    ComponentConfig("CountVectorsFeaturizer"),
    ComponentConfig("CountVectorsFeaturizer", {"analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4}),
    ComponentConfig("DIETClassifier", {"epochs": 100, "constrain_similarities": True}),
    ComponentConfig("EntitySynonymMapper"),
    ComponentConfig("ResponseSelector", {"epochs": 100, "constrain_similarities": True}),
    ComponentConfig("FallbackClassifier", {"threshold": 0.3, "ambiguity_threshold": 0.1}),
)
DEFAULT_POLICIES = (
    ComponentConfig("MemoizationPolicy"),
    ComponentConfig("RulePolicy"),
    ComponentConfig("UnexpecTEDIntentPolicy", {"max_history": 5, "epochs": 100}),
    ComponentConfig("TEDPolicy", {"max_history": 5, "epochs": 100, "constrain_similarities": True}),
)


@dataclass(frozen=True, slots=True)
class Config:
    """``is_default_pipeline`` and ``is_default_policies``: the file names none, the default counts."""

    recipe: str = "default.v1"
    language: str | None = None
    assistant_id: str | None = None
    pipeline: tuple[ComponentConfig, ...] = DEFAULT_PIPELINE
    policies: tuple[ComponentConfig, ...] = DEFAULT_POLICIES
    importers: tuple[ImporterConfig, ...] = ()
    imports: tuple[str, ...] = ()
    spaces: tuple[Map[str, Any], ...] = ()
    is_default_pipeline: bool = True
    is_default_policies: bool = True
    raw: Map[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)
    places_of_open_turns: Map[str, Place] = field(default_factory=dict, compare=False)


def read_config(path: Path | str | None) -> Config:
    """The config in a file; raises ProjectError with all its problems."""
    problems = Problems()
    config = read_config_file(path, problems)
    problems.raise_errors()
    return config


def read_config_file(path: Path | str | None, problems: Problems) -> Config:
    if path is None:
        return Config()
    root = read_yaml(path, problems)
    section = expect.mapping(root, "A config file", problems)
    if section is None:
        return Config(place=Place(str(path)))
    check_top_level(section, problems)
    return read_config_section(section, problems)


def read_config_section(root: Mapping, problems: Problems) -> Config:
    """The keys of config.yml in a document."""
    pipeline = _components(root, "pipeline", problems)
    policies = _components(root, "policies", problems)
    return Config(
        recipe=_recipe(root, problems),
        language=expect.optional_text(root, "language", "the config", problems),
        assistant_id=expect.optional_text(root, "assistant_id", "the config", problems),
        pipeline=pipeline or DEFAULT_PIPELINE,
        policies=policies or DEFAULT_POLICIES,
        importers=_importers(root.get("importers"), problems),
        imports=expect.names(root.get("imports"), "'imports'", problems),
        spaces=_spaces(root.get("spaces"), problems),
        is_default_pipeline=not pipeline,
        is_default_policies=not policies,
        raw={str(key): plain(value) for key, value in root.entries.items() if key not in OTHER_KEYS},
        place=root.place,
        places_of_open_turns=_places(root.get("open_turns")),
    )


def _places(node: Node | None) -> dict[str, Place]:
    return {str(key): node.key_place(key) for key in node.entries} if isinstance(node, Mapping) else {}


def _recipe(root: Mapping, problems: Problems) -> str:
    node = root.get("recipe")
    if is_nothing(node):
        return RECIPES[0]
    recipe = expect.text(node, "'recipe'", problems) or RECIPES[0]
    if recipe not in RECIPES and node is not None:
        problems.error(
            f"The recipe '{recipe}' can't be run here.",
            node.place,
            expected=", ".join(RECIPES),
            found=recipe,
            advice="Describe the assistant with 'pipeline' and 'policies', and write recipe: default.v1.",
            kind="unknown_recipe",
            name=recipe,
        )
    return recipe


def _components(root: Mapping, key: str, problems: Problems) -> tuple[ComponentConfig, ...]:
    node = root.get(key)
    if is_nothing(node):
        return ()
    listed = expect.sequence(node, f"'{key}'", problems, "Begin each entry with '- name: …'.")
    found = [_named(item, key, problems) for item in listed or ()]
    return tuple(ComponentConfig(*entry) for entry in found if entry)


def _importers(node: Node | None, problems: Problems) -> tuple[ImporterConfig, ...]:
    if is_nothing(node):
        return ()
    listed = expect.sequence(node, "'importers'", problems, "Begin each entry with '- name: …'.")
    found = [_named(item, "importers", problems) for item in listed or ()]
    return tuple(ImporterConfig(*entry) for entry in found if entry)


def _named(node: Node, key: str, problems: Problems) -> tuple[str, dict[str, Any], Place] | None:
    """``- name: X`` with options beside it; ``- X`` alone is taken too."""
    if isinstance(node, Scalar) and isinstance(node.value, str) and node.value.strip():
        return node.value.strip(), {}, node.place
    item = expect.mapping(node, f"Each entry of '{key}'", problems, "Write '- name: …'.")
    if item is None:
        return None
    if "name" not in item:
        problems.error(
            f"An entry of '{key}' has no 'name'.",
            item.place,
            expected="- name: …",
            found=describe(item),
            advice="Begin the entry with '- name:', and indent its options as far as 'name'.",
            kind="missing_key",
        )
        return None
    name = expect.name(item.get("name"), f"'name' of an entry of '{key}'", problems)
    if name is None:
        return None
    options = {str(option): plain(value) for option, value in item.entries.items() if option != "name"}
    return name.strip(), options, item.place


def _spaces(node: Node | None, problems: Problems) -> tuple[Map[str, Any], ...]:
    if is_nothing(node):
        return ()
    listed = expect.sequence(node, "'spaces'", problems)
    return tuple(plain(item) for item in listed or () if isinstance(item, Mapping))
