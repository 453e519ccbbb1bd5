"""``causerie export``: stored conversations are told to the event broker."""

from __future__ import annotations

from typing import Annotated

import typer

from causerie.cli.command import add_command
from causerie.cli.options import ENDPOINTS

FROM = Annotated[float | None, typer.Option("--minimum-timestamp", help="Events from this time on.")]
UNTIL = Annotated[float | None, typer.Option("--maximum-timestamp", help="Events before this time.")]
OFFSET = Annotated[
    int, typer.Option("--offset-timestamps-by-seconds", help="Added to the time of every event.")
]
IDS = Annotated[str | None, typer.Option("--conversation-ids", help="These only: one,two,three.")]


def add(app: typer.Typer) -> None:
    add_command(app, "export", export, "Tell stored conversations to the event broker.")


def export(
    endpoints: ENDPOINTS = None,
    minimum_timestamp: FROM = None,
    maximum_timestamp: UNTIL = None,
    offset_timestamps_by_seconds: OFFSET = 0,
    conversation_ids: IDS = None,
) -> None:
    from causerie.cli.exporting import Wanted, export_conversations
    from causerie.cli.project_files import project_paths

    ids = tuple(filter(None, (part.strip() for part in (conversation_ids or "").split(","))))
    wanted = Wanted(minimum_timestamp, maximum_timestamp, ids, offset_timestamps_by_seconds)
    export_conversations(project_paths(endpoints=endpoints), wanted)
