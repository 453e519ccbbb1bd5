"""Options of a server, shared by ``run`` and ``shell``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Serving:
    interface: Annotated[str, typer.Option("-i", "--interface", help="The address to listen on.")] = "0.0.0.0"
    port: Annotated[int, typer.Option("-p", "--port", min=0, max=65535, help="The port to listen on.")] = 5005
    enable_api: Annotated[bool, typer.Option("--enable-api", help="Serve the HTTP API too.")] = False
    credentials: Annotated[str | None, typer.Option("--credentials", help="The credentials file.")] = None
    connector: Annotated[
        str | None, typer.Option("--connector", help="Serve this channel alone; it may need no credentials.")
    ] = None
    remote_storage: Annotated[
        str | None,
        typer.Option("--remote-storage", help="Where models are kept: aws, gcs, azure or a class."),
    ] = None
    auth_token: Annotated[
        str | None, typer.Option("-t", "--auth-token", help="Token that API requests must carry.")
    ] = None
    cors: Annotated[list[str] | None, typer.Option("--cors", help="Origins that may call.")] = None
    jwt_secret: Annotated[
        str | None,
        typer.Option("--jwt-secret", help="Secret (HS256 …) or public key (RS256 …) of web tokens."),
    ] = None
    jwt_method: Annotated[str, typer.Option("--jwt-method", help="How web tokens are signed.")] = "HS256"
    jwt_private_key: Annotated[
        str | None, typer.Option("--jwt-private-key", help="Has no effect: tokens are checked, never issued.")
    ] = None
    response_timeout: Annotated[
        int, typer.Option("--response-timeout", min=1, help="Seconds that an answer may take.")
    ] = 3600
    request_timeout: Annotated[
        int, typer.Option("--request-timeout", min=1, help="Seconds that a request may take to arrive.")
    ] = 300
    ssl_certificate: Annotated[
        Path | None, typer.Option("--ssl-certificate", help="Serve HTTPS with this.")
    ] = None
    ssl_keyfile: Annotated[Path | None, typer.Option("--ssl-keyfile", help="The certificate's key.")] = None
    ssl_ca_file: Annotated[Path | None, typer.Option("--ssl-ca-file", help="Authorities, if needed.")] = None
    ssl_password: Annotated[str | None, typer.Option("--ssl-password", help="The key's password.")] = None
