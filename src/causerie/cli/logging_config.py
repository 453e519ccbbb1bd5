"""``--logging-config-file``: Python's ``logging.config`` schema, written as YAML."""

from __future__ import annotations

import logging.config
from pathlib import Path

from causerie.errors import CauserieError
from causerie.files import expect
from causerie.files.nodes import plain
from causerie.files.problems import Problems
from causerie.files.yaml import read_yaml


def configure_logging(file: Path) -> None:
    """Raises ProjectError or CauserieError for a file that does not say how to log."""
    problems = Problems()
    root = expect.mapping(read_yaml(file, problems), "A logging configuration", problems)
    problems.raise_errors()
    try:
        logging.config.dictConfig(plain(root) or {})
    except (ValueError, TypeError, AttributeError, ImportError, KeyError, OSError) as error:
        reason = f"{error}: {error.__cause__}" if error.__cause__ else str(error)
        raise CauserieError(f"'{file}' (--logging-config-file) can't be used: {reason}") from error
