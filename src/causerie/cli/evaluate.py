"""``causerie evaluate markers``: where in stored conversations markers apply."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up

OUT = Annotated[Path, typer.Argument(metavar="output_filename", help="The CSV file to write.")]
COUNT = Annotated[int, typer.Argument(metavar="count", min=1, help="How many conversations.")]
CONFIG = Annotated[Path, typer.Option("--config", help="The markers: a file or a folder.")]
NO_STATS = Annotated[bool, typer.Option("--no-stats", help="Write no statistics.")]
PREFIX = Annotated[Path, typer.Option("--stats-file-prefix", help="How the statistics' files begin.")]
ENDPOINTS = Annotated[str | None, typer.Option("--endpoints", help="Names the tracker store.")]
DOMAIN = Annotated[str | None, typer.Option("-d", "--domain", help="The domain: a file or a folder.")]
SEED = Annotated[int | None, typer.Option("--seed", help="The same seed, the same sample.")]
MARKERS, STATS = Path("markers.yml"), Path("stats")


def add(app: typer.Typer) -> None:
    group = typer.Typer(help="Evaluate stored conversations.", no_args_is_help=True)
    markers = typer.Typer(help="Find where markers apply.", no_args_is_help=True)
    markers.command("all", help="In all conversations.")(every)
    markers.command("first_n", help="In the first so many conversations.")(first_n)
    markers.command("sample_n", help="In so many conversations, drawn at random.")(sample_n)
    group.add_typer(markers, name="markers")
    app.add_typer(group, name="evaluate")


def every(
    output_filename: OUT,
    config: CONFIG = MARKERS,
    no_stats: NO_STATS = False,
    stats_file_prefix: PREFIX = STATS,
    endpoints: ENDPOINTS = None,
    domain: DOMAIN = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.marking import Drawn, mark

    mark(config, output_filename, None if no_stats else stats_file_prefix, endpoints, domain, Drawn())


def first_n(
    count: COUNT,
    output_filename: OUT,
    config: CONFIG = MARKERS,
    no_stats: NO_STATS = False,
    stats_file_prefix: PREFIX = STATS,
    endpoints: ENDPOINTS = None,
    domain: DOMAIN = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.marking import Drawn, mark

    mark(config, output_filename, None if no_stats else stats_file_prefix, endpoints, domain, Drawn(count))


def sample_n(
    count: COUNT,
    output_filename: OUT,
    seed: SEED = None,
    config: CONFIG = MARKERS,
    no_stats: NO_STATS = False,
    stats_file_prefix: PREFIX = STATS,
    endpoints: ENDPOINTS = None,
    domain: DOMAIN = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.marking import Drawn, mark

    drawn = Drawn(count, at_random=True, seed=seed)
    mark(config, output_filename, None if no_stats else stats_file_prefix, endpoints, domain, drawn)
