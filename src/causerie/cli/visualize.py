"""``causerie visualize``: the stories as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command
from causerie.cli.options import DATA_FOLDER, NO_DOMAIN, STORIES

OUT = Annotated[Path, typer.Option("--out", help="The HTML page to write.")]
HISTORY = Annotated[
    int, typer.Option("--max-history", min=1, help="Paths are joined when so many steps are alike.")
]
NLU = Annotated[
    Path | None, typer.Option("-u", "--nlu", help="Show an example of each intent, from this file or folder.")
]


def add(app: typer.Typer) -> None:
    add_command(app, "visualize", visualize, "Draw the stories into a page that any browser shows.")


def visualize(
    stories: STORIES = DATA_FOLDER,
    domain: NO_DOMAIN = None,
    out: OUT = Path("graph.html"),
    max_history: HISTORY = 2,
    nlu: NLU = None,
) -> None:
    from causerie.cli.drawing import draw_stories
    from causerie.files.nlu import read_nlu
    from causerie.files.stories import read_stories

    found, rules = read_stories([stories])
    data = read_nlu([nlu]) if nlu else None
    typer.echo(draw_stories((*found, *rules), out, max_history, data.examples if data else ()))
