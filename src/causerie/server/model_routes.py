"""Routes about the model: version, status, domain, parse, predict."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response
from sanic import text as text_response

from causerie.assembly import RASA_VERSION
from causerie.assistant import Assistant
from causerie.channels.describing import (
    JSON,
    SWITCH,
    WORDS,
    YAML,
    Query,
    a_list,
    an_object,
    described,
    one_of,
    ref,
)
from causerie.channels.rest import json_body
from causerie.dialogue.tracker import Tracker
from causerie.domain import Domain
from causerie.domain.names import ACTION_LISTEN
from causerie.errors import RequestError
from causerie.files.domain_json import domain_as_dict, domain_as_yaml
from causerie.ports import Json, Prediction
from causerie.processor import FOLLOWUP_POLICY
from causerie.server.emulation import emulated
from causerie.server.reading import events_of, is_true, state_of
from causerie.server.schemas import OBJECT, OF_TRACKERS
from causerie.server.served import Served, loaded

NOT_EMPTY = {"type": "string", "minLength": 1}
EMULATED = Query("emulation_mode", one_of("WIT", "LUIS", "DIALOGFLOW"), "Another form.")


def add(app: Sanic[Any, Any]) -> None:
    app.add_route(version, "/version", methods=["GET"], name="version")
    app.add_route(status, "/status", methods=["GET"], name="status")
    app.add_route(show_domain, "/domain", methods=["GET"], name="domain")
    app.add_route(parse, "/model/parse", methods=["POST"], name="parse")
    app.add_route(predict, "/model/predict", methods=["POST"], name="predict")


def served_by(request: Request) -> Served:
    served: Served = request.app.ctx.served
    return served


def assistant_of(request: Request) -> Assistant:
    """Raises RequestError 409 while no model is loaded."""
    return loaded(served_by(request))


@described(
    "The version of Rasa that this API follows.",
    {200: {JSON: an_object({"version": WORDS, "minimum_compatible_version": WORDS})}},
)
async def version(request: Request) -> HTTPResponse:
    return json_response({"version": RASA_VERSION, "minimum_compatible_version": RASA_VERSION})


@described(
    "The model that is loaded.",
    {
        200: {
            JSON: an_object(
                {"model_file": WORDS, "model_id": WORDS, "num_active_training_jobs": {"type": "integer"}},
                {"open_turns": OBJECT},
            )
        }
    },
    fails=(409,),
)
async def status(request: Request) -> HTTPResponse:
    assistant = assistant_of(request)
    told: Json = {
        "model_file": assistant.model_file,
        "model_id": assistant.model.model_id,
        "num_active_training_jobs": served_by(request).trainings,
    }
    open_turns = assistant.processor.open_turns
    return json_response({**told, "open_turns": open_turns.status()} if open_turns else told)


@described("The domain of the model.", {200: {JSON: OBJECT, YAML: WORDS}}, fails=(406, 409))
async def show_domain(request: Request) -> HTTPResponse:
    known = assistant_of(request).domain
    wanted = [kind.partition(";")[0].strip() for kind in request.headers.get("accept", "*/*").split(",")]
    for kind in wanted:
        if kind.endswith("json") or kind == "*/*":
            return json_response(domain_as_dict(known))
        if kind.endswith(("yml", "yaml")):
            return text_response(domain_as_yaml(known), content_type=YAML)
    raise RequestError(
        406, "NotAcceptable", f"The domain is given as application/json or {YAML} (the header 'Accept')."
    )


@described(
    "What a text means.",
    {200: {JSON: OBJECT}},
    (EMULATED, Query("explain", SWITCH, "Say which words and which examples carried the decision.")),
    {JSON: an_object({"text": {"anyOf": [WORDS, a_list(WORDS, 1)]}})},
    (409,),
)
async def parse(request: Request) -> HTTPResponse:
    assistant = assistant_of(request)
    text = json_body(request).get("text")
    if isinstance(text, list) and text:
        text = text[0]
    if not isinstance(text, str):
        raise RequestError(400, "BadRequest", "The body needs 'text'.", {"parameter": "text", "in": "body"})
    mode = request.args.get("emulation_mode")
    if is_true(request, "explain"):
        return json_response(await assistant.explain(text))
    return json_response(emulated(await assistant.parse(text), mode))


@described(
    "What would be done after these events.",
    {200: {JSON: ref("Prediction")}},
    OF_TRACKERS,
    {JSON: a_list(ref("Event"))},
    (409,),
)
async def predict(request: Request) -> HTTPResponse:
    assistant = assistant_of(request)
    events = events_of(request, single=False)
    tracker = Tracker("default", assistant.domain.slots, events)
    prediction = (
        assistant.processor.predict(tracker) if events else Prediction({ACTION_LISTEN: 1.0}, FOLLOWUP_POLICY)
    )
    tracker.clear_followup()
    return json_response(predicted(assistant, prediction, state_of(request, tracker)))


def predicted(assistant: Assistant, prediction: Prediction, state: Json) -> Json:
    """A score for each action of the domain, in its order."""
    return {
        "scores": [
            {"action": action, "score": prediction.scores.get(action, 0.0)}
            for action in _ordered(assistant.domain)
        ],
        "policy": prediction.policy or None,
        "confidence": prediction.confidence,
        "tracker": state,
    }


def _ordered(domain: Domain) -> list[str]:
    """The domain's actions, the responses among them by name, as Rasa lists them."""
    responses = {name for name in domain.responses if name not in domain.actions}
    by_name = iter(sorted(responses.intersection(domain.action_names)))
    return [next(by_name) if name in responses else name for name in domain.action_names]
