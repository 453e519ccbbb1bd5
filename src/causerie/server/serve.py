"""Starts the server of a project."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from causerie.assembly import Surroundings, assemble_from_files
from causerie.channels.registry import make_channels
from causerie.errors import ModelError
from causerie.files.credentials import read_credentials
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths
from causerie.server.app import Options, Served, create_app
from causerie.server.memory import settle

log = logging.getLogger(__name__)


def serve(paths: ProjectPaths, models: Path, interface: str, port: int, options: Options) -> None:
    """Serve until stopped."""
    endpoints = read_endpoints(paths.endpoints)
    channels, missing = make_channels(read_credentials(paths.credentials))
    for name in missing:
        log.warning("The channel '%s' in credentials.yml can't be served by this version yet.", name)
    for section in ("event_broker", "models"):
        if endpoints.raw.get(section):
            log.warning("'%s' in endpoints.yml has no effect in this version.", section)
    served = Served()
    try:
        served.assistant = assemble_from_files(models, Surroundings(paths.root, endpoints))
    except ModelError as error:
        if not options.enable_api:
            raise
        log.warning("%s The server starts without a model.", error)
    app = create_app(served, channels, options)
    settle()
    print(f"Causerie listens on http://{_shown(interface)}:{port}", file=sys.stderr, flush=True)
    app.run(host=interface, port=port, single_process=True, access_log=False, motd=False, debug=False)


def _shown(interface: str) -> str:
    return "localhost" if interface in ("0.0.0.0", "::", "") else interface
