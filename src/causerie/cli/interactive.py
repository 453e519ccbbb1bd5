"""``causerie interactive``: learn by talking; ``core``: with ``/intent`` messages, no NLU."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from causerie.cli.command import add_command, add_group
from causerie.cli.groups import ModelGroup
from causerie.cli.options import CONFIG, DATA, DOMAIN, ENDPOINTS, MODELS_FOLDER, NAMED_MODEL
from causerie.cli.train_options import AUGMENTATION, DEBUG_PLOTS, FORCE, PERSIST_NLU_DATA
from causerie.cli.without_effect import NOTHING

USUAL_PORT = 5005
MODEL = Annotated[
    Path | None,
    typer.Option("-m", "--model", help="A model, or a folder of models; without, one is trained first."),
]
STORIES = Annotated[str | None, typer.Option("-s", "--stories", help="Stories: a file or a folder.")]
END_TO_END = Annotated[
    bool, typer.Option("--e2e", help="Tell in the stories what the user said, word by word.")
]


@dataclass(frozen=True, slots=True)
class Talking:
    conversation_id: Annotated[
        str | None, typer.Option("--conversation-id", help="The conversation to go on with.")
    ] = None
    skip_visualization: Annotated[
        bool, typer.Option("--skip-visualization", help="Don't serve the page that draws the stories.")
    ] = False
    port: Annotated[
        int, typer.Option("-p", "--port", min=1, max=65534, help="The page is served at the port after this.")
    ] = USUAL_PORT


@dataclass(frozen=True, slots=True)
class FirstTraining:
    """How the model is made when none is named."""

    config: CONFIG = None
    domain: DOMAIN = None
    out: Annotated[Path, typer.Option("--out", help="The folder where the model is written.")] = MODELS_FOLDER
    augmentation: AUGMENTATION = 50
    debug_plots: DEBUG_PLOTS = False
    finetune: Annotated[
        Path | None,
        typer.Option(
            "--finetune", metavar="[MODEL]", help="Needs a model; the training is a full one all the same."
        ),
    ] = None
    epoch_fraction: Annotated[float | None, typer.Option("--epoch-fraction", help=NOTHING)] = None


def add(app: typer.Typer) -> None:
    group = add_group(
        app,
        "interactive",
        "Talk to the assistant, correct it step by step, and have it written into the project's files.",
        interactive,
        ModelGroup,
    )
    add_command(group, "core", core, "The same with messages such as /greet, for the dialogue alone.")


def interactive(
    talking: Talking,
    training: FirstTraining,
    e2e: END_TO_END = False,
    model: MODEL = None,
    data: DATA = None,
    endpoints: ENDPOINTS = None,
    force: FORCE = False,
    persist_nlu_data: PERSIST_NLU_DATA = False,
) -> None:
    from causerie.cli.interactive_session import Request, run_session

    run_session(Request(talking, training, model, data, endpoints, end_to_end=e2e, force=force))


def core(
    talking: Talking,
    training: FirstTraining,
    named: NAMED_MODEL = None,
    model: MODEL = None,
    stories: STORIES = None,
    endpoints: ENDPOINTS = None,
) -> None:
    from causerie.cli.interactive_session import Request, run_session

    data = [stories] if stories else None
    run_session(Request(talking, training, named or model, data, endpoints, nlu=False))
