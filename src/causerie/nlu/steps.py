"""A component in its place in the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from causerie.errors import ComponentError
from causerie.nlu.options import resolve
from causerie.nlu.registry import components
from causerie.ports import Component

PREPARING = ("loader", "tokenizer", "featurizer")
"""Kinds whose ``process`` prepares the training messages for the components after them."""

EVERYTHING = ("texts", "intents", "entities", "responses", "synonyms", "regexes", "lookups")
"""The parts of the training data that a component may read."""


class ComponentEntry(Protocol):
    """An entry of ``pipeline``, such as ``files.config.ComponentConfig``."""

    @property
    def name(self) -> str: ...

    @property
    def options(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Step:
    """``name`` as written in the config, its short form ``title``, the options, and the component itself."""

    name: str
    title: str
    options: dict[str, Any]
    component: Component
    warnings: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """loader, tokenizer, featurizer, classifier, extractor, mapper, selector, fallback; or nothing."""
        return str(getattr(self.component, "kind", ""))

    @property
    def needs(self) -> tuple[str, ...]:
        """Kinds or names that must stand before it."""
        return tuple(getattr(self.component, "needs", ()))

    @property
    def reads(self) -> tuple[str, ...]:
        """Which parts of the training data its training depends on."""
        return EVERYTHING if self.is_own else tuple(getattr(self.component, "reads", EVERYTHING))

    @property
    def prepares(self) -> bool:
        """Whether it processes the training messages; one that does so while it is trained says no."""
        return bool(getattr(self.component, "prepares", self.kind in PREPARING))

    @property
    def names(self) -> set[str]:
        """What ``needs`` may call it."""
        return {self.kind, self.title, self.title.rpartition(".")[2]}

    @property
    def is_own(self) -> bool:
        """Whether it is a class of the project's own, which may read anything."""
        return not self.kind or "." in self.title

    @property
    def reads_sparse_features(self) -> bool:
        return self.is_own or bool(getattr(self.component, "reads_sparse_features", False))

    @property
    def gives_sparse_features_only(self) -> bool:
        return bool(getattr(self.component, "gives_sparse_features_only", False))


def idle_steps(steps: Sequence[Step]) -> list[Step]:
    """Those whose features nobody after them reads: DIETClassifier and its kind read the words themselves."""
    return [
        step
        for place, step in enumerate(steps)
        if step.gives_sparse_features_only
        and not any(later.reads_sparse_features for later in steps[place + 1 :])
    ]


def build_steps(entries: Sequence[ComponentEntry]) -> list[Step]:
    """Raises ComponentError for an unknown name or options that can't be used."""
    return [build_step(entry.name, entry.options) for entry in entries]


def build_step(name: str, written: Mapping[str, Any]) -> Step:
    found = components.find(name)
    check_methods(name, found)
    options = resolve(name, found, written)
    return Step(name, components.short(name), options.values, found(options.values), options.warnings)


def check_methods(name: str, found: type) -> None:
    """Raises ComponentError for a class that can't be a component."""
    missing = [method for method in ("train", "process", "state", "load") if not hasattr(found, method)]
    if missing:
        raise ComponentError(
            f"The component '{name}' ({found.__name__}) has no {', '.join(missing)}. A component has train, process, "
            "state and load (causerie.ports.Component), or derives from rasa.engine.graph.GraphComponent."
        )
