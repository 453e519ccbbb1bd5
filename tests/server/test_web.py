"""The widget's channel over real HTTP: what happens is streamed, nothing is doubled, everything can be erased."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest

from causerie.channels.web import feed
from causerie.channels.web.channel import WebInput
from causerie.channels.web.settings import WebSettings
from causerie.errors import ComponentError
from causerie.server.app import Options

PROJECT = """
policies: [{name: RulePolicy}]
intents: [hello, slow, picture]
actions: [action_slow]
slots:
  seen: {type: any, mappings: [{type: custom}]}
responses:
  utter_hello: [{text: "Hello.", buttons: [{title: Again, payload: /hello}]}]
  utter_picture: [{text: Look., image: "https://example.com/a.png"}]
  utter_default: [{text: What?}]
rules:
  - {rule: hello, steps: [{intent: hello}, {action: utter_hello}]}
  - {rule: slow, steps: [{intent: slow}, {action: action_slow}]}
  - {rule: picture, steps: [{intent: picture}, {action: utter_picture}]}
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
NAME = "web-0123456789abcdefghijklmn"
KEY = "a secret that is long enough to sign with"


class Seen:
    """What a stream brought, without the heartbeats."""

    def __init__(self) -> None:
        self.all: list[tuple[str, dict[str, Any], str | None]] = []
        self.more = asyncio.Event()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [data for found, data, _ in self.all if found == kind]

    async def until(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        async with asyncio.timeout(10):
            while len(self.of(kind)) < count:
                self.more.clear()
                await self.more.wait()
        return self.of(kind)


@asynccontextmanager
async def streaming(
    http: httpx2.AsyncClient, after: str | None = None, conversation: str = NAME, **headers: str
) -> AsyncIterator[Seen]:
    seen, params = Seen(), {"conversation": conversation, **({"after": after} if after else {})}

    async def read() -> None:
        async with http.stream("GET", "/webhooks/web/events", params=params, headers=headers) as answer:
            assert answer.status_code == 200, await answer.aread()
            fields: dict[str, str] = {}
            async for line in answer.aiter_lines():
                if line.startswith(":"):
                    continue
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif fields:
                    seen.all.append((fields["event"], json.loads(fields["data"]), fields.get("id")))
                    fields = {}
                    seen.more.set()

    task = asyncio.create_task(read())
    try:
        yield seen
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def say(
    http: httpx2.AsyncClient, text: str, number: str = "message-1", **fields: Any
) -> httpx2.Response:
    body = {"conversation": NAME, "id": number, "text": text, **fields}
    return await http.post("/webhooks/web/messages", json=body)


@pytest.fixture
async def http(client: Callable[..., Any], tmp_path: Path) -> Any:
    channel = WebInput(WebSettings(title="Inn <&>", poll=0.2))
    channel.use_folder(tmp_path / "kept")
    return await client(PROJECT, SLOW, channels=[channel])


async def test_a_message_and_its_answer_come_by_the_stream(http: Any) -> None:
    async with streaming(http) as seen:
        await seen.until("ready")
        assert (await say(http, "/hello")).json() == {"id": "message-1"}
        mine, answer = await seen.until("message", 2)
        assert (mine["id"], mine["from"], mine["text"]) == ("u-message-1", "user", "/hello")
        assert (answer["from"], answer["text"]) == ("bot", "Hello.")
        assert answer["buttons"] == [{"title": "Again", "payload": "/hello"}]
        await seen.until("typing", 2)
    kinds = [kind for kind, _, _ in seen.all]
    assert kinds[0] == "ready"
    assert kinds.index("typing") < kinds.index("draft") < kinds.index("message")
    assert seen.of("typing") == [{"on": True}, {"on": False}]
    assert kinds[-1] == "typing"


async def test_what_is_said_in_a_long_turn_is_seen_before_it_is_stored(http: Any) -> None:
    async with streaming(http) as seen:
        await seen.until("ready")
        turn = asyncio.create_task(say(http, "/slow"))
        assert [data["text"] for data in await seen.until("draft")] == ["first"]
        assert not turn.done()
        await turn
        assert [data["text"] for data in await seen.until("message", 3)] == ["/slow", "first", "second"]


async def test_all_tabs_see_the_same(http: Any) -> None:
    async with streaming(http) as one, streaming(http) as other:
        await one.until("ready")
        await other.until("ready")
        await say(http, "/hello")
        assert await one.until("message", 2) == await other.until("message", 2)


async def test_who_comes_back_gets_what_was_missed_and_nothing_twice(http: Any) -> None:
    await say(http, "/hello")
    async with streaming(http) as seen:
        before = await seen.until("message", 2)
        cursor = next(cursor for _, _, cursor in reversed(seen.all) if cursor)
    await say(http, "/picture", "message-2")
    async with streaming(http, after=cursor) as seen:
        await seen.until("ready")
        mine, answer = seen.of("message")
        assert mine["text"] == "/picture"
        assert answer["image"] == "https://example.com/a.png"
    async with streaming(http) as seen:
        await seen.until("ready")
        assert seen.of("message")[:2] == before
        assert len({data["id"] for data in seen.of("message")}) == 4


async def test_a_message_that_is_sent_again_is_handled_once(http: Any) -> None:
    first, second = await asyncio.gather(say(http, "/slow"), say(http, "/slow"))
    assert first.status_code == second.status_code == 200
    assert (await say(http, "/slow")).status_code == 200
    async with streaming(http) as seen:
        await seen.until("ready")
        assert len([data for data in seen.of("message") if data["from"] == "user"]) == 1


async def test_one_who_leaves_in_mid_turn_finds_the_answer_later(http: Any) -> None:
    with pytest.raises(httpx2.TimeoutException):
        body = {"conversation": NAME, "id": "message-1", "text": "/slow"}
        await http.post("/webhooks/web/messages", json=body, timeout=0.1)
    async with streaming(http) as seen:
        assert [data["text"] for data in await seen.until("message", 3)] == ["/slow", "first", "second"]
    assert (await say(http, "/slow")).status_code == 200
    async with streaming(http) as seen:
        await seen.until("ready")
        assert len(seen.of("message")) == 3


async def test_buttons_show_their_title_and_silent_messages_nothing(http: Any) -> None:
    await say(http, "/hello", "message-1", silent=True)
    await say(http, "/hello", "message-2", title="Again", language="pt-BR")
    async with streaming(http) as seen:
        await seen.until("ready")
        assert [data["text"] for data in seen.of("message")] == ["Hello.", "Again", "Hello."]
    tracker = (await http.get(f"/conversations/{NAME}/tracker")).json()
    assert tracker["latest_message"]["metadata"]["language"] == "pt-BR"


async def test_feedback_is_an_event_that_all_tabs_see_and_changes_nothing(http: Any) -> None:
    await say(http, "/hello")
    before = (await http.get(f"/conversations/{NAME}/tracker")).json()
    async with streaming(http) as seen:
        message = (await seen.until("message", 2))[1]["id"]
        for body in (
            {"message": message, "value": "down", "comment": "Not quite."},
            {"rating": 5},
        ):
            answer = await http.post("/webhooks/web/feedback", json={"conversation": NAME, **body})
            assert answer.status_code == 200
        first, last = await seen.until("feedback", 2)
    assert (first["message"], first["value"], first["comment"]) == (message, "down", "Not quite.")
    assert (last["message"], last["rating"]) == (None, 5)
    after = (await http.get(f"/conversations/{NAME}/tracker")).json()
    assert [event["event"] for event in after["events"]][-2:] == ["feedback", "feedback"]
    for key in ("slots", "latest_message", "active_loop", "latest_action_name", "followup_action"):
        assert after[key] == before[key]
    await say(http, "/hello", "message-2")
    assert (await http.get(f"/conversations/{NAME}/tracker")).json()["latest_action_name"] == "action_listen"


@pytest.mark.parametrize(
    "body",
    [
        {"value": "sideways"},
        {"rating": 6},
        {"rating": True},
        {},
        {"message": 7, "value": "up"},
        {"value": "up", "comment": "x" * 6000},
    ],
)
async def test_nonsense_is_no_feedback(http: Any, body: dict[str, Any]) -> None:
    await say(http, "/hello")
    answer = await http.post("/webhooks/web/feedback", json={"conversation": NAME, **body})
    assert answer.status_code == 400
    assert "feedback" not in json.dumps((await http.get(f"/conversations/{NAME}/tracker")).json()["events"])


async def test_feedback_on_nothing_begins_no_conversation(http: Any) -> None:
    answer = await http.post("/webhooks/web/feedback", json={"conversation": NAME, "rating": 3})
    assert answer.status_code == 404


async def test_files_are_kept_named_in_the_message_and_given_back(http: Any) -> None:
    sent = await http.post(
        f"/webhooks/web/files?conversation={NAME}",
        files={"file": ("../../etc/Rechnung ü.pdf", b"%PDF-1.7", "application/pdf")},
    )
    assert sent.status_code == 201
    kept = sent.json()
    assert (kept["name"], kept["type"], kept["size"]) == ("Rechnung ü.pdf", "application/pdf", 8)
    await say(http, "/hello", files=[kept["id"]])
    async with streaming(http) as seen:
        assert (await seen.until("message", 2))[0]["files"] == [kept]
    back = await http.get(kept["url"])
    assert back.content == b"%PDF-1.7"
    assert back.headers["content-disposition"].startswith("attachment")
    assert back.headers["x-content-type-options"] == "nosniff"
    other = NAME.replace("0", "9")
    assert (await http.get(f"/webhooks/web/files/{kept['id']}?conversation={other}")).status_code == 404
    assert (await http.get(f"/webhooks/web/files/..%2Fx?conversation={NAME}")).status_code == 404


async def test_files_the_policy_forbids_are_refused_with_the_reason(http: Any) -> None:
    place = f"/webhooks/web/files?conversation={NAME}"
    page = await http.post(place, files={"file": ("a.html", b"<script>", "text/html")})
    assert page.status_code == 415
    assert "text/html" in page.json()["message"]
    large = await http.post(place, files={"file": ("a.png", b"x" * 5_000_001, "image/png")})
    assert large.status_code == 413
    assert "5,000,001" in large.json()["message"]
    assert (await http.post(place, data={"other": "x"})).status_code == 400


async def test_erasing_leaves_nothing_and_other_tabs_begin_anew(http: Any, tmp_path: Path) -> None:
    place = f"/webhooks/web/files?conversation={NAME}"
    kept = (await http.post(place, files={"file": ("a.png", b"x", "image/png")})).json()
    await say(http, "/hello", files=[kept["id"]])
    async with streaming(http) as seen:
        await seen.until("message", 2)
        assert (await http.delete(f"/webhooks/web/conversations/{NAME}")).status_code == 204
        await seen.until("gone")
    assert (await http.get(kept["url"])).status_code == 404
    assert not kept_files(tmp_path / "kept")
    async with streaming(http) as seen:
        await seen.until("ready")
        assert seen.of("message") == []


@pytest.mark.parametrize(
    "name", ["default", "web-short", "web-user-0123456789012345678901", "", "web-../../x" * 3]
)
async def test_names_that_can_be_guessed_open_nothing(http: Any, name: str) -> None:
    answers = [
        await http.get("/webhooks/web/events", params={"conversation": name}),
        await http.post(
            "/webhooks/web/messages", json={"conversation": name, "id": "message-1", "text": "/hello"}
        ),
        await http.post("/webhooks/web/feedback", json={"conversation": name, "rating": 1}),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert "can't be guessed" in answers[0].json()["message"]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": None},
        {"text": 7},
        {"text": "x" * 20_001},
        {"id": "short"},
        {"id": None},
        {"metadata": []},
        {"language": "<script>"},
        {"files": "x"},
        {"files": ["0" * 32]},
        {"title": ["x"]},
    ],
)
async def test_a_message_that_is_none_says_what_is_wrong(http: Any, fields: dict[str, Any]) -> None:
    body = {"conversation": NAME, "id": "message-1", "text": "/hello", **fields}
    answer = await http.post("/webhooks/web/messages", json=body)
    assert answer.status_code in (400, 404)
    assert answer.json()["status"] == "failure"
    async with streaming(http) as seen:
        await seen.until("ready")
        assert seen.of("message") == []


