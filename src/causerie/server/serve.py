"""Starts the server of a project."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from causerie.assembly import Surroundings, assemble_from_files
from causerie.channels.registry import make_channels
from causerie.errors import ComponentError, ModelError
from causerie.files.credentials import read_credentials
from causerie.files.endpoints import Endpoints, read_endpoints
from causerie.files.project import ProjectPaths
from causerie.server.app import Options, create_app
from causerie.server.certificate import Certificate
from causerie.server.memory import settle
from causerie.server.model_server import ModelServer
from causerie.server.served import Served

log = logging.getLogger(__name__)


def serve(
    paths: ProjectPaths,
    models: Path,
    interface: str,
    port: int,
    options: Options,
    certificate: Certificate | None = None,
    *,
    connector: str | None = None,
    remote_storage: str | None = None,
) -> None:
    """Serve until stopped. ``connector`` names the only channel; it may have no credentials."""
    if remote_storage:
        raise ComponentError("--remote-storage comes with a later version; models are kept in a folder.")
    endpoints = read_endpoints(paths.endpoints)
    credentials = read_credentials(paths.credentials)
    if connector is not None:
        credentials = {connector: credentials.get(connector, {})}
    channels, missing = make_channels(credentials)
    for name in missing:
        log.warning("The channel '%s' in credentials.yml can't be served by this version yet.", name)
    app = create_app(_served(endpoints, paths, models, options.enable_api), channels, options)
    settle()
    tls = certificate.context() if certificate else None
    scheme = "https" if tls else "http"
    print(f"Causerie listens on {scheme}://{_shown(interface)}:{port}", file=sys.stderr, flush=True)
    app.run(
        host=interface,
        port=port,
        ssl=tls,
        single_process=True,
        access_log=False,
        motd=False,
        debug=False,
    )


def _served(endpoints: Endpoints, paths: ProjectPaths, models: Path, may_be_empty: bool) -> Served:
    """The model of a server if one is named; else one of the folder, which only the API can do without."""
    around = Surroundings(paths.root, endpoints)
    if endpoints.models and endpoints.models.url:
        return Served(None, around, models, ModelServer.of(endpoints.models))
    served = Served(None, around, models)
    try:
        served.assistant = assemble_from_files(models, around)
    except ModelError as error:
        if not may_be_empty:
            raise
        log.warning("%s The server starts without a model.", error)
    return served


def _shown(interface: str) -> str:
    return "localhost" if interface in ("0.0.0.0", "::", "") else interface
