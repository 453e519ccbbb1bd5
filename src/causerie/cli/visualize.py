"""``causerie visualize``: the stories as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.without_effect import NOTHING, name_without_effect

STORIES = Annotated[Path, typer.Option("-s", "--stories", help="Stories: a file or a folder.")]
DOMAIN = Annotated[str | None, typer.Option("-d", "--domain", rich_help_panel=NOTHING)]
OUT = Annotated[Path, typer.Option("--out", help="The HTML page to write.")]
HISTORY = Annotated[
    int, typer.Option("--max-history", min=1, help="Paths are joined when so many steps are alike.")
]
NLU = Annotated[
    Path | None, typer.Option("-u", "--nlu", help="Show an example of each intent, from this file or folder.")
]


def add(app: typer.Typer) -> None:
    app.command("visualize", help="Draw the stories into a page that any browser shows.")(visualize)


def visualize(
    context: typer.Context,
    stories: STORIES = Path("data"),
    domain: DOMAIN = None,
    out: OUT = Path("graph.html"),
    max_history: HISTORY = 2,
    nlu: NLU = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    name_without_effect(context)
    from causerie.cli.drawing import draw_stories
    from causerie.files.nlu import read_nlu
    from causerie.files.stories import read_stories

    found, rules = read_stories([stories])
    data = read_nlu([nlu]) if nlu else None
    typer.echo(draw_stories((*found, *rules), out, max_history, data.examples if data else ()))
