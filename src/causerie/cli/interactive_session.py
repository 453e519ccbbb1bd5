"""Gets a model and a terminal ready, and begins a session of learning."""

from __future__ import annotations

import asyncio
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path

from causerie.assembly import Surroundings, assemble, read_model
from causerie.assistant import Assistant
from causerie.cli.interactive import FirstTraining, Talking
from causerie.cli.interactive_page import StoryPage
from causerie.cli.interactive_terminal import QuestionTerminal
from causerie.cli.project_files import project_paths
from causerie.cli.training import train_project
from causerie.cli.training_files import training_files
from causerie.cli.training_order import Order
from causerie.errors import CauserieError, ModelError, ProjectError
from causerie.files.endpoints import read_endpoints
from causerie.files.project import ProjectPaths, read_project
from causerie.interactive.conversation import Conversation
from causerie.interactive.export import Exporter
from causerie.interactive.session import learn

HELP = "Type a message; Ctrl-C opens a menu: undo, fork, start anew, export & quit."
ENDED, NOBODY = 0, 1


@dataclass(frozen=True, slots=True)
class Request:
    """What the command was called with; ``nlu`` is False for the dialogue alone."""

    talking: Talking
    training: FirstTraining
    model: Path | None
    data: list[str] | None
    endpoints: str | None
    end_to_end: bool = False
    force: bool = False
    nlu: bool = True


def run_session(request: Request) -> None:
    """Ends with 1 when there is no terminal, nothing to learn with, or nobody left to answer."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CauserieError(
            "'interactive' asks questions, and this is no terminal. Run it in one; "
            "'causerie shell' reads messages from a file or a pipe."
        )
    training = request.training
    paths = (training_files if request.model is None else project_paths)(
        training.domain, request.data, training.config, request.endpoints
    )
    assistant = _assistant(request, paths)
    sys.exit(ENDED if asyncio.run(_learn(assistant, request, paths)) else NOBODY)


def _assistant(request: Request, paths: ProjectPaths) -> Assistant:
    if request.model is None:
        _train(request, paths)
    model, name = read_model(
        request.model or request.training.out, Surroundings(paths.root, read_endpoints(paths.endpoints))
    )
    if not model.policies:
        raise ModelError(f"The model {name} chooses no actions (it has NLU alone). Train one: causerie train")
    return assemble(model, Surroundings(paths.root, read_endpoints(paths.endpoints)), name)


def _train(request: Request, paths: ProjectPaths) -> None:
    project = read_project(paths)
    if not (project.stories or project.rules):
        raise ProjectError(
            "There are no stories or rules, so no model can be trained. Write a first rule or story "
            "into data/, or name a model with --model."
        )
    training = request.training
    order = Order(
        training.out,
        force=request.force,
        check=False,
        finetune=training.finetune,
        debug_plots=training.debug_plots,
        augmentation=training.augmentation,
        nlu=request.nlu,
    )
    train_project(paths, order)


async def _learn(assistant: Assistant, request: Request, paths: ProjectPaths) -> bool:
    talking = request.talking
    page = None if talking.skip_visualization else StoryPage.served(talking.port + 1, paths)
    terminal = QuestionTerminal(page)
    if page:
        terminal.tell(f"The stories are drawn at {page.address}")
    terminal.tell(HELP)
    conversation = Conversation(assistant, talking.conversation_id or uuid.uuid4().hex)
    await assistant.start()
    try:
        return await learn(
            conversation, terminal, Exporter(paths, end_to_end=request.end_to_end, nlu=request.nlu)
        )
    finally:
        await assistant.close()
        if page:
            page.close()
