"""A template becomes a project: its files are copied, and the assistant gets an id of its own."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

PLACEHOLDER = "placeholder_default"
LEFT_OUT = "__pycache__"


def copy_template(template: Path, place: Path) -> None:
    """Files that are there are overwritten: ask for ``files_in_the_way`` first."""
    for file in _files(template):
        target = place / file
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (template / file).read_text(encoding="utf-8")
        target.write_text(text.replace(PLACEHOLDER, _assistant_id(place)), encoding="utf-8")


def files_in_the_way(template: Path, place: Path) -> list[Path]:
    """Files of the template that the folder has already."""
    return [file for file in _files(template) if (place / file).exists()]


def _files(template: Path) -> Iterator[Path]:
    for path in sorted(template.rglob("*")):
        if path.is_file() and LEFT_OUT not in path.parts:
            yield path.relative_to(template)


def _assistant_id(place: Path) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", place.resolve().name.lower()).strip("-") or "assistant"
    return f"{name}-{uuid.uuid4().hex[:8]}"
