"""endpoints.yml: the services around the assistant."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from causerie.errors import Place, Problem
from causerie.files import expect
from causerie.files.nodes import Mapping, is_nothing, plain
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml
from causerie.registry import did_you_mean

SECTIONS = (
    "action_endpoint",
    "nlg",
    "tracker_store",
    "lock_store",
    "event_broker",
    "models",
    "nlu",
    "rate_limit",
    "llm",
)


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """One section: ``type`` and ``url``, and all other keys as ``options``."""

    type: str | None = None
    url: str | None = None
    options: Map[str, Any] = field(default_factory=dict)
    place: Place = field(default=Place(), compare=False)
    places: Map[str, Place] = field(default_factory=dict, compare=False)  # of each key, where it is known

    def get(self, key: str, default: Any = None) -> Any:
        return self.options.get(key, default)


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What endpoints.yml says; None where it says nothing. ``raw`` holds all sections as they stand."""

    action_endpoint: EndpointConfig | None = None
    nlg: EndpointConfig | None = None
    tracker_store: EndpointConfig | None = None
    lock_store: EndpointConfig | None = None
    event_broker: EndpointConfig | None = None
    models: EndpointConfig | None = None
    nlu: EndpointConfig | None = None
    rate_limit: EndpointConfig | None = None
    llm: EndpointConfig | None = None
    raw: Map[str, Any] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = field(default=(), compare=False)


def read_endpoints(path: Path | str | None) -> Endpoints:
    """The endpoints in a file, or none at all; raises ProjectError with all its problems."""
    if path is None:
        return Endpoints()
    problems = Problems()
    root = expect.mapping(read_yaml(path, problems), "An endpoints file", problems)
    sections = {} if root is None else {key: _section(root, key, problems) for key in SECTIONS}
    if root is not None:
        _warn_of_misspelt(root, problems)
    problems.raise_errors()
    return Endpoints(**sections, raw=plain(root) or {}, warnings=problems.warnings)


def _section(root: Mapping, key: str, problems: Problems) -> EndpointConfig | None:
    node = root.get(key)
    if is_nothing(node):
        return None
    section = expect.mapping(node, f"'{key}'", problems, "Write 'url: …' or 'type: …' under it.")
    if section is None:
        return None
    options = {str(name): plain(value) for name, value in section.entries.items()}
    return EndpointConfig(
        type=expect.optional_text(section, "type", f"'{key}'", problems),
        url=expect.optional_text(section, "url", f"'{key}'", problems),
        options={name: value for name, value in options.items() if name not in ("type", "url")},
        place=root.key_place(key),
        places={str(name): section.key_place(name) for name in section.entries},
    )


def _warn_of_misspelt(root: Mapping, problems: Problems) -> None:
    for key in root.entries:
        advice = did_you_mean(str(key), [x for x in SECTIONS if x not in root])
        if key not in SECTIONS and advice:
            problems.warning(
                f"The section '{key}' is not read by the assistant.",
                root.key_place(key),
                advice=advice,
                kind="unknown_key",
                name=str(key),
            )
