"""Files and folders for a while."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any


def create_path(file_path: str | Path) -> None:
    Path(file_path).parent.mkdir(parents=True, exist_ok=True)


def create_temporary_directory() -> str:
    return tempfile.mkdtemp()


def create_temporary_file(data: Any, suffix: str = "", mode: str = "w+") -> str:
    with tempfile.NamedTemporaryFile(mode, suffix=suffix, delete=False) as file:
        file.write(data)
    return file.name
