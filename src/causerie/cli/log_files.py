"""``--log-file`` and ``--use-syslog``: where the log goes besides the terminal."""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass
from logging.handlers import SysLogHandler
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import formatter
from causerie.errors import CauserieError

SOCKETS = {"UDP": socket.SOCK_DGRAM, "TCP": socket.SOCK_STREAM}


@dataclass(frozen=True, slots=True)
class LogFiles:
    log_file: Annotated[Path | None, typer.Option("--log-file", help="Log into this file, too.")] = None
    use_syslog: Annotated[bool, typer.Option("--use-syslog", help="Log to a syslog server, too.")] = False
    syslog_address: Annotated[str, typer.Option("--syslog-address", help="Where it is.")] = "localhost"
    syslog_port: Annotated[int, typer.Option("--syslog-port", min=1, max=65535, help="Its port.")] = 514
    syslog_protocol: Annotated[str, typer.Option("--syslog-protocol", help="UDP or TCP.")] = "UDP"


def log_also(to: LogFiles) -> None:
    """Raises CauserieError for a file that can't be written and a server that can't be reached."""
    if to.log_file is not None:
        _add(_to_file(to.log_file))
    if to.use_syslog:
        _add(_to_syslog(to))


def _add(handler: logging.Handler) -> None:
    handler.setFormatter(formatter())
    logging.getLogger().addHandler(handler)


def _to_file(file: Path) -> logging.Handler:
    try:
        return logging.FileHandler(file, encoding="utf-8")
    except OSError as error:
        raise CauserieError(f"'{file}' (--log-file) can't be written: {error.strerror or error}.") from error


def _to_syslog(to: LogFiles) -> logging.Handler:
    kind = SOCKETS.get(to.syslog_protocol.upper())
    if kind is None:
        raise CauserieError(f"--syslog-protocol must be UDP or TCP; it is '{to.syslog_protocol}'.")
    try:
        return SysLogHandler((to.syslog_address, to.syslog_port), socktype=kind)
    except (OSError, OverflowError) as error:
        where = f"{to.syslog_address}:{to.syslog_port}"
        raise CauserieError(
            f"The syslog server {where} (--syslog-address) can't be reached: {error}."
        ) from error
