"""Classes by name, arguments of functions."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Collection
from typing import Any

from causerie.compat.rasa.shared.exceptions import RasaException


def class_from_module_path(module_path: str, lookup_path: str | None = None) -> type:
    """``package.module.Class``; a bare name is looked for in ``lookup_path``."""
    module_name, _, class_name = module_path.rpartition(".")
    if not module_name and not lookup_path:
        raise ImportError(f"'{module_path}' is no module path.")
    found = getattr(importlib.import_module(module_name or str(lookup_path)), class_name, None)
    if found is None:
        raise ImportError(f"There is no '{class_name}' in '{module_name or lookup_path}'.")
    if not inspect.isclass(found):
        raise RasaException(f"'{module_path}' is no class.")
    return found


def module_path_from_class(clazz: type) -> str:
    return f"{clazz.__module__}.{clazz.__name__}"


def module_path_from_instance(inst: Any) -> str:
    return module_path_from_class(type(inst))


def all_subclasses(cls: type) -> list[type]:
    """All that derive from it and can be made."""
    direct: list[type] = cls.__subclasses__()
    found = [*direct, *(below for child in direct for below in all_subclasses(child))]
    return [child for child in found if not inspect.isabstract(child)]


def arguments_of(func: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(func).parameters)


def extract_duplicates(list1: list[Any], list2: list[Any]) -> list[Any]:
    return [item for item in list1 if item in list2]


def transform_collection_to_sentence(collection: Collection[str]) -> str:
    """``a, b and c``."""
    *first, last = collection
    return f"{', '.join(first)} and {last}" if first else last


def mark_as_experimental_feature(feature_name: str) -> None:
    """Nothing here is more of an experiment because Rasa called it one."""
