"""``causerie data split``, ``data convert`` and ``data migrate``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command, add_group
from causerie.cli.options import DATA_FOLDER
from causerie.cli.without_effect import NOTHING

PLACE = Annotated[Path, typer.Option("-u", "--nlu", help="A file or folder with training data.")]
DATA = Annotated[list[Path] | None, typer.Option("--data", help="Files or folders with NLU data.")]
CONVERTED = Annotated[Path, typer.Option("--out", help="The file to write.")]
LANGUAGE = Annotated[str, typer.Option("-l", "--language", help=NOTHING)]
DOMAIN = Annotated[Path, typer.Option("-d", "--domain", help="The domain of format 2.0: a file or a folder.")]
MIGRATED = Annotated[Path | None, typer.Option("--out", help="Where the new domain is written.")]


@dataclass(frozen=True, slots=True)
class Splitting:
    nlu: PLACE = DATA_FOLDER
    training_fraction: Annotated[
        float, typer.Option("--training-fraction", help="How much is to learn from.")
    ] = 0.8
    random_seed: Annotated[
        int | None, typer.Option("--random-seed", help="The same seed, the same parts.")
    ] = None
    out: Annotated[Path, typer.Option("--out", help="The folder of the parts.")] = Path("train_test_split")


class Format(Enum):
    YAML = "yaml"
    JSON = "json"


FORMAT = Annotated[Format, typer.Option("-f", "--format", metavar="{yaml,json}", help="The format to write.")]


def add(group: typer.Typer) -> None:
    split = add_group(group, "split", "Split data into parts to learn from and to test with.")
    add_command(split, "nlu", split_nlu, "Split the examples of each intent.")
    add_command(split, "stories", split_stories, "Split the stories of each file.")
    convert = add_group(group, "convert", "Convert data to another format.")
    add_command(convert, "nlu", convert_nlu, "Convert NLU data to YAML or JSON.")
    add_command(group, "migrate", migrate, "Bring a domain of format 2.0 to format 3.1.")


def split_nlu(given: Splitting) -> None:
    from causerie.cli.data_files import split_nlu_data

    split_nlu_data(given.nlu, given.training_fraction, given.random_seed, given.out)


def split_stories(given: Splitting) -> None:
    from causerie.cli.data_files import split_stories_data

    split_stories_data(given.nlu, given.training_fraction, given.random_seed, given.out)


def convert_nlu(
    data: DATA = None,
    format: FORMAT = Format.YAML,
    language: LANGUAGE = "en",
    out: CONVERTED = Path("converted_data"),
) -> None:
    from causerie.cli.data_files import convert_nlu as convert

    convert(data or [DATA_FOLDER], out, format.value)


def migrate(domain: DOMAIN = Path("domain.yml"), out: MIGRATED = None) -> None:
    from causerie.cli.data_files import migrate as migrate_files

    migrate_files(domain, out)
