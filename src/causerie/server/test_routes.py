"""``POST /model/test/stories`` and ``/model/test/intents``: how well the loaded model does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response

from causerie.assembly import make_interpreter, read_model
from causerie.assistant import Assistant
from causerie.channels.describing import JSON, NOTHING, SWITCH, WORDS, YAML, Query, an_object, described
from causerie.channels.rest import json_body
from causerie.domain import Domain
from causerie.errors import CauserieError, RequestError
from causerie.evaluation.cross_validation import cross_validate
from causerie.evaluation.nlu_results import NluResults, examine
from causerie.evaluation.play_stories import play
from causerie.evaluation.story_lines import read_lines
from causerie.evaluation.story_results import StoryResult
from causerie.evaluation.subject import Subject
from causerie.files.nlu import read_nlu
from causerie.files.project import ProjectPaths
from causerie.policies.ensemble import Ensemble
from causerie.ports import Interpreter, Json
from causerie.server.callbacks import now_or_later
from causerie.server.evaluation_json import nlu_json, stories_json
from causerie.server.model_routes import assistant_of, served_by
from causerie.server.reading import is_true
from causerie.server.schemas import CALLBACK, OBJECT
from causerie.server.train_routes import project_in, yaml_of
from causerie.settings import max_predictions_per_turn
from causerie.training.trust import classes_named_by


def add(app: Sanic[Any, Any]) -> None:
    app.add_route(test_stories, "/model/test/stories", methods=["POST"], name="test_stories")
    app.add_route(test_intents, "/model/test/intents", methods=["POST"], name="test_intents")


@described(
    "How well the model does on stories.",
    {200: {JSON: OBJECT}},
    (Query("e2e", SWITCH, "Understand their messages, too."),),
    {YAML: WORDS, "*/*": WORDS},
    (409,),
)
async def test_stories(request: Request) -> HTTPResponse:
    """Play stories; with ``?e2e=true`` their messages are understood, too."""
    subject = _subject(assistant_of(request))
    text, end_to_end = yaml_of(request), is_true(request, "e2e")
    with _told(), TemporaryDirectory(prefix="causerie-test-") as folder:
        file = Path(folder) / "test_stories.yml"
        file.write_text(text, encoding="utf-8")
        lines = await asyncio.to_thread(read_lines, [file], subject.domain, end_to_end, None)
        results: list[StoryResult] = []
        for line in lines:
            await asyncio.sleep(0)
            results.append(await play(line, subject, end_to_end))
        return json_response(stories_json(results, end_to_end))


@described(
    "How well messages are understood.",
    {200: {JSON: OBJECT}, 204: NOTHING},
    (
        Query("model", WORDS, "Another model's file."),
        Query(
            "cross_validation_folds", {"type": "integer", "minimum": 2}, "The body holds config and examples."
        ),
        CALLBACK,
    ),
    {YAML: WORDS, JSON: an_object({"rasa_nlu_data": OBJECT})},
    (409,),
)
async def test_intents(request: Request) -> HTTPResponse:
    """Let the model (or another: ``?model=PATH``) read annotated examples, in YAML or Rasa's JSON.

    With ``?cross_validation_folds=N`` the body holds a config, too, and no model is needed.
    """

    async def work() -> HTTPResponse:
        name, text = _examples(request)
        folds = _folds(request)
        with _told():
            results = await (_across(request, text, folds) if folds else _with_model(request, name, text))
            return json_response(nlu_json(results))

    return await now_or_later(request, work)


async def _with_model(request: Request, name: str, text: str) -> NluResults:
    other = request.args.get("model")
    if other:
        around = served_by(request).around
        model, _ = await asyncio.to_thread(read_model, Path(other), around)
        subject = _tested(model.domain, make_interpreter(model, around), Ensemble(model.policies))
    else:
        subject = _subject(assistant_of(request))
    with TemporaryDirectory(prefix="causerie-test-") as folder:
        file = Path(folder) / name
        file.write_text(text, encoding="utf-8")
        return await examine(await asyncio.to_thread(read_nlu, [file]), subject)


async def _across(request: Request, text: str, folds: int) -> NluResults:
    trusted = classes_named_by(ProjectPaths.in_folder(served_by(request).around.folder))
    return await asyncio.to_thread(lambda: asyncio.run(cross_validate(project_in(text, trusted), folds)))


def _examples(request: Request) -> tuple[str, str]:
    """A name for the file, and what is to stand in it."""
    if request.headers.get("content-type", "").partition(";")[0] == YAML:
        return "nlu.yml", yaml_of(request)
    if request.args.get("cross_validation_folds") and request.body:
        raise RequestError(
            400, "TestingError", "Cross-validation needs YAML: a config and examples together."
        )
    if "rasa_nlu_data" not in json_body(request):
        raise RequestError(400, "BadRequest", f"The body needs 'rasa_nlu_data', or the content type {YAML}.")
    return "nlu.json", request.body.decode("utf-8", "replace")


def _folds(request: Request) -> int:
    raw = request.args.get("cross_validation_folds")
    if raw is None:
        return 0
    if not raw.isdecimal() or int(raw) < 2:
        raise RequestError(
            400,
            "BadRequest",
            f"'cross_validation_folds' must be a number from 2 up; found '{raw}'.",
            {"parameter": "cross_validation_folds", "in": "query"},
        )
    return int(raw)


def _subject(assistant: Assistant) -> Subject:
    return _tested(assistant.domain, assistant.processor.interpreter, assistant.processor.ensemble)


def _tested(domain: Domain, interpreter: Interpreter, ensemble: Ensemble) -> Subject:
    return Subject(domain, Yielding(interpreter), ensemble, max_predictions_per_turn())


@dataclass(frozen=True, slots=True)
class Yielding:
    """Lets others work between two messages: the server goes on answering while it tests."""

    interpreter: Interpreter

    async def parse_data(self, text: str, metadata: Json | None = None, time: float | None = None) -> Json:
        await asyncio.sleep(0)
        return await self.interpreter.parse_data(text, metadata, time)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except RequestError:
        raise
    except CauserieError as error:
        raise RequestError(500, "TestingError", str(error)) from error
