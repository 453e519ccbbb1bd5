"""Logging flags, the same on every command, and what the environment says of logging."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from causerie.errors import CauserieError

FORMAT = "%(asctime)s %(levelname)-8s %(name)s  %(message)s"
LIBRARIES = ("sanic", "httpx2", "httpcore2", "asyncio", "aiosqlite", "rasa_sdk", "sqlalchemy")
# What Rasa lets people set by itself, and whose logs it is.
OF_THEIR_OWN = {
    "LOG_LEVEL_MATPLOTLIB": ("matplotlib",),
    "LOG_LEVEL_RABBITMQ": ("aio_pika", "aiormq"),
    "LOG_LEVEL_KAFKA": ("kafka", "aiokafka"),
}


@dataclass(frozen=True, slots=True)
class Logging:
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Log what happens (INFO).")] = False
    debug: Annotated[bool, typer.Option("-vv", "--debug", help="Log everything (DEBUG).")] = False
    quiet: Annotated[bool, typer.Option("--quiet", help="Log warnings only.")] = False
    logging_config_file: Annotated[
        Path | None, typer.Option("--logging-config-file", help="A YAML file for logging.config.")
    ] = None


def set_up(flags: Logging = Logging()) -> None:
    """Level from the flags, else from ``LOG_LEVEL``, else warnings; the file has the last word."""
    level = _level("LOG_LEVEL", "WARNING")
    if flags.quiet:
        level = "WARNING"
    if flags.verbose:
        level = "INFO"
    if flags.debug:
        level = "DEBUG"
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    libraries = _level("LOG_LEVEL_LIBRARIES", level if flags.debug else "WARNING")
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(libraries)
    for variable, names in OF_THEIR_OWN.items():
        for name in names:
            logging.getLogger(name).setLevel(_level(variable, libraries))
    if flags.logging_config_file is not None:
        from causerie.cli.logging_config import configure_logging

        configure_logging(flags.logging_config_file)


def formatter() -> logging.Formatter:
    """Lines of text, or of JSON if ``FORCE_JSON_LOGGING`` is set."""
    return JsonLines() if os.environ.get("FORCE_JSON_LOGGING") else logging.Formatter(FORMAT)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _level(variable: str, otherwise: str) -> str:
    level = os.environ.get(variable, "").strip().upper() or otherwise
    known = logging.getLevelNamesMapping()
    if level not in known:
        raise CauserieError(
            f"The environment variable {variable} must be one of {', '.join(known)}; it is {level!r}."
        )
    return level
