"""A component in its place in the pipeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from causerie.nlu.options import resolve
from causerie.nlu.registry import components
from causerie.ports import Component

PREPARING = ("loader", "tokenizer", "featurizer")
"""Kinds whose ``process`` prepares the training messages for the components after them."""


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
    def prepares(self) -> bool:
        return self.kind in PREPARING


def build_steps(entries: Sequence[ComponentEntry]) -> list[Step]:
    """Raises ComponentError for an unknown name or options that can't be used."""
    return [build_step(entry.name, entry.options) for entry in entries]


def build_step(name: str, written: Mapping[str, Any]) -> Step:
    found = components.find(name)
    options = resolve(name, found, written)
    return Step(name, components.short(name), options.values, found(options.values), options.warnings)
