"""A small server that keeps to the protocol of channel `web`, and fails, cuts or dawdles when told to."""

from __future__ import annotations

import asyncio
import itertools
import json
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from sanic import HTTPResponse, Request, Sanic, response

BUILT = Path(__file__).parents[2] / "src/causerie/server/static/widget.js"
KEY = "a key for signed identities of at least 32 bytes"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "GET, POST, DELETE, OPTIONS",
    "Access-Control-Expose-Headers": "Retry-After",
}
CONFIG: dict[str, Any] = {
    "title": "Hotel Aurora",
    "subtitle": "Usually answers at once",
    "avatar": None,
    "language": "en",
    "languages": ["en", "fr", "de", "es", "it", "ar"],
    "greeting": None,
    "files": {"max_bytes": 100_000, "types": ["image/png", "text/plain"]},
    "feedback": True,
    "rating": True,
    "speech": False,
    "delete": True,
}
_names = itertools.count()


@dataclass
class Talk:
    """One stored conversation: its events with a cursor each, and who listens."""

    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    listeners: set[asyncio.Queue[str | None]] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)


class Standin:
    """Lives in a thread of its own; tests read and write its attributes."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.reset()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._server = self._run(self._serve())

    def reset(self) -> None:
        self.config = dict(CONFIG)
        self.talks: dict[str, Talk] = defaultdict(Talk)
        self.answers: dict[str, list[dict[str, Any]]] = {}
        self.making: dict[str, list[tuple[str, dict[str, Any]]]] = {}
        self.failures: list[tuple[int, dict[str, str]] | str] = []
        self.file_refusal: tuple[int, str] | None = None
        self.feedback_failures: list[int] = []
        self.posts: list[dict[str, Any]] = []
        self.feedback: list[dict[str, Any]] = []
        self.streams: list[dict[str, str]] = []
        self.requests: list[str] = []
        self.files: dict[str, bytes] = {}
        self.pages: dict[str, tuple[str, dict[str, str]]] = {}
        self.down = False
        self.refuse_tokens = False
        self.held: asyncio.Event | None = None
        self.numbers = itertools.count(1)

    # What tests do

    def close(self) -> None:
        self.cut()
        self._server.close()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def hold(self) -> Callable[[], None]:
        """Turns wait until the function given back is called."""
        event = self.held = asyncio.Event()

        def release() -> None:
            self.held = None
            self.loop.call_soon_threadsafe(event.set)

        return release

    def cut(self) -> None:
        """Ends all event streams."""

        async def end() -> None:
            for talk in self.talks.values():
                for listener in talk.listeners:
                    listener.put_nowait(None)

        self._run(end())

    def say(self, conversation: str, *messages: dict[str, Any]) -> None:
        """The bot says something by itself."""

        async def told() -> None:
            for message in messages:
                self._store(self.talks[conversation], "message", self._from_bot(message))

        self._run(told())

    def send(self, conversation: str, name: str, data: dict[str, Any]) -> None:
        """An ephemeral event."""

        async def sent() -> None:
            self._tell(self.talks[conversation], frame(name, data))

        self._run(sent())

    def taken(self) -> list[str]:
        """The texts of the messages that were handled, in order."""
        return [post["text"] for post in self.posts if post["handled"]]

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    # The server

    async def _serve(self) -> Any:
        app = Sanic(f"standin-{next(_names)}", configure_logging=False)
        app.config.TOUCHUP = False  # the server under test does it, once per process
        app.config.KEEP_ALIVE_TIMEOUT = 1
        app.on_request(self._before)
        app.on_response(self._after)
        app.add_route(self._config, "/webhooks/web/config")
        app.add_route(self._events, "/webhooks/web/events")
        app.add_route(self._message, "/webhooks/web/messages", methods=["POST"])
        app.add_route(self._file, "/webhooks/web/files", methods=["POST"])
        app.add_route(self._feedback, "/webhooks/web/feedback", methods=["POST"])
        app.add_route(self._delete, "/webhooks/web/conversations/<name>", methods=["DELETE"])
        app.add_route(self._page, "/<path:path>", methods=["GET", "OPTIONS"])
        app.add_route(self._page, "/", methods=["GET"], name="root")
        server = await app.create_server(sock=self._socket, return_asyncio_server=True, access_log=False)
        assert server is not None
        await server.startup()
        await server.start_serving()
        return server

    async def _before(self, request: Request) -> HTTPResponse | None:
        self.requests.append(f"{request.method} {request.path}")
        if self.down and request.path.startswith("/webhooks"):
            request.transport.abort()
        if request.method == "OPTIONS":
            return response.empty(headers=CORS)
        if self.refuse_tokens and request.path.startswith("/webhooks") and request.token:
            return self._refusal(401, "Your identity has expired.")
        return None

    async def _after(self, request: Request, answer: HTTPResponse) -> None:
        answer.headers.update(CORS)

    async def _config(self, request: Request) -> HTTPResponse:
        return response.json(self.config)

    async def _events(self, request: Request) -> None:
        name = self._conversation(request, request.args.get("conversation"))
        after = request.args.get("after", "0")
        self.streams.append({"conversation": name, "after": after, "at": str(time.time())})
        talk = self.talks[name]
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        for at, (event, data) in enumerate(talk.events, 1):
            if at > int(after):
                queue.put_nowait(frame(event, data, at))
        queue.put_nowait(frame("ready", {}))
        talk.listeners.add(queue)
        stream = await request.respond(
            content_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )
        try:
            while (text := await queue.get()) is not None:
                await stream.send(text)
        finally:
            talk.listeners.discard(queue)
        await stream.eof()

    async def _message(self, request: Request) -> HTTPResponse:
        body = request.json
        post = {**body, "handled": False, "authorization": request.headers.get("authorization")}
        self.posts.append(post)
        if self.failures:
            failure = self.failures.pop(0)
            if failure == "cut":
                request.transport.abort()
            elif failure == "cut after":
                await self._turn(post, request)
                request.transport.abort()
            else:
                status, headers = failure
                return self._refusal(status, f"Refused with {status}.", headers)
        await self._turn(post, request)
        return response.json({"id": body["id"]})

    async def _turn(self, post: dict[str, Any], request: Request) -> None:
        talk = self.talks[self._conversation(request, post["conversation"])]
        if post["id"] in talk.taken:
            return
        talk.taken.add(post["id"])
        post["handled"] = True
        text = post["text"]
        self._tell(talk, frame("typing", {"on": True}))
        for name, data in self.making.get(text, []):
            self._tell(talk, frame(name, data))
            await asyncio.sleep(0.02)
        if self.held:
            await self.held.wait()
        if not post.get("silent"):
            files = [{**self._told_file(one)} for one in post.get("files", [])]
            shown = {
                "id": "u-" + post["id"],
                "from": "user",
                "at": time.time(),
                "text": post.get("title") or text,
            }
            self._store(talk, "message", {**shown, **({"files": files} if files else {})})
        if text == "/restart":
            self._store(talk, "restarted", {})
        else:
            for answer in self.answers.get(text, [{"text": f"You said: {text}"}]):
                self._store(talk, "message", self._from_bot(answer))
        self._tell(talk, frame("typing", {"on": False}))

    async def _file(self, request: Request) -> HTTPResponse:
        if self.file_refusal:
            return self._refusal(*self.file_refusal)
        if self.held:
            await self.held.wait()
        given = request.files["file"][0]
        name = f"f-{next(self.numbers)}/{given.name}"
        self.files[name] = given.body
        return response.json(self._told_file(name, given.type), status=201)

    def _told_file(self, name: str, kind: str = "text/plain") -> dict[str, Any]:
        shown = name.split("/", 1)[1]
        return {
            "id": name,
            "name": shown,
            "type": kind,
            "size": len(self.files[name]),
            "url": "files/" + name,
        }

    async def _feedback(self, request: Request) -> HTTPResponse:
        if self.feedback_failures:
            return self._refusal(self.feedback_failures.pop(0), "Later.")
        self.feedback.append(request.json)
        talk = self.talks[self._conversation(request, request.json["conversation"])]
        told = {key: request.json[key] for key in ("message", "value", "rating", "comment")}
        self._store(talk, "feedback", told)
        return response.json({})

    async def _delete(self, request: Request, name: str) -> HTTPResponse:
        talk = self.talks.pop(self._conversation(request, name), Talk())
        self._tell(talk, frame("gone", {}))
        return response.empty()

    async def _page(self, request: Request, path: str = "") -> HTTPResponse:
        if path == "widget.js":
            return response.text(BUILT.read_text("utf-8"), content_type="text/javascript; charset=utf-8")
        if path not in self.pages:
            return response.text("not there", status=404)
        body, headers = self.pages[path]
        kind = headers.get("Content-Type", "text/html; charset=utf-8")
        return response.HTTPResponse(body, headers=headers, content_type=kind)

    def _conversation(self, request: Request, given: str) -> str:
        if not request.token:
            return given
        return "user-" + str(jwt.decode(request.token, KEY, algorithms=["HS256"])["sub"])

    def _from_bot(self, message: dict[str, Any]) -> dict[str, Any]:
        return {"id": f"b-{next(self.numbers)}", "from": "bot", "at": time.time(), **message}

    def _store(self, talk: Talk, name: str, data: dict[str, Any]) -> None:
        talk.events.append((name, data))
        self._tell(talk, frame(name, data, len(talk.events)))

    def _tell(self, talk: Talk, text: str) -> None:
        for listener in talk.listeners:
            listener.put_nowait(text)

    def _refusal(self, status: int, message: str, headers: dict[str, str] | None = None) -> HTTPResponse:
        body = {"status": "failure", "message": message, "reason": "Told", "code": status}
        return response.json(body, status=status, headers={**CORS, **(headers or {})})


def frame(name: str, data: dict[str, Any], cursor: int | None = None) -> str:
    head = f"id: {cursor}\n" if cursor is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data)}\n\n"
