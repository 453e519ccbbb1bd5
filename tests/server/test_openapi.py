"""``/openapi.json`` says all there is, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from sanic import Blueprint, Sanic
from sanic import text as text_response

from causerie.channels.callback import CallbackInput
from causerie.channels.describing import description_of
from causerie.channels.rest import RestInput
from causerie.dialogue.event_json import EventError, from_dict
from causerie.server.access import Access
from causerie.server.app import Options, create_app
from causerie.server.openapi import PARAMETER, document
from causerie.server.schemas import SCHEMAS
from causerie.server.served import Served

PROJECT = "policies: [{name: RulePolicy}]\nintents: [hello]\n"
RASAS = """
GET / · GET /version · GET /status · GET /conversations/{conversation_id}/tracker
POST /conversations/{conversation_id}/tracker/events · PUT /conversations/{conversation_id}/tracker/events
GET /conversations/{conversation_id}/story · POST /conversations/{conversation_id}/execute
POST /conversations/{conversation_id}/trigger_intent · POST /conversations/{conversation_id}/predict
POST /conversations/{conversation_id}/messages · POST /model/train · POST /model/test/stories
POST /model/test/intents · POST /model/predict · POST /model/parse · PUT /model · DELETE /model · GET /domain
"""
OURS = """
DELETE /conversations/{conversation_id} · GET /openapi.json · GET /metrics
GET /users/{user_id}/instructions · PUT /users/{user_id}/instructions · DELETE /users/{user_id}/instructions
GET /webhooks/rest · POST /webhooks/rest/webhook · GET /webhooks/callback · POST /webhooks/callback/webhook
"""


@pytest.fixture
def app() -> Sanic[Any, Any]:
    channels = [RestInput(), CallbackInput.from_credentials({"url": "http://localhost"})]
    return create_app(Served(), channels, Options(enable_api=True))


def operations(told: dict[str, Any]) -> set[str]:
    return {f"{method.upper()} {path}" for path, item in told["paths"].items() for method in item}


def test_every_route_is_described_and_nothing_else(app: Sanic[Any, Any]) -> None:
    routes = {
        f"{method} " + PARAMETER.sub(r"{\1}", route.uri)
        for route in app.router.routes
        for method in route.methods
    }
    assert operations(document(app, Access())) == routes
    assert [route.uri for route in app.router.routes if description_of(route.handler) is None] == []


def test_all_routes_of_rasa_are_there(app: Sanic[Any, Any]) -> None:
    listed = {line.strip() for text in (RASAS, OURS) for line in re.split(r"·|\n", text) if line.strip()}
    assert operations(document(app, Access())) == listed
    assert len([line for line in re.split(r"·|\n", RASAS) if line.strip()]) == 19


@pytest.mark.parametrize(
    "access", [Access(), Access("token"), Access("token", "secret"), Access(None, "secret")]
)
def test_the_document_is_valid(app: Sanic[Any, Any], access: Access) -> None:
    told = json.loads(json.dumps(document(app, access)))
    validate(told)
    guarded = told["paths"]["/status"]["get"]
    assert bool(guarded["security"]) == bool(access)
    assert ("401" in guarded["responses"]) == bool(access)
    for path in ("/", "/version", "/openapi.json"):
        assert told["paths"][path]["get"]["security"] == []


async def test_it_is_served_to_everybody_with_the_api_alone(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(enable_api=True, access=Access("s3cret")))
    answer = await http.get("/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")
    assert "/webhooks/rest/webhook" in answer.json()["paths"]
    without = await client(PROJECT, None, Options())
    assert (await without.get("/openapi.json")).status_code == 404


def test_a_channel_of_the_projects_own_is_listed_too() -> None:
    class Own:
        name = "own"

        def blueprint(self, handle: Any) -> Blueprint:
            blueprint = Blueprint("own_webhook")

            @blueprint.route("/webhook/<kind:str>", methods=["GET", "POST"])
            async def receive(request: Any, kind: str) -> Any:
                return text_response(kind)

            return blueprint

    told = document(create_app(Served(), [Own()], Options(enable_api=True)), Access())
    validate(json.loads(json.dumps(told)))
    assert set(told["paths"]["/webhooks/own/webhook/{kind}"]) == {"get", "post"}


@pytest.mark.parametrize(
    "schema", SCHEMAS["Event"]["anyOf"], ids=lambda schema: schema["properties"]["event"]["const"]
)
def test_an_event_with_the_keys_that_are_required_can_be_read(schema: dict[str, Any]) -> None:
    kind = schema["properties"]["event"]["const"]
    raw = {"event": kind, "name": "n", "value": 1, "intent": "i", "date_time": "2030-01-01T00:00:00+00:00"}
    required = {key: raw[key] for key in schema["required"]}
    from_dict(required)
    for key in set(required) - {"event", "value"}:
        with pytest.raises(EventError):
            from_dict({name: value for name, value in required.items() if name != key})


def test_the_page_of_the_http_api_names_every_path(app: Sanic[Any, Any]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "http-api.md").read_text(encoding="utf-8")
    missing = [line for line in operations(document(app, Access())) if f"`{line}`" not in page]
    assert missing == []
