"""Where models lie, and what they are called."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

from causerie.errors import ModelError

SUFFIX = ".tar.gz"
FIRST = ("amber", "brisk", "calm", "clear", "dry", "early", "fair", "fresh", "gentle", "golden", "keen")
SECOND = ("harbour", "lantern", "meadow", "orchard", "pebble", "quay", "ridge", "river", "shore", "willow")


def find_model(place: Path) -> Path:
    """A model file, or the newest one of a folder; raises ModelError when there is none."""
    if place.is_file():
        return place
    found = sorted(place.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime) if place.is_dir() else []
    if not found:
        raise ModelError(f"There is no model in '{place}'. Train one first: causerie train")
    return found[-1]


def new_model_path(folder: Path, fixed_name: str | None = None) -> Path:
    """``<time>-<two words>.tar.gz``, or the name that was asked for."""
    if fixed_name:
        name = fixed_name.removesuffix(SUFFIX)
    else:
        name = f"{datetime.now():%Y%m%d-%H%M%S}-{random.choice(FIRST)}-{random.choice(SECOND)}"
    return folder / f"{name}{SUFFIX}"
