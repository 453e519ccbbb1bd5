"""Serves the project's custom actions as rasa_sdk's own action server."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from causerie.actions.in_process import load_package
from causerie.server.certificate import Certificate


def serve_actions(
    package: str,
    port: int,
    cors: Sequence[str] = ("*",),
    auto_reload: bool = False,
    certificate: Certificate | None = None,
) -> None:
    """Serve until stopped; raises ComponentError when the package can't be loaded."""
    executor = load_package(Path(), package)
    from rasa_sdk.endpoint import create_app

    app = create_app(executor, cors_origins=list(cors), auto_reload=auto_reload)
    tls = certificate.context() if certificate else None
    where = f"{'https' if tls else 'http'}://localhost:{port}/webhook"
    print(f"Actions of '{package}' are served on {where}", file=sys.stderr, flush=True)
    app.run(host="0.0.0.0", port=port, ssl=tls, single_process=True, access_log=False, motd=False)
