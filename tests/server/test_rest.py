"""The REST channel and the conversation routes, over real HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from causerie.server.access import Access
from causerie.server.app import Options

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello, slow, count]
entities: [city]
actions: [action_slow]
slots:
  city: {type: text, influence_conversation: false, mappings: [{type: from_entity, entity: city}]}
  seen: {type: any, mappings: [{type: custom}]}
responses:
  utter_hello: [{text: "Hello {city}."}]
  utter_default: [{text: What?}]
rules:
  - {rule: hello, steps: [{intent: hello}, {action: utter_hello}]}
  - {rule: slow, steps: [{intent: slow}, {action: action_slow}]}
"""

SLOW = """
import asyncio
from rasa_sdk import Action
from rasa_sdk.events import SlotSet

class Slow(Action):
    def name(self):
        return "action_slow"

    async def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="first")
        await asyncio.sleep(0.3)
        dispatcher.utter_message(text="second")
        return [SlotSet("seen", (tracker.get_slot("seen") or 0) + 1)]
"""


async def say(http: Any, text: str, sender: str = "a") -> list[dict[str, Any]]:
    answer = await http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_a_message_is_answered(client: Callable[..., Any]) -> None:
    http = await client(PROJECT)
    assert await say(http, '/hello{"city": "Rome"}') == [{"recipient_id": "a", "text": "Hello Rome."}]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"5", b"null", b'"x"', b'{"message": 5}', b'{"message": []}', b"\xff\xfe"]
    + [b'{"message": "/hello", "metadata": "x"}', b"[" * 100_000],
)
async def test_bodies_that_are_no_message_get_a_clear_400(client: Callable[..., Any], body: bytes) -> None:
    http = await client(PROJECT)
    answer = await http.post("/webhooks/rest/webhook", content=body)
    assert answer.status_code == 400
    assert len(answer.text) > 20
    assert "Traceback" not in answer.text
    assert (await http.get("/conversations/default/story")).status_code == 404, "nothing was stored"


@pytest.mark.parametrize("body", [{}, {"message": None}, {"sender": "default"}])
async def test_a_body_without_a_message_does_nothing_and_says_so(
    client: Callable[..., Any], body: Any
) -> None:
    http = await client(PROJECT)
    answer = await http.post("/webhooks/rest/webhook", json=body)
    assert (answer.status_code, answer.json()) == (200, [])
    assert "no 'message'" in answer.headers["warning"]
    assert (await http.get("/conversations/default/story")).status_code == 404, "nothing was stored"


async def test_why_an_action_failed_is_told_who_asks(client: Callable[..., Any]) -> None:
    http = await client(
        PROJECT.replace("actions: [action_slow]", "actions: [action_slow, action_gone]"), SLOW
    )
    await http.get("/conversations/a/tracker")
    await http.post("/conversations/a/execute", json={"name": "action_gone"})

    async def failures(**query: str) -> list[Any]:
        events = (await http.get("/conversations/a/tracker", params=query)).json()["events"]
        return [e["metadata"]["failed"] for e in events if "failed" in e["metadata"]]

    assert await failures() == []
    assert "action_gone" in (await failures(failures="true"))[0]["message"]


async def test_a_client_that_goes_away_does_not_cut_the_turn(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, SLOW)
    with pytest.raises(httpx2.ReadTimeout):
        await http.post("/webhooks/rest/webhook", json={"sender": "a", "message": "/slow"}, timeout=0.1)
    for _ in range(50):
        tracker = (await http.get("/conversations/a/tracker")).json()
        if tracker["slots"]["seen"]:
            break
        await asyncio.sleep(0.05)
    assert tracker["slots"]["seen"] == 1
    assert tracker["events"][-1]["name"] == "action_listen"


async def test_messages_of_one_conversation_are_handled_one_after_the_other(
    client: Callable[..., Any],
) -> None:
    http = await client(PROJECT, SLOW)
    await asyncio.gather(*(say(http, "/slow") for _ in range(4)))
    tracker = (await http.get("/conversations/a/tracker")).json()
    assert tracker["slots"]["seen"] == 4
    turns = [event["event"] for event in tracker["events"] if event["event"] in ("user", "slot")]
    assert turns == ["user", "slot"] * 4


