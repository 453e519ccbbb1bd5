"""``causerie data split``, ``data convert`` and ``data migrate``."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.logs import Debug, LogConfig, Quiet, Verbose, set_up
from causerie.cli.without_effect import NOTHING, name_without_effect

PLACE = Annotated[Path, typer.Option("-u", "--nlu", help="A file or folder with training data.")]
FRACTION = Annotated[float, typer.Option("--training-fraction", help="How much is to learn from.")]
SEED = Annotated[int | None, typer.Option("--random-seed", help="The same seed, the same parts.")]
PARTS = Annotated[Path, typer.Option("--out", help="The folder of the parts.")]
DATA = Annotated[list[Path] | None, typer.Option("--data", help="Files or folders with NLU data.")]
CONVERTED = Annotated[Path, typer.Option("--out", help="The file to write.")]
LANGUAGE = Annotated[str, typer.Option("-l", "--language", rich_help_panel=NOTHING)]
DOMAIN = Annotated[Path, typer.Option("-d", "--domain", help="The domain of format 2.0: a file or a folder.")]
MIGRATED = Annotated[Path | None, typer.Option("--out", help="Where the new domain is written.")]
SPLIT = Path("train_test_split")


class Format(Enum):
    YAML = "yaml"
    JSON = "json"


FORMAT = Annotated[Format, typer.Option("-f", "--format", help="The format to write.")]


def add(group: typer.Typer) -> None:
    split = typer.Typer(help="Split data into parts to learn from and to test with.", no_args_is_help=True)
    split.command("nlu", help="Split the examples of each intent.")(split_nlu)
    split.command("stories", help="Split the stories of each file.")(split_stories)
    group.add_typer(split, name="split")
    convert = typer.Typer(help="Convert data to another format.", no_args_is_help=True)
    convert.command("nlu", help="Convert NLU data to YAML or JSON.")(convert_nlu)
    group.add_typer(convert, name="convert")
    group.command("migrate", help="Bring a domain of format 2.0 to format 3.1.")(migrate)


def split_nlu(
    nlu: PLACE = Path("data"),
    training_fraction: FRACTION = 0.8,
    random_seed: SEED = None,
    out: PARTS = SPLIT,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.data_files import split_nlu_data

    split_nlu_data(nlu, training_fraction, random_seed, out)


def split_stories(
    nlu: PLACE = Path("data"),
    training_fraction: FRACTION = 0.8,
    random_seed: SEED = None,
    out: PARTS = SPLIT,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.data_files import split_stories_data

    split_stories_data(nlu, training_fraction, random_seed, out)


def convert_nlu(
    context: typer.Context,
    data: DATA = None,
    format: FORMAT = Format.YAML,
    language: LANGUAGE = "en",
    out: CONVERTED = Path("converted_data"),
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    name_without_effect(context)
    from causerie.cli.data_files import convert_nlu as convert

    convert(data or [Path("data")], out, format.value)


def migrate(
    domain: DOMAIN = Path("domain.yml"),
    out: MIGRATED = None,
    verbose: Verbose = False,
    debug: Debug = False,
    quiet: Quiet = False,
    logging_config_file: LogConfig = None,
) -> None:
    set_up(verbose, debug, quiet, logging_config_file)
    from causerie.cli.data_files import migrate as migrate_files

    migrate_files(domain, out)
