"""``causerie evaluate markers``: where in stored conversations markers apply."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command, add_group
from causerie.cli.options import DOMAIN, ENDPOINTS

OUT = Annotated[Path, typer.Argument(metavar="output_filename", help="The CSV file to write.")]
COUNT = Annotated[int, typer.Argument(metavar="count", help="How many conversations.")]
SEED = Annotated[int | None, typer.Option("--seed", help="The same seed, the same sample.")]


@dataclass(frozen=True, slots=True)
class MarkerOptions:
    config: Annotated[Path, typer.Option("--config", help="The markers: a file or a folder.")] = Path(
        "markers.yml"
    )
    no_stats: Annotated[bool, typer.Option("--no-stats", help="Write no statistics.")] = False
    stats_file_prefix: Annotated[
        Path, typer.Option("--stats-file-prefix", help="How the statistics' files begin.")
    ] = Path("stats")
    endpoints: ENDPOINTS = None
    domain: DOMAIN = None


def add(app: typer.Typer) -> None:
    group = add_group(app, "evaluate", "Evaluate stored conversations.")
    markers = add_group(group, "markers", "Find where markers apply.")
    add_command(markers, "all", every, "In all conversations.")
    add_command(markers, "first_n", first_n, "In the first so many conversations.")
    add_command(markers, "sample_n", sample_n, "In so many conversations, drawn at random.")


def every(output_filename: OUT, options: MarkerOptions) -> None:
    _mark(output_filename, options)


def first_n(count: COUNT, output_filename: OUT, options: MarkerOptions) -> None:
    _mark(output_filename, options, count)


def sample_n(count: COUNT, output_filename: OUT, options: MarkerOptions, seed: SEED = None) -> None:
    _mark(output_filename, options, count, at_random=True, seed=seed)


def _mark(
    out: Path,
    options: MarkerOptions,
    count: int | None = None,
    at_random: bool = False,
    seed: int | None = None,
) -> None:
    from causerie.cli.marking import Drawn, mark

    stats = None if options.no_stats else options.stats_file_prefix
    drawn = Drawn(count, at_random, seed)
    mark(options.config, out, stats, options.endpoints, options.domain, drawn)
