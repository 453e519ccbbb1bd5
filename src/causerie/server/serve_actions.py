"""Serves the project's custom actions as rasa_sdk's own action server."""

from __future__ import annotations

import sys
from pathlib import Path

from causerie.actions.in_process import load_package


def serve_actions(package: str, port: int) -> None:
    """Serve until stopped; raises ComponentError when the package can't be loaded."""
    executor = load_package(Path(), package)
    from rasa_sdk.endpoint import create_app

    app = create_app(executor)
    print(
        f"Actions of '{package}' are served on http://localhost:{port}/webhook", file=sys.stderr, flush=True
    )
    app.run(host="0.0.0.0", port=port, single_process=True, access_log=False, motd=False)
