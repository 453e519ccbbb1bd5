#!/usr/bin/env python3
"""Records what Rasa 3.6.21 answers, for the fake server of these tests.

The project beside this file is trained and served three times by Rasa, with its action server:

    rasa train; rasa run actions -p 5155
    rasa run --enable-api -p 5006
    rasa run --enable-api --auth-token secret -p 5007
    rasa run -p 5008

with ``rest:`` and ``callback:`` (any ``url``) in credentials.yml. Then: ``record.py NAME > recorded.json``, with a new NAME for the conversations each time.
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
from typing import Any

API, TOKEN, PLAIN = "http://localhost:5006", "http://localhost:5007", "http://localhost:5008"
TALKS = [
    ["hello", "when do you open?", "bye"],
    ["how much is the rye?"],
    ["I want to order bread", "two loaves", "what does a baguette cost?"],
    ["/hours", '/price{"bread": "rye"}', "blub blub", "/restart", "hello"],
]
PLAIN_REQUESTS = [
    ("with api", API, "GET", "/"),
    ("with api", API, "GET", "/version"),
    ("with api", API, "GET", "/nothing/here"),
    ("with api", API, "GET", "/webhooks/rest/"),
    ("with api", API, "POST", "/webhooks/callback/webhook"),
    ("with api", API, "POST", "/conversations/apitalk/messages"),
    ("with api", API, "POST", "/conversations/apitalk/predict"),
    ("with api", API, "POST", "/conversations/apitalk/execute"),
    ("with token", TOKEN, "GET", "/"),
    ("with token", TOKEN, "GET", "/conversations/x/tracker"),
    ("with token", TOKEN, "GET", "/conversations/x/tracker?token=wrong"),
    ("without api", PLAIN, "GET", "/"),
    ("without api", PLAIN, "GET", "/conversations/x/tracker"),
]
BODIES = {
    "/webhooks/callback/webhook": {"sender": "x", "message": "hello"},
    "/conversations/apitalk/messages": {"text": "hello", "sender": "user"},
    "/conversations/apitalk/predict": {},
    "/conversations/apitalk/execute": {"name": "utter_greet"},
}


def main() -> None:
    prefix = sys.argv[1] if len(sys.argv) > 1 else "talk"
    talks = [talk(f"{prefix}-{number}", texts) for number, texts in enumerate(TALKS)]
    plain = [
        {"server": server, "method": method, "path": path, **ask(method, base + path, BODIES.get(path))}
        for server, base, method, path in PLAIN_REQUESTS
    ]
    streamed = ask("POST", f"{API}/webhooks/rest/webhook?stream=true", {"sender": "s", "message": "hello"})
    json.dump({"talks": talks, "requests": plain, "streamed": streamed}, sys.stdout, indent=1)


def talk(sender: str, texts: list[str]) -> dict[str, Any]:
    turns = []
    for text in texts:
        answer = ask("POST", f"{API}/webhooks/rest/webhook", {"sender": sender, "message": text})
        tracker = json.loads(ask("GET", f"{API}/conversations/{sender}/tracker")["body"])
        turns.append({"message": text, "answer": answer, "events": len(tracker["events"])})
    return {"sender": sender, "turns": turns, "tracker": tracker}


def ask(method: str, url: str, body: Any = None) -> dict[str, Any]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return as_json(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return as_json(error.code, error.headers, error.read())


def as_json(status: int, headers: Any, body: bytes) -> dict[str, Any]:
    kept = {
        k: v
        for k, v in headers.items()
        if k.lower() in ("content-type", "transfer-encoding", "content-length")
    }
    return {"status": status, "headers": kept, "body": body.decode()}


if __name__ == "__main__":
    main()
