"""A server that answers what Rasa 3.6.21 answered when ``recorded.json`` was made."""

from __future__ import annotations

import json
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text())


@dataclass
class FakeRasa:
    """``seen``: method, path with query, headers and body of each request."""

    api: bool = True
    rest: bool = True
    token: str | None = None
    delay: float = 0.0
    port: int = 0
    hello: str = "Hello from Rasa: 3.6.21"
    seen: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __enter__(self) -> FakeRasa:
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: bytes) -> dict[str, Any]:
        parts = unquote(path).strip("/").split("/")
        if path == "/":
            return {**recorded("with api", "GET", "/"), "body": self.hello}
        if parts[:2] == ["webhooks", "rest"] and self.rest:
            return self._rest(method, query, body)
        if parts[0] == "webhooks" and parts[1] == "callback":
            self._turn(json.loads(body))
            return {"status": 200, "headers": {"content-type": "text/plain"}, "body": "success"}
        if parts[0] == "conversations" and self.api:
            if self.token and query.get("token") != [self.token]:
                return recorded("with token", "GET", "/conversations/x/tracker")
            if parts[2] == "tracker":
                return as_json(self._tracker(parts[1]))
            if method == "POST":
                return as_json(self._by_api(parts[1], parts[2], json.loads(body)))
        return recorded("with api", "GET", "/nothing/here")

    def _rest(self, method: str, query: dict[str, list[str]], body: bytes) -> dict[str, Any]:
        if method == "GET":
            return recorded("with api", "GET", "/webhooks/rest/")
        answer = self._turn(json.loads(body))
        if query.get("stream") == ["true"]:
            lines = "".join(json.dumps(piece) + "\n" for piece in json.loads(answer["body"]))
            return {**RECORDED["streamed"], "body": lines}
        return answer

    def _turn(self, message: dict[str, Any]) -> dict[str, Any]:
        """What was answered to the same messages in the same order; nothing to others."""
        sender = message.get("sender", "default")
        self.said[sender].append(message["message"])
        talk, number = self._talk(sender)
        if talk is None:
            return as_json([])
        answer = talk["turns"][number - 1]["answer"]
        body = answer["body"].replace(talk["sender"], sender)
        headers = {**answer["headers"], "content-length": str(len(body.encode()))}
        return {**answer, "body": body, "headers": headers}

    def _by_api(self, sender: str, what: str, body: dict[str, Any]) -> dict[str, Any]:
        """In the form of the recorded requests; what is predicted and said is that of the recorded turn."""
        if what == "messages":
            self.answers[sender] = json.loads(self._turn({"sender": sender, "message": body["text"]})["body"])
            return self._tracker(sender)
        if what == "predict":
            name = "utter_something" if self.answers[sender] else "action_listen"
            return {"scores": [{"action": "action_back", "score": 0.0}, {"action": name, "score": 1.0}]}
        said, self.answers[sender] = self.answers[sender], []
        return {"tracker": self._tracker(sender), "messages": said}

    def _tracker(self, sender: str) -> dict[str, Any]:
        talk, number = self._talk(sender)
        if talk is None:
            return {"sender_id": sender, "events": [], "slots": {}}
        events = talk["tracker"]["events"][: talk["turns"][number - 1]["events"]] if number else []
        return {**talk["tracker"], "sender_id": sender, "events": events}

    def _talk(self, sender: str) -> tuple[dict[str, Any] | None, int]:
        said = self.said[sender]
        for talk in RECORDED["talks"]:
            if [turn["message"] for turn in talk["turns"][: len(said)]] == said:
                return talk, len(said)
        return None, 0


def recorded(server: str, method: str, path: str) -> dict[str, Any]:
    return next(
        x for x in RECORDED["requests"] if (x["server"], x["method"], x["path"]) == (server, method, path)
    )


def as_json(content: Any) -> dict[str, Any]:
    return {"status": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(content)}


def _handler(fake: FakeRasa) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self._body()
            fake.seen.append((self.command, self.path, dict(self.headers.items()), body))
            time.sleep(fake.delay)
            parts = urlsplit(self.path)
            found = fake.answer(self.command, parts.path, parse_qs(parts.query), body)
            content = found["body"].encode()
            chunked = "transfer-encoding" in {name.lower() for name in found["headers"]}
            self.send_response(found["status"])
            for name, value in found["headers"].items():
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("X-Twice", "one")
            self.send_header("X-Twice", "two")
            if not chunked:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command == "HEAD":
                return
            if chunked:
                for line in content.splitlines(keepends=True):
                    self.wfile.write(b"%x\r\n%b\r\n" % (len(line), line))
                    self.wfile.flush()
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer

        def _body(self) -> bytes:
            if self.headers.get("transfer-encoding") == "chunked":
                whole = b""
                while size := int(self.rfile.readline(), 16):
                    whole += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return whole
            return self.rfile.read(int(self.headers.get("content-length") or 0))

        def log_message(self, *_: object) -> None:
            pass

    return Handler
