"""Configurations, environment, packages."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Any

from causerie.compat.rasa.shared.utils.common import module_path_from_class

__all__ = [
    "find_unavailable_packages",
    "get_bool_env_variable",
    "module_path_from_class",
    "override_defaults",
]


def override_defaults(defaults: dict[str, Any] | None, custom: dict[str, Any] | None) -> dict[str, Any]:
    """``custom`` over ``defaults``; mappings are laid over each other."""
    merged = dict(defaults or {})
    for key, value in (custom or {}).items():
        known = merged.get(key)
        merged[key] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def find_unavailable_packages(package_names: list[str]) -> set[str]:
    return {name for name in package_names if find_spec(name) is None}


def get_bool_env_variable(variable_name: str, default_variable_value: bool) -> bool:
    written = os.environ.get(variable_name, "").strip().lower()
    return written in ("1", "true", "t", "yes") if written else default_variable_value
