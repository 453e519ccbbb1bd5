"""An action that fails in any way leaves the conversation intact."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from causerie.dialogue.events import ActionExecuted
from causerie.files.endpoints import EndpointConfig, Endpoints

PROJECT = """
policies: [{name: RulePolicy}]
intents: [do, hello]
actions: [action_do]
slots: {done: {type: bool, influence_conversation: false, mappings: [{type: custom}]}}
responses:
  utter_hello: [{text: Hello.}]
  utter_after: [{text: After.}]
  utter_sorry: [{text: Something went wrong.}]
  utter_default: [{text: Default.}]
rules:
  - {rule: do, steps: [{intent: do}, {action: action_do}, {action: utter_after}]}
  - {rule: hello, steps: [{intent: hello}, {action: utter_hello}]}
"""

CODE = """
import asyncio, time
from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection

class ActionDo(Action):
    def name(self):
        return "action_do"

    {kind}def run(self, dispatcher, tracker, domain):
        {body}
"""

BODIES = {
    "raises": ("", "dispatcher.utter_message(text='lost'); raise ValueError('no')"),
    "exits": ("", "raise SystemExit(3)"),
    "hangs": ("", "time.sleep(60)"),
    "hangs politely": ("async ", "await asyncio.sleep(60)"),
    "returns no event": ("", "return [{'event': 'no such thing'}]"),
}
# rasa_sdk leaves these out, so they fail only where the project has an apology.
LEFT_OUT_BY_RASA = {
    "returns a number": ("", "return [5]"),
    "returns a text": ("", "return 'nonsense'"),
    "returns an event without a type": ("", "return [{'name': 'x'}]"),
}


def endpoints(**options: Any) -> Endpoints:
    return Endpoints(action_endpoint=EndpointConfig(None, options.pop("url", None), options))


@pytest.mark.parametrize("case", BODIES)
async def test_without_an_apology_the_turn_goes_on_as_in_rasa(case: str, talk: Callable[..., Any]) -> None:
    kind, body = BODIES[case]
    conversation = talk(PROJECT, CODE.format(kind=kind, body=body), endpoints(timeout=0.3))
    assert await conversation.say("/do") == ["After."]
    assert await conversation.say("/hello") == ["Hello."], "the conversation is intact"
    failed = await failures(conversation)
    assert len(failed) == 1
    assert failed[0]["message"]


@pytest.mark.parametrize("case", {**BODIES, **LEFT_OUT_BY_RASA})
async def test_with_an_apology_the_turn_ends_with_it(case: str, talk: Callable[..., Any]) -> None:
    kind, body = {**BODIES, **LEFT_OUT_BY_RASA}[case]
    conversation = talk(
        PROJECT, CODE.format(kind=kind, body=body), endpoints(timeout=0.3, apology="utter_sorry")
    )
    assert await conversation.say("/do") == ["Something went wrong."]
    assert (await conversation.events())[-1] == "ActionExecuted action_listen"
    assert await conversation.say("/hello") == ["Hello."]


async def test_the_apology_may_be_plain_words(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT, None, endpoints(url="http://127.0.0.1:9", apology="Sorry about that."))
    assert await conversation.say("/do") == ["Sorry about that."]


async def test_a_hanging_action_does_not_keep_others_waiting_for_ever(talk: Callable[..., Any]) -> None:
    code = CODE.format(
        kind="",
        body="time.sleep(60) if tracker.sender_id == 'slow' else None; return [SlotSet('done', True)]",
    )
    fast = talk(PROJECT, code, endpoints(timeout=0.3))
    slow = type(fast)(fast.assistant, "slow")
    await asyncio.gather(slow.say("/do"), asyncio.sleep(0))
    assert await fast.say("/do") == ["After."]
    assert "SlotSet done=True" in await fast.events()


async def test_a_missing_package_is_told_in_the_event(talk: Callable[..., Any]) -> None:
    conversation = talk(PROJECT)
    assert await conversation.say("/do") == ["After."]
    assert "actions" in (await failures(conversation))[0]["message"]


async def test_an_action_that_the_code_lacks_is_told_with_near_misses(talk: Callable[..., Any]) -> None:
    conversation = talk(
        PROJECT, CODE.format(kind="", body="return []").replace('"action_do"', '"action_doo"')
    )
    await conversation.say("/do")
    assert "action_doo" in (await failures(conversation))[0]["message"]


async def test_what_an_action_does_to_its_tracker_stays_with_it(talk: Callable[..., Any]) -> None:
    body = "tracker.slots['done'] = 'changed'; tracker.events[0]['event'] = 'changed'; tracker.events.clear(); return []"
    conversation = talk(PROJECT, CODE.format(kind="", body=body))
    await conversation.say("/do")
    await conversation.say("/do")
    assert await failures(conversation) == []
    tracker = await conversation.assistant.whole("someone")
    assert tracker.slot("done") is None


async def failures(conversation: Any) -> list[dict[str, Any]]:
    tracker = await conversation.assistant.whole("someone")
    return [
        event.metadata["failed"]
        for event in tracker.events
        if isinstance(event, ActionExecuted) and "failed" in event.metadata
    ]


class Server:
    """An action server that answers every request alike."""

    def __init__(self, status: int, body: bytes, delay: float = 0.0) -> None:
        self.status, self.body, self.delay = status, body, delay
        self.requests: list[dict[str, Any]] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        self.requests.append(json.loads(await reader.readexactly(length)))
        if self.delay:
            await reader.read()  # the client gives up before
        writer.write(
            f"HTTP/1.1 {self.status} X\r\nContent-Length: {len(self.body)}\r\nConnection: close\r\n\r\n".encode()
        )
        writer.write(self.body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def serve() -> AsyncIterator[Callable[..., Any]]:
    servers: list[asyncio.Server] = []

    async def start(server: Server) -> str:
        listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
        servers.append(listening)
        return f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/webhook"

    yield start
    for listening in servers:
        listening.close()


ANSWERS = {
    "an error": (500, b"{}", 0.0),
    "HTML": (200, b"<html>", 0.0),
    "a list": (200, b"[]", 0.0),
    "bad events": (200, b'{"events": [{"event": 1}]}', 0.0),
    "bad messages": (200, b'{"responses": ["x"]}', 0.0),
    "nothing in time": (200, b"{}", 5.0),
}


@pytest.mark.parametrize("case", ANSWERS)
async def test_a_server_that_answers_nonsense(
    case: str, talk: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    url = await serve(Server(*ANSWERS[case]))
    conversation = talk(PROJECT, None, endpoints(url=url, timeout=0.3))
    assert await conversation.say("/do") == ["After."]
    assert len(await failures(conversation)) == 1


async def test_a_server_gets_the_conversation_and_its_answer_counts(
    talk: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    server = Server(
        200,
        b'{"events": [{"event": "slot", "name": "done", "value": true}], "responses": [{"text": "Done."}]}',
    )
    conversation = talk(PROJECT, None, endpoints(url=await serve(server)))
    assert await conversation.say("/do") == ["Done.", "After."]
    (request,) = server.requests
    assert request["next_action"] == "action_do"
    assert request["sender_id"] == "someone"
    assert request["tracker"]["latest_message"]["intent"]["name"] == "do"
    assert "action_do" in request["domain"]["actions"]


async def test_a_rejection_leads_to_the_next_best_action(
    talk: Callable[..., Any], serve: Callable[..., Any]
) -> None:
    server = Server(400, b'{"action_name": "action_do", "error": "not now"}')
    conversation = talk(PROJECT, None, endpoints(url=await serve(server)))
    assert await conversation.say("/do") == ["Default."]
    assert "ActionExecutionRejected action_do" in await conversation.events()