async def test_a_cursor_that_is_none_is_refused(http: Any) -> None:
    answer = await http.get("/webhooks/web/events", params={"conversation": NAME, "after": "²"})
    assert answer.status_code == 400


async def test_the_widget_is_told_what_it_needs_and_no_secrets(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, channels=[WebInput(WebSettings(title="Inn", identity_key=KEY))])
    told = (await http.get("/webhooks/web/config")).json()
    assert told["title"] == "Inn"
    assert KEY not in json.dumps(told)
    assert "identity_key" not in told


async def test_pages_of_other_sites_may_embed_it(http: Any, client: Callable[..., Any]) -> None:
    asked = {"Origin": "https://shop.example", "Access-Control-Request-Method": "POST"}
    answer = await http.options("/webhooks/web/messages", headers=asked)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "authorization" in answer.headers["access-control-allow-headers"]
    strict = await client(PROJECT, channels=[WebInput(WebSettings(origins=("https://inn.example",)))])
    answer = await strict.get("/webhooks/web/config", headers={"Origin": "https://shop.example"})
    assert "access-control-allow-origin" not in answer.headers
    answer = await strict.get("/webhooks/web/config", headers={"Origin": "https://inn.example"})
    assert answer.headers["access-control-allow-origin"] == "https://inn.example"


