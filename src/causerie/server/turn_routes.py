"""Routes that go on with a conversation: an action, an intent, a message, a prediction."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response

from causerie.channels.rest import json_body
from causerie.errors import RequestError
from causerie.ports import IncomingMessage
from causerie.server.model_routes import assistant_of, predicted
from causerie.server.outputs import chosen_output
from causerie.server.reading import required, state_of, verbosity
from causerie.server.tracker_routes import add_route, existing


def add(app: Sanic[Any, Any]) -> None:
    add_route(app, "POST", "/execute", execute)
    add_route(app, "POST", "/trigger_intent", trigger_intent)
    add_route(app, "POST", "/predict", predict)
    add_route(app, "POST", "/messages", add_message)


async def execute(request: Request, conversation_id: str) -> HTTPResponse:
    """Answers with the conversation as it was before the action, as Rasa does."""
    assistant = assistant_of(request)
    if not assistant.is_opened(conversation_id):
        await existing(request, conversation_id)
    body = json_body(request)
    name = required(body, "name")
    policy, confidence = str(body.get("policy") or ""), _confidence(body.get("confidence"))
    verbosity(request)
    output = await chosen_output(request, assistant, conversation_id)
    tracker = await assistant.execute(conversation_id, name, policy, confidence, output)
    return json_response({"tracker": state_of(request, tracker), "messages": output.messages})


async def trigger_intent(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    body = json_body(request)
    name = required(body, "name")
    entities = body.get("entities") or []
    if not isinstance(entities, list | dict):
        raise RequestError(
            400, "BadRequest", "'entities' must be a list.", {"parameter": "entities", "in": "body"}
        )
    verbosity(request)
    output = await chosen_output(request, assistant, conversation_id)
    tracker = await assistant.trigger_intent(conversation_id, name, entities, output)
    return json_response({"tracker": state_of(request, tracker), "messages": output.messages})


async def predict(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    await existing(request, conversation_id)
    prediction, tracker = await assistant.predict(conversation_id)
    answer = predicted(assistant, prediction, state_of(request, tracker))
    answer["scores"].sort(key=lambda item: (-item["score"], item["action"]))
    return json_response(answer)


async def add_message(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    body = json_body(request)
    verbosity(request)
    sender, parse_data = body.get("sender"), body.get("parse_data")
    if sender != "user":
        raise RequestError(
            400,
            "BadRequest",
            f"Only messages of the user can be added; 'sender' must be 'user', found {sender!r}.",
            {"parameter": "sender", "in": "body"},
        )
    if parse_data is not None and not isinstance(parse_data, dict):
        raise RequestError(
            400, "BadRequest", "'parse_data' must be an object.", {"parameter": "parse_data", "in": "body"}
        )
    message = IncomingMessage(required(body, "text"), conversation_id, channel="", parse_data=parse_data)
    return json_response(state_of(request, await assistant.log_message(message)))


def _confidence(raw: Any) -> float:
    return float(raw) if isinstance(raw, int | float) else 0.0
