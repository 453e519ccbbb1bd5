"""JSON Schemas of a project's files, for ``data validate`` and for editors.

Made from the code by ``python -m docs.generate``.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def names() -> list[str]:
    """``config``, ``domain`` …"""
    return sorted(
        file.name.removesuffix(".json") for file in files(__name__).iterdir() if file.name.endswith(".json")
    )


def text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.json").read_text("utf-8")


def schema(name: str) -> dict[str, Any]:
    """The schema as it is written."""
    found: dict[str, Any] = json.loads(text(name))
    return found
