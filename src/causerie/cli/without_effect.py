"""Options of Rasa that are accepted and change nothing here."""

from __future__ import annotations

import sys

import typer

NOTHING = "Accepted, without effect here."


def name_without_effect(context: typer.Context) -> None:
    """One line that names those that were given."""
    given = [
        max(parameter.opts, key=len)
        for parameter in context.command.params
        if getattr(parameter, "help", None) == NOTHING
        and parameter.name is not None
        and _was_given(context, parameter.name)
    ]
    if given:
        print(f"note: {', '.join(given)}: accepted, without effect here.", file=sys.stderr)


def _was_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
