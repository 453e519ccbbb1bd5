"""Small things of NLU components."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def write_json_to_file(filename: str | Path, obj: Any, **kwargs: Any) -> None:
    Path(filename).write_text(json.dumps(obj, **kwargs), encoding="utf-8")


def is_url(resource_name: str) -> bool:
    return resource_name.startswith(("http://", "https://", "ftp://"))
