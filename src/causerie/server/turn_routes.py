"""Routes that go on with a conversation: an action, an intent, a message, a prediction."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import json as json_response

from causerie.channels.describing import JSON, WORDS, a_list, an_object, described, or_null, ref
from causerie.channels.rest import json_body
from causerie.errors import RequestError
from causerie.ports import IncomingMessage
from causerie.server.checking import OF_EVENTS, demand, entities_or_values, parsed
from causerie.server.model_routes import NOT_EMPTY, assistant_of, predicted
from causerie.server.outputs import chosen_output
from causerie.server.reading import required, state_of, verbosity
from causerie.server.schemas import NUMBER, OBJECT, OF_TRACKERS, OUTPUT_CHANNEL
from causerie.server.tracker_routes import add_route, existing

ENTITIES = {"anyOf": [a_list(ref("Entity")), OBJECT, {"type": "null"}]}
PARSED = or_null(an_object({}, {"intent": ref("Intent"), "entities": a_list(ref("Entity"))}))


def add(app: Sanic[Any, Any]) -> None:
    add_route(app, "POST", "/execute", execute)
    add_route(app, "POST", "/trigger_intent", trigger_intent)
    add_route(app, "POST", "/predict", predict)
    add_route(app, "POST", "/messages", add_message)


@described(
    "Run one action, whatever the policies say.",
    {200: {JSON: ref("Turn")}},
    (*OF_TRACKERS, OUTPUT_CHANNEL),
    {JSON: an_object({"name": NOT_EMPTY}, {"policy": or_null(WORDS), "confidence": or_null(NUMBER)})},
    (404,),
)
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


@described(
    "Act as if the user had said this intent.",
    {200: {JSON: ref("Turn")}},
    (*OF_TRACKERS, OUTPUT_CHANNEL),
    {JSON: an_object({"name": NOT_EMPTY}, {"entities": ENTITIES})},
    (404,),
)
async def trigger_intent(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    body = json_body(request)
    name = required(body, "name")
    entities = body.get("entities") or []
    demand(entities, entities_or_values, OF_EVENTS["entities"][1], "entities", "'entities'")
    verbosity(request)
    output = await chosen_output(request, assistant, conversation_id)
    tracker = await assistant.trigger_intent(conversation_id, name, entities, output)
    return json_response({"tracker": state_of(request, tracker), "messages": output.messages})


@described("What would be done next.", {200: {JSON: ref("Prediction")}}, OF_TRACKERS, fails=(404,))
async def predict(request: Request, conversation_id: str) -> HTTPResponse:
    assistant = assistant_of(request)
    await existing(request, conversation_id)
    prediction, tracker = await assistant.predict(conversation_id)
    answer = predicted(assistant, prediction, state_of(request, tracker))
    answer["scores"].sort(key=lambda item: (-item["score"], item["action"]))
    return json_response(answer)


@described(
    "Append a message of the user and fill slots; nothing is answered.",
    {200: {JSON: ref("Tracker")}},
    OF_TRACKERS,
    {JSON: an_object({"text": NOT_EMPTY, "sender": {"const": "user"}}, {"parse_data": PARSED})},
)
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
    demand(parse_data, parsed, OF_EVENTS["parse_data"][1], "parse_data", "'parse_data'")
    message = IncomingMessage(required(body, "text"), conversation_id, channel="", parse_data=parse_data)
    return json_response(state_of(request, await assistant.log_message(message)))


def _confidence(raw: Any) -> float:
    return float(raw) if isinstance(raw, int | float) else 0.0