async def test_a_signed_user_has_one_conversation_everywhere(client: Callable[..., Any]) -> None:
    http = await client(PROJECT, channels=[WebInput(WebSettings(identity_key=KEY))])
    token = jwt.encode({"sub": "ada", "exp": time.time() + 60}, KEY, "HS256")
    bearer = {"Authorization": f"Bearer {token}"}
    body = {"conversation": NAME, "id": "message-1", "text": "/hello"}
    assert (await http.post("/webhooks/web/messages", json=body, headers=bearer)).status_code == 200
    async with streaming(http, conversation="whatever", Authorization=f"Bearer {token}") as seen:
        assert len(await seen.until("message", 2)) == 2
    async with streaming(http) as seen:
        await seen.until("ready")
        assert seen.of("message") == []


async def test_a_signed_users_file_opens_as_a_link(client: Callable[..., Any], tmp_path: Path) -> None:
    channel = WebInput(WebSettings(identity_key=KEY))
    channel.use_folder(tmp_path / "kept")
    http = await client(PROJECT, channels=[channel])
    bearer = {"Authorization": "Bearer " + jwt.encode({"sub": "ada & ben"}, KEY, "HS256")}
    sent = await http.post(
        "/webhooks/web/files?conversation=any",
        files={"file": ("a.txt", b"mine", "text/plain")},
        headers=bearer,
    )
    assert sent.status_code == 201
    assert (await http.get(sent.json()["url"])).content == b"mine"
    guessed = sent.json()["url"].replace(sent.json()["id"], "0" * 32)
    assert (await http.get(guessed)).status_code == 404


