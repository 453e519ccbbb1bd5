"""The commands and options there are, for telling which calls of ``rasa`` in scripts are known."""

from __future__ import annotations

from typing import Any

from causerie.cli.without_effect import NOTHING
from causerie.migration.survey.command_lines import Verb


def known_commands(command: Any) -> Verb:
    """A command of Typer with everything below it."""
    options = {name: getattr(x, "help", None) != NOTHING for x in command.params for name in x.opts}
    below = {name: known_commands(verb) for name, verb in getattr(command, "commands", {}).items()}
    return Verb({"--help": True, "-h": True, **options}, below)
