"""Logging flags, the same on every command."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

Verbose = Annotated[
    bool, typer.Option("-v", "--verbose", help="Log what happens (INFO).", rich_help_panel="Logging")
]
Debug = Annotated[
    bool, typer.Option("-vv", "--debug", help="Log everything (DEBUG).", rich_help_panel="Logging")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Log warnings only.", rich_help_panel="Logging")]
LogConfig = Annotated[
    Path | None,
    typer.Option("--logging-config-file", help="A YAML file for logging.config.", rich_help_panel="Logging"),
]


def set_up(
    verbose: bool = False, debug: bool = False, quiet: bool = False, config: Path | None = None
) -> None:
    """Level from the flags, else from ``LOG_LEVEL``, else warnings; ``config`` has the last word."""
    level = os.environ.get("LOG_LEVEL", "WARNING").upper()
    if quiet:
        level = "WARNING"
    if verbose:
        level = "INFO"
    if debug:
        level = "DEBUG"
    logging.basicConfig(
        level=getattr(logging, level, logging.WARNING),
        stream=sys.stderr,
        format="%(asctime)s %(levelname)-8s %(name)s  %(message)s",
        force=True,
    )
    if not debug:
        for noisy in ("sanic", "httpx2", "httpcore2", "asyncio", "aiosqlite", "rasa_sdk"):
            logging.getLogger(noisy).setLevel(logging.WARNING)
    if config is not None:
        from causerie.cli.logging_config import configure_logging

        configure_logging(config)
