"""``causerie data schemas``: the JSON Schemas of the project's files, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command

OUT = Annotated[Path, typer.Option("--out", help="The folder to write them into.")]


def add(group: typer.Typer) -> None:
    add_command(
        group, "schemas", write, "Write the JSON Schemas of all files, with which editors check them."
    )


def write(out: OUT = Path(".schemas")) -> None:
    from causerie import schemas
    from causerie.errors import CauserieError

    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in schemas.names():
            (out / f"{name}.json").write_text(schemas.text(name), encoding="utf-8")
    except OSError as error:
        raise CauserieError(f"The schemas can't be written to '{out}': {error.strerror or error}.") from error
    typer.echo(f"{len(schemas.names())} schemas are in '{out}'.")
