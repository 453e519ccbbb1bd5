"""``causerie shadow``: in front of a running Rasa; answers as it does, and tells what would differ here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command
from causerie.cli.options import MODEL, MODELS_FOLDER

UPSTREAM = Annotated[str, typer.Option("--upstream", help="The running Rasa server: http://host:5005.")]


@dataclass(frozen=True, slots=True)
class Shadowing:
    interface: Annotated[str, typer.Option("-i", "--interface", help="The address to listen on.")] = "0.0.0.0"
    port: Annotated[int, typer.Option("-p", "--port", min=1, max=65535, help="The port to listen on.")] = 5005
    token: Annotated[
        str | None, typer.Option("--token", help="Rasa's --auth-token, to read its conversations.")
    ] = None
    jwt: Annotated[
        str | None, typer.Option("--jwt", help="A web token in its place, for a server with --jwt-secret.")
    ] = None
    report: Annotated[
        Path | None, typer.Option("--report", help="The file for the compared turns, one line of JSON each.")
    ] = Path("shadow.jsonl")
    sample: Annotated[
        float, typer.Option("--sample", min=0, max=1, help="Which part of the conversations to compare.")
    ] = 1.0
    run_actions: Annotated[
        bool, typer.Option("--run-actions", help="Run custom actions here too, with all they do.")
    ] = False
    report_token: Annotated[
        str | None, typer.Option("--report-token", help="What opens the report (else one is made up).")
    ] = None
    ssl_certificate: Annotated[
        Path | None, typer.Option("--ssl-certificate", help="Serve HTTPS with this.")
    ] = None
    ssl_keyfile: Annotated[Path | None, typer.Option("--ssl-keyfile", help="The certificate's key.")] = None
    ssl_password: Annotated[str | None, typer.Option("--ssl-password", help="The key's password.")] = None


def add(app: typer.Typer) -> None:
    add_command(app, "shadow", shadow, "Stand in front of a running Rasa and compare, unnoticed.")


def shadow(upstream: UPSTREAM, given: Shadowing, model: MODEL = MODELS_FOLDER) -> None:
    from causerie.cli.listening import check_address
    from causerie.migration.shadow.companion import Beside
    from causerie.migration.shadow.serve import Listening, serve_shadow
    from causerie.migration.talking.upstream import Way
    from causerie.server.certificate import Certificate
    from causerie.training.latest import find_model

    check_address(given.interface, given.port)
    tls = None
    if given.ssl_certificate:
        tls = Certificate(given.ssl_certificate, given.ssl_keyfile, None, given.ssl_password).context()
    way = Way(upstream, given.token, given.jwt)
    beside = Beside(Path.cwd(), find_model(model).resolve(), way, given.run_actions)
    serve_shadow(
        beside,
        Listening(given.interface, given.port, tls),
        given.report,
        given.sample,
        given.report_token,
    )
