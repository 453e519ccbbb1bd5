"""The keys under a component's name in ``config.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from causerie.registry import did_you_mean

COMMON = frozenset({"name"})


@dataclass(frozen=True, slots=True)
class Options:
    """``values``: what was written over the component's defaults; ``warnings``: what is wrong with it."""

    values: dict[str, Any]
    warnings: tuple[str, ...]


def resolve(name: str, component: type, written: Mapping[str, Any]) -> Options:
    """Lay ``written`` over ``component.defaults``; unknown and idle keys are warned of, once each."""
    defaults: Mapping[str, Any] = getattr(component, "defaults", {})
    idle: frozenset[str] = getattr(component, "without_effect", frozenset())
    given = {key: value for key, value in written.items() if key not in COMMON}
    if getattr(component, "takes_any_key", False):
        return Options({**defaults, **given}, ())
    warnings = []
    ignored = sorted(key for key in given if key in idle)
    if ignored:
        warnings.append(
            f"{name}: {', '.join(ignored)} {'has' if len(ignored) == 1 else 'have'} no effect here."
        )
    for key in given:
        if key not in defaults and key not in idle:
            hint = did_you_mean(key, [*defaults, *idle])
            warnings.append(f"{name}: the key '{key}' is unknown and ignored. {hint}".rstrip())
    known = {key: value for key, value in given.items() if key in defaults}
    return Options({**defaults, **known}, tuple(warnings))
