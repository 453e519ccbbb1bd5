"""Starts the server of a project."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sanic import Sanic

from causerie.assembly import Surroundings, assemble_from_files
from causerie.assistant import Assistant
from causerie.channels.registry import make_channels
from causerie.channels.web.channel import WebInput
from causerie.errors import ModelError
from causerie.files.credentials import read_credentials
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths
from causerie.server.app import Options, create_app
from causerie.server.certificate import Certificate
from causerie.server.memory import settle
from causerie.server.model_server import ModelServer
from causerie.server.rate_limit import RateLimits
from causerie.server.served import Served
from causerie.server.start_failures import tell_once
from causerie.stores.models.registry import fetch_model

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
    watch: bool = False,
) -> None:
    """Serve until stopped. ``connector`` names the only channel; it may have no credentials. ``watch``:
    what changes in the project's files is taken in.
    """
    endpoints = read_endpoints(paths.endpoints)
    credentials = read_credentials(paths.credentials)
    if connector is not None:
        credentials = {connector: credentials.get(connector, {})}
    channels, missing = make_channels(credentials, paths.root)
    for name in missing:
        log.warning("The channel '%s' in credentials.yml can't be served by this version yet.", name)
    around = Surroundings(paths.root, endpoints)
    served = served_model(around, models, remote_storage, may_be_empty=options.enable_api or watch)
    if watch:
        from causerie.server.watching import Watcher

        served.watching = Watcher(served, paths, lambda line: print(line, file=sys.stderr, flush=True)).run
    limits = RateLimits.of(endpoints.rate_limit)
    app = create_app(served, channels, replace(options, limits=limits))
    settle()
    tls = certificate.context() if certificate else None
    scheme = "https" if tls else "http"
    address = f"{scheme}://{_shown(interface)}:{port}"
    has_page = any(isinstance(channel, WebInput) for channel in channels)

    @app.after_server_start
    async def announce(app: Sanic[Any, Any]) -> None:
        print(f"Causerie listens on {address}", file=sys.stderr, flush=True)
        if has_page:
            print(f"Chat with it in a browser: {address}/", file=sys.stderr, flush=True)

    tell_once()
    app.run(
        host=interface,
        port=port,
        ssl=tls,
        single_process=True,
        access_log=False,
        motd=False,
        debug=False,
    )


def served_model(
    around: Surroundings, models: Path, remote_storage: str | None = None, may_be_empty: bool = False
) -> Served:
    """The model of a server if one is named, of a remote storage, or of the folder.

    Only the API can do without a model.
    """
    source = around.endpoints.models
    if source and source.url:
        server = ModelServer.of(source)
        return Served(None, around, models, server, remote_storage)
    served = Served(None, around, models, None, remote_storage)
    try:
        if remote_storage:
            served.assistant = _fetched(remote_storage, str(models), around)
        else:
            served.assistant = assemble_from_files(models, around)
    except ModelError as error:
        if not may_be_empty:
            raise
        log.warning("%s The server starts without a model.", error)
    return served


def _fetched(remote_storage: str, name: str, around: Surroundings) -> Assistant:
    with TemporaryDirectory(prefix="causerie-model-") as folder:
        fetch_model(remote_storage, name, Path(folder))
        return assemble_from_files(Path(folder), around)


def _shown(interface: str) -> str:
    return "localhost" if interface in ("0.0.0.0", "::", "") else interface
