"""A short text that changes when, and only when, a value does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def fingerprint(*values: Any) -> str:
    """Hash of values made of dataclasses, mappings, sequences and scalars.

    Fields that do not take part in comparison (places in files) do not count.
    """
    text = json.dumps([_plain(value) for value in values], sort_keys=True, default=str)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def code_of(name: str) -> str | None:
    """The code of the module of a class of the project's own, which a change of makes another class."""
    module = name.rpartition(".")[0]
    if not module or module.split(".")[0] in ("causerie", "rasa"):
        return None
    try:
        found = find_spec(module)
    except (ImportError, ValueError):
        return None  # whoever imports it says what is wrong
    file = found.origin if found else None
    return Path(file).read_text("utf-8", "replace") if file and file.endswith(".py") else None


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        own = {field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.compare}
        return [type(value).__name__, own]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(_plain(item), sort_keys=True, default=str) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Path):
        return value.as_posix()
    return value
