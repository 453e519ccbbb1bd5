"""A server to throw generated requests at, and what must hold after each."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import requests
import schemathesis
from schemathesis.config import SchemathesisConfig

from causerie.assembly import Surroundings, assemble
from causerie.channels.rest import RestInput
from causerie.dialogue.events import ActionExecuted, ConversationPaused, Event, UserUttered
from causerie.domain.names import ACTION_LISTEN
from causerie.files.endpoints import EndpointConfig, Endpoints
from causerie.files.project import read_project_from_strings
from causerie.server.access import Access
from causerie.server.app import Options, create_app
from causerie.server.openapi import document
from causerie.server.served import Served
from causerie.settings import max_predictions_per_turn
from causerie.training.train import train

PROJECT = """
version: "3.1"
recipe: default.v1
language: en
assistant_id: fuzzed
pipeline: [{name: KeywordIntentClassifier}, {name: RegexEntityExtractor}]
policies: [{name: MemoizationPolicy}, {name: RulePolicy}]
intents: [hello, travel, order]
entities: [city]
slots:
  city: {type: text, mappings: [{type: from_entity, entity: city}]}
  number: {type: float, min_value: 0, max_value: 9, mappings: [{type: custom}]}
  kind: {type: categorical, values: [a, b], mappings: [{type: custom}]}
  some: {type: list, mappings: [{type: custom}]}
  size: {type: text, mappings: [{type: from_text, conditions: [{active_loop: order_form, requested_slot: size}]}]}
forms: {order_form: {required_slots: [size]}}
responses:
  utter_hello: [{text: "Hello {city} {number}."}]
  utter_ask_size: [{text: "Which size?", buttons: [{title: "{city}", payload: /hello}]}]
  utter_default: [{text: Pardon?}]
nlu:
  - {intent: hello, examples: "- hello"}
  - {regex: city, examples: "- Rome"}
rules:
  - {rule: hello, steps: [{intent: hello}, {action: utter_hello}]}
  - {rule: order, steps: [{intent: order}, {action: order_form}, {active_loop: order_form}]}
stories:
  - {story: travel, steps: [{intent: travel}, {slot_was_set: [{city: Rome}]}, {action: utter_hello}]}
"""
#: Words that mean something to this assistant, so that requests get further than to a refusal.
WORDS = [
    "/hello", '/travel{"city": "Rome"}', "/order", "large", "/restart", "/session_start", "hello", "utter_hello",
    "order_form", "action_listen", "action_restart", "action_session_start", "action_extract_slots", "order", "city",
    "number", "kind", "some", "requested_slot", "/", "/hello{", '/hello{"city": [1, {}]}', "/{", "\ud83d\ude00", "\x00",
    "action_default_fallback", "action_two_stage_fallback", "action_back", "action_unlikely_intent", "travel",
    "action_default_ask_affirmation", "action_deactivate_loop", "action_revert_fallback_events", "action_send_text",
]  # fmt: skip
#: 500 on purpose, as in Rasa.
DESIGNED = ("ConversationError", "TrainingError", "TestingError")
#: Requests that would make the server call others, or take its model away.
LEFT_OUT = ("callback_url", "model_server", "remote_storage")
CHECKS = [
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]
TURNS = ("POST /webhooks/rest/webhook", "POST /conversations/{conversation_id}/trigger_intent")


class Server:
    """A server in a thread of its own, with its conversations in an SQL database."""

    def __init__(self, folder: Path) -> None:
        around = Surroundings(
            folder, Endpoints(tracker_store=EndpointConfig("SQL", options={"db": str(folder / "talks.db")}))
        )
        self.assistant = assemble(train(read_project_from_strings(PROJECT)), around)
        # A reminder that is due would take its turn in the middle of a check.
        self.assistant.reminders.follow = lambda sender_id, events: None  # type: ignore[method-assign]
        self.served = Served(self.assistant, around, folder)
        self.app = create_app(self.served, [RestInput()], Options(enable_api=True))
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self._server = self.run(
            self.app.create_server(sock=listening, return_asyncio_server=True, access_log=False)
        )
        self.run(self._server.startup())
        self.http = requests.Session()

    def run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def events(self, sender_id: str) -> Sequence[Event]:
        """As they are stored."""
        return self.run(self.assistant.conversations.store.read(sender_id)).events  # type: ignore[no-any-return]

    def forget(self, *senders: str) -> None:
        for sender in senders:
            self.run(self.assistant.delete(sender))

    def reload(self) -> None:
        """After a request that unloaded the model."""
        if self.served.assistant is None:
            self.served.assistant, self.served.resting = self.served.resting, None

    def close(self) -> None:
        self.http.close()

        async def stop() -> None:
            await asyncio.sleep(0.05)  # let the server see that its connections are closed
            self._server.close()
            await self._server.wait_closed()
            await self.served.close()

        self.run(stop())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


def schema(max_examples: int) -> Any:
    """The description of the server as schemathesis wants it, always with the same requests."""
    app = create_app(Served(), [RestInput()], Options(enable_api=True))
    told = _without_calls(json.loads(json.dumps(document(app, Access()))))
    config = SchemathesisConfig()
    generation = config.projects.default.generation
    generation.deterministic, generation.max_examples, generation.database = True, max_examples, "none"
    return schemathesis.openapi.from_dict(told, config=config)


def _without_calls(told: Any) -> Any:
    if isinstance(told, list):
        return [_without_calls(x) for x in told if not (isinstance(x, dict) and _is_left_out(x))]
    if isinstance(told, dict):
        return {key: _without_calls(value) for key, value in told.items() if key not in LEFT_OUT}
    return told


def _is_left_out(x: dict[str, Any]) -> bool:
    required = x.get("required")
    return x.get("name") in LEFT_OUT or (isinstance(required, list) and "model_server" in required)


def sender_of(case: Any) -> str:
    """Whose conversation a request concerns."""
    if "conversation_id" in (case.path_parameters or {}):
        return unquote(str(case.path_parameters["conversation_id"]))
    sender = case.body.get("sender") if isinstance(case.body, dict) else None
    return str(sender or "default")


def check(case: Any, answer: Any, before: Sequence[Event], after: Sequence[Event]) -> None:
    """What must hold of each answer, and of what is stored then."""
    if answer.status_code >= 500:
        assert answer.json().get("reason") in DESIGNED, answer.text
    assert b"Traceback" not in answer.content
    operation = f"{case.method.upper()} {case.path}"
    if answer.status_code >= 300:
        assert list(after) == list(before), "a request that failed stored something"
    elif operation in TURNS:
        assert list(after[: len(before)]) == list(before)
        is_whole(after[len(before) :], before)


def is_whole(turn: Sequence[Event], before: Sequence[Event]) -> None:
    """A message with all that follows, up to the next time that the bot listens, or to the most it may do."""
    if not any(isinstance(event, UserUttered) for event in turn):
        return
    done = [event.name for event in turn if isinstance(event, ActionExecuted)]
    is_paused = any(isinstance(event, ConversationPaused) for event in before)
    assert done or is_paused, "nothing followed the message"
    assert is_paused or done[-1] == ACTION_LISTEN or len(done) >= max_predictions_per_turn(), turn
