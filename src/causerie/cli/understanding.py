"""Typed messages, and what the model makes of each, as JSON."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from causerie.cli.typed_lines import typed_lines
from causerie.errors import ModelError
from causerie.files.project import ProjectPaths
from causerie.training.archive import load
from causerie.training.latest import find_model
from causerie.training.trust import classes_named_by

PROMPT = "message: "
WELCOME = "Type a message to see what the model understands; Ctrl-D ends."


def understand(models: Path, explain: bool = False) -> None:
    """Until the input ends; raises ModelError for a model without an NLU part."""
    file = find_model(models)
    pipeline = load(file, classes_named_by(ProjectPaths.in_folder(Path()))).pipeline
    if pipeline is None:
        raise ModelError(f"The model {file} has no NLU part. Train one: causerie train")
    asyncio.run(understand_lines(pipeline.explain_data if explain else pipeline.parse_data))


async def understand_lines(parse: Callable[[str], Awaitable[dict[str, Any]]]) -> None:
    print(WELCOME, file=sys.stderr)
    async for line in typed_lines(PROMPT):
        parsed = await parse(line)
        print(json.dumps(parsed, indent=2, ensure_ascii=False), flush=True)
