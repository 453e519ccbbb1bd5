"""Gives an assistant that has no id of its own one, and writes it into config.yml."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from causerie.cli.copying import PLACEHOLDER
from causerie.errors import CauserieError
from causerie.files.config import Config
from causerie.training.latest import new_model_path

_ID = re.compile(r"^assistant_id[ \t]*:[^\r\n#]*?(?=[ \t]*(?:#|\r?$))", re.MULTILINE)
_RECIPE = re.compile(r"^recipe[ \t]*:[^\r\n]*(?:\r?\n|\Z)", re.MULTILINE)


def with_assistant_id(config: Config, file: Path | None) -> Config:
    """The config with an id; a new one is written into ``file``, whose other lines stay as they are."""
    if file is None or config.assistant_id not in (None, "", PLACEHOLDER):
        return config
    made = new_model_path(Path()).name.partition(".")[0]
    try:
        text = file.read_text(encoding="utf-8-sig")
        file.write_text(_written(text, f"assistant_id: {made}"), encoding="utf-8")
    except OSError as error:
        raise CauserieError(
            f"'{file}' has no assistant_id, and none can be written into it: {error.strerror}."
        ) from error
    return replace(config, assistant_id=made, raw={**config.raw, "assistant_id": made})


def _written(text: str, line: str) -> str:
    if _ID.search(text):
        return _ID.sub(line, text, count=1)
    recipe = _RECIPE.search(text)
    if recipe is None:
        return f"{text.rstrip()}\n{line}\n" if text.strip() else f"{line}\n"
    before, after = text[: recipe.end()], text[recipe.end() :]
    return f"{before if before.endswith(chr(10)) else before + chr(10)}{line}\n{after}"
