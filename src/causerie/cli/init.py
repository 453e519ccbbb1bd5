"""``causerie init``: a new project from a template, trained and ready to talk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command
from causerie.cli.templates_list import TEMPLATES, Template

NO_PROMPT = Annotated[
    bool, typer.Option("--no-prompt", help="Ask nothing: all defaults, and a model is trained.")
]
FOLDER = Annotated[Path | None, typer.Option("--init-dir", help="The folder of the project.")]
# Not among the options, which are Rasa's: the help's text tells of it.
TEMPLATE = Annotated[Template | None, typer.Option("--template", hidden=True)]
CHOICES = ", ".join(f"{x.value} {told}" for x, told in TEMPLATES.items())


def add(app: typer.Typer) -> None:
    text = f"Begin a new project with a template that works: '--template NAME', where {CHOICES}."
    add_command(app, "init", init, text)


def init(no_prompt: NO_PROMPT = False, init_dir: FOLDER = None, template: TEMPLATE = None) -> None:
    from causerie.cli.starting import start_project

    sys.exit(start_project(init_dir, template, ask=not no_prompt and sys.stdin.isatty()))
