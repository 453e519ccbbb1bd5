"""``causerie run``: serves the assistant; ``causerie run actions``: serves the project's actions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.values import ModelGroup

JWT_SECRET = Annotated[
    str | None, typer.Option("--jwt-secret", help="Secret (HS256 …) or public key (RS256 …) of web tokens.")
]
JWT_METHOD = Annotated[str, typer.Option("--jwt-method", help="How web tokens are signed.")]
JWT_PRIVATE_KEY = Annotated[
    str | None, typer.Option("--jwt-private-key", help="Has no effect: tokens are checked, never issued.")
]
RESPONSE_TIMEOUT = Annotated[
    int, typer.Option("--response-timeout", min=1, help="Seconds that an answer may take.")
]
REQUEST_TIMEOUT = Annotated[
    int, typer.Option("--request-timeout", min=1, help="Seconds that a request may take to arrive.")
]
SSL_CERTIFICATE = Annotated[Path | None, typer.Option("--ssl-certificate", help="Serve HTTPS with this.")]
SSL_KEYFILE = Annotated[Path | None, typer.Option("--ssl-keyfile", help="The certificate's key.")]
SSL_CA_FILE = Annotated[Path | None, typer.Option("--ssl-ca-file", help="Authorities, if needed.")]
SSL_PASSWORD = Annotated[str | None, typer.Option("--ssl-password", help="The key's password.")]


def add(app: typer.Typer) -> None:
    group = typer.Typer(
        cls=ModelGroup,
        help="Serve the assistant (or, with 'actions', the project's custom actions).",
        invoke_without_command=True,
    )
    group.callback()(run)
    group.command("actions", help="Serve the project's custom actions over HTTP.")(actions)
    app.add_typer(group, name="run")


def run(
    context: typer.Context,
    model: Annotated[Path, typer.Option("-m", "--model", help="A model, or a folder of models.")] = Path(
        "models"
    ),
    interface: Annotated[
        str, typer.Option("-i", "--interface", help="The address to listen on.")
    ] = "0.0.0.0",
    port: Annotated[int, typer.Option("-p", "--port", help="The port to listen on.")] = 5005,
    enable_api: Annotated[bool, typer.Option("--enable-api", help="Serve the HTTP API too.")] = False,
    endpoints: Annotated[str | None, typer.Option("--endpoints", help="The endpoints file.")] = None,
    credentials: Annotated[str | None, typer.Option("--credentials", help="The credentials file.")] = None,
    auth_token: Annotated[
        str | None, typer.Option("-t", "--auth-token", help="Token that API requests must carry.")
    ] = None,
    cors: Annotated[list[str] | None, typer.Option("--cors", help="Origins that may call.")] = None,
    jwt_secret: JWT_SECRET = None,
    jwt_method: JWT_METHOD = "HS256",
    jwt_private_key: JWT_PRIVATE_KEY = None,
    response_timeout: RESPONSE_TIMEOUT = 3600,
    request_timeout: REQUEST_TIMEOUT = 300,
    ssl_certificate: SSL_CERTIFICATE = None,
    ssl_keyfile: SSL_KEYFILE = None,
    ssl_ca_file: SSL_CA_FILE = None,
    ssl_password: SSL_PASSWORD = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    if context.invoked_subcommand:
        return
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.project_files import project_paths
    from causerie.server.access import Access
    from causerie.server.app import Options
    from causerie.server.certificate import Certificate
    from causerie.server.serve import serve

    paths = project_paths(endpoints=endpoints, credentials=credentials)
    access = Access(auth_token, jwt_secret, jwt_method)
    options = Options(enable_api, access, tuple(cors or ()), response_timeout, request_timeout)
    certificate = None
    if ssl_certificate:
        certificate = Certificate(ssl_certificate, ssl_keyfile, ssl_ca_file, ssl_password)
    serve(paths, model, interface, port, options, certificate)


def actions(
    port: Annotated[int, typer.Option("-p", "--port", help="The port to listen on.")] = 5055,
    package: Annotated[str, typer.Option("--actions", help="The package of the actions.")] = "actions",
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.server.serve_actions import serve_actions

    serve_actions(package, port)
