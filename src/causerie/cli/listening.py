"""Whether a server can listen where it is told to."""

from __future__ import annotations

import errno
import socket

from causerie.errors import CauserieError

ADVICE = {
    errno.EADDRINUSE: "Another program listens there, perhaps another server of this kind: stop it, or take "
    "another port with --port.",
    errno.EACCES: "Ports below 1024 are the administrator's on most machines: take a higher one with --port.",
    errno.EADDRNOTAVAIL: "This machine has no such address: 0.0.0.0 stands for all that it has.",
}


def check_address(interface: str, port: int) -> None:
    """Before anything is loaded. Raises CauserieError."""
    try:
        found = socket.getaddrinfo(interface or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        number = getattr(error, "errno", None) or 0
        said = getattr(error, "strerror", None) or str(error)
        raise CauserieError(
            f"The server can't listen on {interface}, port {port}: {said}. "
            + ADVICE.get(number, "Name an address of this machine and a port from 1 to 65535.")
        ) from error
