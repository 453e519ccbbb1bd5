"""``causerie feedback``: what users thought of the bot's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command
from causerie.cli.export import FROM, UNTIL
from causerie.cli.options import ENDPOINTS

OUT = Annotated[
    Path | None,
    typer.Option(
        "--out",
        help="Write each opinion to this file: .csv, .jsonl, or .yml with the disliked answers' questions, to be "
        "sorted into intents.",
    ),
]


def add(app: typer.Typer) -> None:
    add_command(
        app, "feedback", feedback, "Show, or write to a file, what users thought of the bot's answers."
    )


def feedback(
    endpoints: ENDPOINTS = None,
    minimum_timestamp: FROM = None,
    maximum_timestamp: UNTIL = None,
    out: OUT = None,
) -> None:
    from causerie.cli.feedback_report import report
    from causerie.cli.project_files import project_paths

    report(project_paths(endpoints=endpoints), minimum_timestamp, maximum_timestamp, out)