@pytest.mark.parametrize(
    ("claims", "key"),
    [
        ({"sub": "ada"}, "another secret that is as long as this"),
        ({"sub": "ada", "exp": 1}, KEY),
        ({}, KEY),
        ({"sub": ""}, KEY),
        ({"sub": "x" * 200}, KEY),
    ],
)
async def test_a_token_that_is_not_the_sites_opens_nothing(
    client: Callable[..., Any], claims: dict[str, Any], key: str
) -> None:
    http = await client(PROJECT, channels=[WebInput(WebSettings(identity_key=KEY))])
    bearer = {"Authorization": "Bearer " + jwt.encode(claims, key, "HS256")}
    body = {"conversation": NAME, "id": "message-1", "text": "/hello"}
    answer = await http.post("/webhooks/web/messages", json=body, headers=bearer)
    assert answer.status_code == 401
    assert "token" in answer.json()["message"]


async def test_the_page_is_for_browsers_and_runs_under_a_strict_policy(http: Any) -> None:
    assert (await http.get("/")).text == "Hello from Rasa: 3.6.21"
    page = await http.get("/", headers={"Accept": "text/html,*/*"})
    assert "<title>Inn &lt;&amp;&gt;</title>" in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    script = await http.get("/widget.js")
    assert script.headers["content-type"].startswith("text/javascript")
    again = await http.get("/widget.js", headers={"If-None-Match": script.headers["etag"]})
    assert again.status_code == 304
    assert (await http.get("/manifest.webmanifest")).json()["display"] == "standalone"


