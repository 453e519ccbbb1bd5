"""``causerie run``: serves the assistant; ``causerie run actions``: serves the project's actions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command, add_group
from causerie.cli.groups import ModelGroup
from causerie.cli.log_files import LogFiles, log_also
from causerie.cli.options import ENDPOINTS, MODEL, MODELS_FOLDER
from causerie.cli.serving import Serving


def add(app: typer.Typer) -> None:
    group = add_group(
        app,
        "run",
        "Serve the assistant (or, with 'actions', the project's custom actions). With the further option "
        "'watch', what you save is taken in while it runs.",
        run,
        ModelGroup,
    )
    add_command(group, "actions", actions, "Serve the project's custom actions over HTTP.")


ALL_ADDRESSES = "0.0.0.0"
# The help is that of Rasa, option by option.
WATCH = Annotated[bool, typer.Option("--watch", hidden=True)]


def run(
    serving: Serving,
    logs: LogFiles,
    model: MODEL = MODELS_FOLDER,
    endpoints: ENDPOINTS = None,
    watch: WATCH = False,
) -> None:
    log_also(logs)
    from causerie.cli.listening import check_address
    from causerie.cli.project_files import project_paths
    from causerie.server.access import Access
    from causerie.server.app import Options
    from causerie.server.certificate import Certificate
    from causerie.server.serve import serve

    check_address(serving.interface, serving.port)
    paths = project_paths(endpoints=endpoints, credentials=serving.credentials)
    access = Access(serving.auth_token, serving.jwt_secret, serving.jwt_method)
    cors = tuple(serving.cors or ())
    options = Options(serving.enable_api, access, cors, serving.response_timeout, serving.request_timeout)
    certificate = None
    if serving.ssl_certificate:
        certificate = Certificate(
            serving.ssl_certificate, serving.ssl_keyfile, serving.ssl_ca_file, serving.ssl_password
        )
    serve(
        paths,
        model,
        serving.interface,
        serving.port,
        options,
        certificate,
        connector=serving.connector,
        remote_storage=serving.remote_storage,
        watch=watch,
    )


def actions(
    port: Annotated[
        int, typer.Option("-p", "--port", min=0, max=65535, help="The port to listen on.")
    ] = 5055,
    package: Annotated[str, typer.Option("--actions", help="The package of the actions.")] = "actions",
    cors: Annotated[list[str] | None, typer.Option("--cors", help="Origins that may call (all).")] = None,
    auto_reload: Annotated[
        bool, typer.Option("--auto-reload", help="Read the actions anew when their files change.")
    ] = False,
    ssl_certificate: Annotated[
        Path | None, typer.Option("--ssl-certificate", help="Serve HTTPS with this.")
    ] = None,
    ssl_keyfile: Annotated[Path | None, typer.Option("--ssl-keyfile", help="The certificate's key.")] = None,
    ssl_password: Annotated[str | None, typer.Option("--ssl-password", help="The key's password.")] = None,
) -> None:
    from causerie.cli.listening import check_address
    from causerie.server.certificate import Certificate
    from causerie.server.serve_actions import serve_actions

    check_address(ALL_ADDRESSES, port)
    certificate = Certificate(ssl_certificate, ssl_keyfile, None, ssl_password) if ssl_certificate else None
    serve_actions(package, port, cors or ["*"], auto_reload, certificate)
