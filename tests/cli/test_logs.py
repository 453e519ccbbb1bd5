"""Where the log goes, and how much of it there is."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from causerie.cli.log_files import LogFiles, log_also
from causerie.cli.logs import Logging, set_up
from causerie.errors import CauserieError

log = logging.getLogger("causerie.tested")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize(
    ("variable", "flags", "level"),
    [
        ("", Logging(), "WARNING"),
        ("error", Logging(), "ERROR"),
        ("ERROR", Logging(verbose=True), "INFO"),
        ("DEBUG", Logging(quiet=True), "WARNING"),
        ("", Logging(debug=True), "DEBUG"),
    ],
)
def test_flags_go_before_the_environment(
    variable: str, flags: Logging, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", variable)
    set_up(flags)
    assert logging.getLevelName(logging.getLogger().level) == level


def test_libraries_have_levels_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL_LIBRARIES", "ERROR")
    monkeypatch.setenv("LOG_LEVEL_RABBITMQ", "CRITICAL")
    set_up()
    assert logging.getLogger("sanic").level == logging.ERROR
    assert logging.getLogger("aio_pika").level == logging.CRITICAL
    assert logging.getLogger("kafka").level == logging.ERROR


def test_an_unknown_level_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(CauserieError, match=r"LOG_LEVEL must be one of .*'LOUD'"):
        set_up()


def test_lines_of_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_JSON_LOGGING", "1")
    set_up()
    try:
        raise ValueError("böse")
    except ValueError:
        log.exception("it %s", "broke")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["logger"]) == ("it broke", "error", "causerie.tested")
    assert "ValueError: böse" in line["exception"]


def test_a_log_file_gets_what_is_logged(tmp_path: Path) -> None:
    set_up()
    log_also(LogFiles(log_file=tmp_path / "a.log"))
    log.warning("something")
    log.info("nothing")
    (line,) = (tmp_path / "a.log").read_text().splitlines()
    assert line.endswith("WARNING  causerie.tested  something")


@pytest.mark.parametrize("protocol", ["UDP", "tcp"])
def test_a_syslog_server_gets_what_is_logged(protocol: str) -> None:
    kind = socket.SOCK_DGRAM if protocol == "UDP" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(10)
        if kind == socket.SOCK_STREAM:
            server.listen()
        set_up()
        log_also(
            LogFiles(
                use_syslog=True,
                syslog_address="127.0.0.1",
                syslog_port=server.getsockname()[1],
                syslog_protocol=protocol,
            )
        )
        log.error("something")
        if kind == socket.SOCK_STREAM:
            server, _ = server.accept()
            server.settimeout(10)
        told = server.recv(4096)
        server.close()
    assert b"causerie.tested  something" in told