async def test_without_the_channel_there_is_no_page(client: Callable[..., Any]) -> None:
    http = await client(PROJECT)
    assert (await http.get("/", headers={"Accept": "text/html"})).text == "Hello from Rasa: 3.6.21"
    assert (await http.get("/widget.js")).status_code == 404


async def test_the_page_needs_no_token_of_the_api(client: Callable[..., Any]) -> None:
    from causerie.server.access import Access

    options = Options(enable_api=True, access=Access("token"))
    http = await client(PROJECT, options=options, channels=[WebInput(WebSettings())])
    assert (await http.get("/widget.js")).status_code == 200
    assert (await http.get(f"/conversations/{NAME}/tracker")).status_code == 401


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"identity_key": "short"}, "at least 32 characters"),
        ({"languages": 7}, "a list of texts"),
        ({"feedback": "maybe"}, "true or false"),
        ({"files": {"max_bytes": "big"}}, "a number"),
        ("text", "keys and values"),
        ({"identity_key": "${WIDGET_KEY}"}, "a variable that the environment doesn't have"),
        ({"redis_url": "localhost:6379"}, "redis://localhost:6379/0"),
        ({"redis_url": "${REDIS_URL}"}, "redis://localhost:6379/0"),
        ({"redis_url": "redis://localhost:port"}, "redis://localhost:6379/0"),
        ({"redis_url": "redis+sentinel://localhost/0"}, "redis://localhost:6379/0"),
        ({"redis_url": ["redis://localhost"]}, "must be a text"),
    ],
)
def test_wrong_settings_stop_the_start_with_a_reason(given: Any, told: str) -> None:
    with pytest.raises(ComponentError, match=told):
        WebInput.from_credentials(given)


def test_a_wrong_address_of_redis_does_not_show_its_password() -> None:
    with pytest.raises(ComponentError) as told:
        WebInput.from_credentials({"redis_url": "redsi://:very-secret@localhost"})
    assert "very-secret" not in str(told.value)


def test_redis_is_only_needed_where_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    WebInput.from_credentials({"title": "Inn"}).blueprint(nobody)
    with pytest.raises(ComponentError, match=r"pip install 'causerie\[redis\]'"):
        WebInput.from_credentials({"redis_url": "redis://localhost:6379/0"})


async def test_a_stream_beats_however_seldom_the_store_is_looked_at(
    client: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "HEARTBEAT", 0.1)
    http = await client(PROJECT, channels=[WebInput(WebSettings(poll=3600.0))])
    async with (
        asyncio.timeout(10),
        http.stream("GET", "/webhooks/web/events", params={"conversation": NAME}) as answer,
    ):
        async for line in answer.aiter_lines():
            if line == feed.BEAT.strip():
                break


async def nobody(message: Any, channel: Any) -> None:
    """Handles nothing."""


async def test_what_the_user_did_not_say_is_not_shown_as_the_users(http: Any) -> None:
    async with streaming(http) as seen:
        await seen.until("ready")
        path = f"/conversations/{NAME}/trigger_intent?output_channel=web"
        assert (await http.post(path, json={"name": "hello"})).status_code == 200
        assert [data["text"] for data in await seen.until("message")] == ["Hello."]
