"""``causerie shell``: talk to the assistant here; ``causerie shell nlu``: see what it understands."""

from __future__ import annotations

from typing import Annotated

import typer

from causerie.cli.command import WITHOUT_EFFECT, add_command, add_group
from causerie.cli.groups import ModelGroup
from causerie.cli.log_files import LogFiles, log_also
from causerie.cli.options import ENDPOINTS, MODEL, MODELS_FOLDER, NAMED_MODEL
from causerie.cli.serving import Serving


def add(app: typer.Typer) -> None:
    group = add_group(
        app,
        "shell",
        "Talk to the assistant in the terminal (or, with 'nlu', see what it understands). "
        "No server is started, so options of one are accepted without effect.",
        shell,
        ModelGroup,
    )
    add_command(
        group,
        "nlu",
        nlu,
        "Type messages and see what the assistant understands (with the further option 'explain', which "
        "words and examples carried it).",
    )


def shell(
    serving: Annotated[Serving, WITHOUT_EFFECT],
    logs: LogFiles,
    model: MODEL = MODELS_FOLDER,
    conversation_id: Annotated[
        str | None, typer.Option("--conversation-id", help="The conversation to go on with.")
    ] = None,
    endpoints: ENDPOINTS = None,
) -> None:
    log_also(logs)
    from causerie.cli.project_files import project_paths
    from causerie.cli.talking import talk

    talk(project_paths(endpoints=endpoints), model, conversation_id)


def nlu(
    named: NAMED_MODEL = None,
    model: MODEL = MODELS_FOLDER,
    explain: Annotated[
        bool, typer.Option("--explain", hidden=True)  # The help is that of Rasa, option by option.
    ] = False,
) -> None:
    from causerie.cli.understanding import understand

    understand(named or model, explain)