async def test_a_stream_says_each_message_as_it_comes(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, SLOW)
    times: list[float] = []
    texts: list[str] = []
    async with http.stream(
        "POST", "/webhooks/rest/webhook?stream=true", json={"sender": "a", "message": "/slow"}
    ) as answer:
        async for line in answer.aiter_lines():
            if line:
                times.append(asyncio.get_running_loop().time())
                texts.append(json.loads(line)["text"])
    assert texts == ["first", "second"]
    assert times[1] - times[0] > 0.1, "the first did not wait for the second"
    bot = [
        e["text"]
        for e in (await http.get("/conversations/a/tracker")).json()["events"]
        if e["event"] == "bot"
    ]
    assert bot == ["first", "second"]


async def test_a_message_id_that_comes_again_is_handled_once(client: Callable[..., Any]) -> None:
    http = await client(PROJECT)
    body = {"sender": "a", "message": "/hello", "message_id": "m1"}
    first = await http.post("/webhooks/rest/webhook", json=body)
    again = await http.post("/webhooks/rest/webhook", json=body)
    assert (len(first.json()), again.json()) == (1, [])


async def test_without_the_api_only_channels_are_there(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options())
    assert (await http.get("/")).text.startswith("Hello from Rasa")
    assert (await http.get("/webhooks/rest/")).json() == {"status": "ok"}
    assert (await http.get("/status")).status_code == 404
    assert await say(http, "/hello")


async def test_a_token_is_asked_for_on_the_api_but_not_on_channels(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(enable_api=True, access=Access("s3cret")))
    for headers, query in (({}, {}), ({"X-Auth-Token": "x"}, {}), ({}, {"token": "x"})):
        answer = await http.get("/status", headers=headers, params=query)
        assert answer.status_code == 401
        assert answer.json()["reason"] == "NotAuthenticated"
    assert (await http.get("/status", params={"token": "s3cret"})).status_code == 200
    assert (await http.get("/status", headers={"X-Auth-Token": "s3cret"})).status_code == 200
    assert (await http.get("/version")).status_code == 200
    assert await say(http, "/hello")


async def test_pages_of_other_origins_may_call_when_allowed(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, None, Options(enable_api=True, cors=("https://good.example",)))
    good = await http.options(
        "/webhooks/rest/webhook",
        headers={"Origin": "https://good.example", "Access-Control-Request-Method": "POST"},
    )
    assert good.headers["access-control-allow-origin"] == "https://good.example"
    assert "POST" in good.headers["access-control-allow-methods"]
    bad = await http.get("/", headers={"Origin": "https://bad.example"})
    assert "access-control-allow-origin" not in bad.headers


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/conversations/a/tracker/events", {"event": "nonsense"}, 400),
        ("POST", "/conversations/a/tracker/events", [], 400),
        ("POST", "/conversations/a/tracker/events", "x", 400),
        ("PUT", "/conversations/a/tracker/events", [{"event": "slot"}], 400),
        ("POST", "/conversations/a/trigger_intent", {"name": "helo"}, 404),
        ("POST", "/conversations/a/trigger_intent", {}, 400),
        ("POST", "/conversations/a/execute", {"name": "utter_hello"}, 404),
        ("POST", "/conversations/a/messages", {"text": "x", "sender": "bot"}, 400),
        ("GET", "/conversations/a/tracker?include_events=SOME", None, 400),
        ("GET", "/conversations/a/story", None, 404),
        ("POST", "/model/parse", {"words": "x"}, 400),
    ],
)
async def test_wrong_requests_are_told_what_is_wrong(
    client: Callable[..., Any], method: str, path: str, body: Any, status: int
) -> None:
    http = await client(PROJECT)
    answer = (
        await http.request(method, path, json=body) if body is not None else await http.request(method, path)
    )
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert told["code"] == status
    assert told["message"]
    assert "Traceback" not in answer.text


async def test_a_conversation_id_may_hold_slashes(client: Callable[..., Any]) -> None:
    http = await client(PROJECT)
    await say(http, "/hello", "team/one two")
    tracker = (await http.get("/conversations/team/one%20two/tracker")).json()
    assert tracker["sender_id"] == "team/one two"
    assert len(tracker["events"]) > 3


async def test_nothing_is_predicted_for_a_conversation_that_never_was(client: Callable[..., Any]) -> None:
    http = await client(PROJECT)
    assert (await http.post("/conversations/nobody/predict")).status_code == 404


async def test_scores_are_sorted_and_complete(client: Callable[..., Any]) -> None:
    http = await client(PROJECT)
    await http.post("/conversations/a/messages", json={"text": "/hello", "sender": "user"})
    found = (await http.post("/conversations/a/predict")).json()
    assert found["scores"][0]["action"] == "utter_hello"
    assert [item["score"] for item in found["scores"]] == sorted(
        (i["score"] for i in found["scores"]), reverse=True
    )
    assert found["policy"] == "RulePolicy"
