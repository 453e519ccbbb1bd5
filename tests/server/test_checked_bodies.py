"""What generated requests found: values of the wrong kind in bodies are told, and stored nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello]
entities: [city]
slots: {city: {type: text, mappings: [{type: from_entity, entity: city}]}}
responses: {utter_hello: [{text: Hello.}]}
rules: [{rule: hello, steps: [{intent: hello}, {action: utter_hello}]}]
"""
EVENTS = "/conversations/default/tracker/events"


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        (
            EVENTS,
            '{"event": "slot", "name": [], "value": 1}',
            "'name' of the event 'slot' must be a text; found []",
        ),
        (EVENTS, '{"event": "action", "name": {}}', "'name'"),
        (EVENTS, '{"event": "user", "text": 5}', "'text'"),
        (EVENTS, '{"event": "user", "parse_data": {"entities": [5]}}', "'parse_data'"),
        (EVENTS, '{"event": "user", "parse_data": {"intent": {"name": {}}}}', "'parse_data'"),
        (EVENTS, '{"event": "user", "parse_data": {"entities": [{"value": 1}]}}', "'parse_data'"),
        (EVENTS, '{"event": "pause", "timestamp": 1e12}', "'timestamp'"),
        (EVENTS, '{"event": "pause", "timestamp": NaN}', "NaN"),
        (EVENTS, '{"event": "slot", "name": "city", "value": 1e999}', "1e999"),
        (EVENTS, '{"event": "slot", "name": "city", "value": "\\ud83d"}', "no JSON"),
        (EVENTS, '{"event": "reminder", "intent": "hello", "date_time": true}', "'date_time'"),
        (EVENTS, '[{"event": "pause"}, {"event": "bot", "data": []}]', "'data'"),
        (
            "/conversations/default/messages",
            '{"text": "x", "sender": "user", "parse_data": {"entities": {}}}',
            "'parse_data'",
        ),
        ("/conversations/default/trigger_intent", '{"name": "hello", "entities": [[]]}', "'entities'"),
        ("/webhooks/rest/webhook", '{"message": "\\udc00"}', "no JSON"),
    ],
)
async def test_values_of_the_wrong_kind_are_told(
    client: Callable[..., Any], path: str, body: str, told: str
) -> None:
    http = await client(PROJECT)
    answer = await http.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert told in answer.json()["message"]
    assert (await http.get("/conversations/default/story")).status_code == 404, "nothing was stored"
