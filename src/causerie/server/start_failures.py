"""What stops the start is told once, by the command, as every mistake is."""

from __future__ import annotations

import logging

from causerie.errors import CauserieError


def tell_once() -> None:
    """Sanic would log a traceback of it, too."""
    logging.getLogger("sanic.error").addFilter(_is_news)


def _is_news(record: logging.LogRecord) -> bool:
    return not (record.exc_info and isinstance(record.exc_info[1], CauserieError))
