from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from causerie.cli.listening import check_address
from causerie.errors import CauserieError


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("0.0.0.0", 0)) as other:
        yield other.getsockname()[1]


def test_a_free_address_is_left_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    for _ in range(2):
        check_address("127.0.0.1", port)
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_port_that_was_used_a_moment_ago_is_free() -> None:
    """Its connections linger for a minute."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), other.accept()[0] as accepted:
            accepted.shutdown(socket.SHUT_RDWR)
    check_address("127.0.0.1", port)


@pytest.mark.parametrize(
    ("interface", "port", "said"),
    [
        ("192.0.2.1", 5005, r"can't listen on 192\.0\.2\.1, port 5005: .*0\.0\.0\.0 stands for all"),
        ("nowhere.invalid", 5005, r"can't listen on nowhere\.invalid, port 5005: .*Name an address of this"),
        ("." * 300, 5005, r"Name an address of this machine"),
    ],
)
def test_an_address_of_elsewhere_is_told(interface: str, port: int, said: str) -> None:
    with pytest.raises(CauserieError, match=said):
        check_address(interface, port)


@pytest.mark.parametrize(
    "command", [["run"], ["run", "actions"], ["shadow", "--upstream", "http://127.0.0.1:9"]]
)
def test_a_port_that_is_taken_is_told_before_anything_is_loaded(
    command: list[str], taken: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "causerie", *command, "--port", str(taken)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"error: The server can't listen on 0.0.0.0, port {taken}: Address already in use. Another program listens "
        "there, perhaps another server of this kind: stop it, or take another port with --port.\n"
    )
