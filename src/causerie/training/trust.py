"""Which classes a model may name.

A model is data, and data must not choose code. Causerie's own classes and those of installed
packages are known; a class of the project's own counts only if the project's files name it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import entry_points
from typing import Any

from causerie.domain.slots import SLOT_TYPES
from causerie.errors import CauserieError, ModelError
from causerie.files.config import read_config
from causerie.files.domain import read_domain
from causerie.files.project import ProjectPaths
from causerie.llm.open_turns.embeddings_config import ENDPOINT
from causerie.nlu.registry import components
from causerie.policies.registry import POLICIES
from causerie.registry import Registry

NOTHING: frozenset[str] = frozenset()


def classes_named_by(paths: ProjectPaths) -> frozenset[str]:
    """Module paths in the project's config and domain; files that can't be read name none."""
    names: set[str] = set()
    try:
        config = read_config(paths.config)
        names |= {entry.name for entry in (*config.pipeline, *config.policies)}
        names |= embedding_names(config.raw)
    except CauserieError:
        pass
    try:
        if paths.domain is not None:
            names |= {slot.type for slot in read_domain(paths.domain).slots.values()}
    except CauserieError:
        pass
    return frozenset(name for name in names if "." in name)


def check_names(state: Mapping[str, Any], trusted: frozenset[str]) -> None:
    """Raises ModelError for a model that names a class it may not."""
    for name in _unknown(state):
        if name not in trusted:
            raise ModelError(
                f"The model names the class '{name}', which is none of Causerie's, and neither config.yml nor "
                "the domain of this project names it, so the model was not loaded. If the class is yours, load "
                "the model in the folder of its project."
            )


def _unknown(state: Mapping[str, Any]) -> Iterator[str]:
    yield from _not_in(POLICIES, (entry["name"] for entry in state["policies"]))
    if state["nlu"]:
        yield from _not_in(components, (entry["name"] for entry in state["nlu"]["components"]))
    yield from _not_in(components, embedding_names(state.get("config") or {}))
    for slot in state["domain"]["slots"].values():
        if slot["type"] not in SLOT_TYPES:
            yield slot["type"]


def embedding_names(config: Mapping[str, Any]) -> set[str]:
    """The component that embeds the knowledge, where config.yml names one with its keys."""
    found: Any = config
    for key in ("open_turns", "knowledge", "embeddings"):
        found = found.get(key) if isinstance(found, Mapping) else None
    name = found.get("name") if isinstance(found, Mapping) else None
    return {name} if isinstance(name, str) and name != ENDPOINT else set()


def _not_in(registry: Registry, names: Iterable[str]) -> Iterator[str]:
    installed = {point.name for point in entry_points(group=registry.group)}
    return (
        name for name in names if not registry.knows_short(registry.short(name)) and name not in installed
    )
