"""The inn of `tests/open_turns` as a model on disk, for servers in processes of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from tests.open_turns.conftest import FILES


def trained_inn(folder: Path) -> Path:
    """Its GPT answers what no rule covers."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text), "utf-8")
    command = [sys.executable, "-m", "causerie", "train", "--fixed-model-name", "inn"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "models" / "inn.tar.gz"
