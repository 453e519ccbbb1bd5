"""``POST /model/train``: a project in one YAML document becomes a model."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import raw as raw_response

from causerie.assembly import Surroundings
from causerie.channels.describing import NOTHING, SWITCH, WORDS, YAML, Query, described
from causerie.errors import CauserieError, ModelError, ProjectError, RequestError
from causerie.files.problems import Problems
from causerie.files.project import Project, ProjectPaths, read_project_from_strings
from causerie.files.yaml import read_yaml_text
from causerie.server.callbacks import now_or_later
from causerie.server.failures import BadData
from causerie.server.model_routes import served_by
from causerie.server.reading import is_true, text_of
from causerie.server.schemas import ANYTHING, CALLBACK
from causerie.training.archive import load, save
from causerie.training.latest import find_model, new_model_path
from causerie.training.model import Model
from causerie.training.trust import check_names, classes_named_by

NAME = "<request>"


def add(app: Sanic[Any, Any]) -> None:
    app.add_route(train_model, "/model/train", methods=["POST"], name="train")


@described(
    "Train a model of a project in one document (config, domain and data).",
    {200: {"application/x-tar": ANYTHING}, 204: NOTHING},
    (
        Query("force_training", SWITCH),
        Query("save_to_default_model_directory", SWITCH),
        Query("augmentation", WORDS),
        Query("num_threads", WORDS),
        CALLBACK,
    ),
    {YAML: WORDS, "*/*": WORDS},
)
async def train_model(request: Request) -> HTTPResponse:
    """The model as a file. ``augmentation`` and ``num_threads`` are accepted and mean nothing here."""
    served = served_by(request)
    force, keep = (
        is_true(request, "force_training"),
        is_true(request, "save_to_default_model_directory", True),
    )

    async def work() -> HTTPResponse:
        text = yaml_of(request)
        served.trainings += 1
        try:
            name, content = await asyncio.to_thread(_train, text, served.around, served.models, force, keep)
        except CauserieError as error:
            raise RequestError(500, "TrainingError", str(error)) from error
        finally:
            served.trainings -= 1
        headers = {"filename": name, "content-disposition": f'attachment; filename="{name}"'}
        return raw_response(content, content_type="application/x-tar", headers=headers)

    return await now_or_later(request, work)


def yaml_of(request: Request) -> str:
    """The body, when it is YAML; raises RequestError when not."""
    text, problems = text_of(request), Problems()
    read_yaml_text(text, NAME, problems)
    try:
        problems.raise_errors()
    except CauserieError as error:
        raise BadData(str(error), "training-data-format") from error
    return text


def _train(text: str, around: Surroundings, models: Path, force: bool, keep: bool) -> tuple[str, bytes]:
    """The name and the content of the model's file, which is kept among the others or thrown away."""
    from causerie.training.train import train

    trusted = classes_named_by(ProjectPaths.in_folder(around.folder))
    project = project_in(text, trusted)
    model = train(project, None if force else _latest(models, trusted))
    folder = models if models.is_dir() or not models.suffix else models.parent
    with TemporaryDirectory(prefix="causerie-train-") as elsewhere:
        path = save(model, new_model_path(folder if keep else Path(elsewhere)))
        return path.name, path.read_bytes()


def project_in(text: str, trusted: frozenset[str]) -> Project:
    """Who may train over HTTP may not choose code: classes must be known, or named by the project's files."""
    project = read_project_from_strings(text, NAME)
    if not (project.nlu.examples or project.stories or project.rules):
        raise ProjectError("There is no training data: the document has no 'nlu', 'stories' or 'rules'.")
    config = project.config
    check_names(
        {
            "policies": [{"name": entry.name} for entry in config.policies],
            "nlu": {"components": [{"name": entry.name} for entry in config.pipeline]},
            "domain": {"slots": {slot.name: {"type": slot.type} for slot in project.domain.slots.values()}},
            "config": config.raw,
        },
        trusted,
    )
    return project


def _latest(models: Path, trusted: frozenset[str]) -> Model | None:
    try:
        return load(find_model(models), trusted)
    except ModelError:
        return None
