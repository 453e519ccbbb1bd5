"""``rasa x`` started another product. The command is kept to say what there is instead."""

from __future__ import annotations

import sys

import typer

INSTEAD = """\
'x' started Rasa X, a closed product whose free edition was withdrawn; there is nothing to start here.
Instead:
  causerie interactive         talk to the assistant and correct it step by step
  causerie run --enable-api    serve it, with the HTTP API (what 'x --production' did for Rasa Enterprise)
  causerie test                play test stories\
"""
AS_RASA_WITHOUT_IT, NOT_SERVED = 0, 1


def add(app: typer.Typer) -> None:
    settings = {"ignore_unknown_options": True, "allow_extra_args": True}
    app.command("x", context_settings=settings, help="Says what to use instead of Rasa X.")(x)


def x(production: bool = typer.Option(False, "--production", hidden=True)) -> None:
    """Who starts it as a server must not believe that one runs."""
    print(INSTEAD, file=sys.stderr)
    raise typer.Exit(NOT_SERVED if production else AS_RASA_WITHOUT_IT)
