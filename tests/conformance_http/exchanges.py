"""Holds real requests and answers against the OpenAPI description of the server that gave them."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft202012Validator

UNDESCRIBED_IS_REFUSED = (404, 405)


@dataclass(frozen=True)
class Exchange:
    method: str
    target: str
    body: bytes
    status: int
    kind: str
    answer: bytes

    def __str__(self) -> str:
        return f"{self.method} {self.target} {self.body[:200]!r} -> {self.status} {self.kind}"


@contextmanager
def recorded(into: list[Exchange]) -> Iterator[None]:
    """All that goes over ``http.client`` while the block runs."""
    real = http.client.HTTPConnection

    class Connection(real):  # type: ignore[misc, valid-type]
        def request(self, method: str, url: str, body: Any = None, headers: Any = None, **rest: Any) -> None:
            self.asked = (method, url, body or b"")
            super().request(method, url, body, headers or {}, **rest)

        def getresponse(self) -> Any:
            response = super().getresponse()
            content = response.read()
            response.read = lambda *_: content
            kind = (response.getheader("content-type") or "").partition(";")[0]
            into.append(Exchange(*self.asked, response.status, kind, content))
            return response

    http.client.HTTPConnection = Connection  # type: ignore[misc]
    try:
        yield
    finally:
        http.client.HTTPConnection = real  # type: ignore[misc]


class Described:
    """An OpenAPI document as something that says what does not fit it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.paths = {
            re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(path)) + "/?"): operations
            for path, operations in sorted(
                document["paths"].items(), key=lambda item: ("{" in item[0], -len(item[0]))
            )
        }

    def misfits(self, exchange: Exchange) -> list[str]:
        """Of a request that was answered with 2xx its query and body count too."""
        operation = self.operation(exchange.method, urlsplit(exchange.target).path)
        if operation is None:
            fine = exchange.status in UNDESCRIBED_IS_REFUSED or exchange.method in ("OPTIONS", "HEAD")
            return [] if fine else ["no such operation"]
        found = list(self._answer(exchange, operation))
        if exchange.status < 300:
            found += [*self._query(exchange, operation), *self._body(exchange, operation)]
        return found

    def operation(self, method: str, path: str) -> Any:
        for pattern, operations in self.paths.items():
            if pattern.fullmatch(path) and method.lower() in operations:
                return operations[method.lower()]
        return None

    def _answer(self, exchange: Exchange, operation: Any) -> Iterator[str]:
        answer = operation["responses"].get(str(exchange.status))
        if answer is None:
            yield f"the status {exchange.status} is not described"
            return
        content = answer.get("content", {})
        if not content and not exchange.answer:
            return
        if exchange.kind not in content:
            yield f"the content type '{exchange.kind}' is not described for {exchange.status}"
            return
        value = json.loads(exchange.answer) if exchange.kind == "application/json" else "text"
        yield from self._against(content[exchange.kind]["schema"], value, "answer")

    def _query(self, exchange: Exchange, operation: Any) -> Iterator[str]:
        known = {
            entry["name"]: entry["schema"] for entry in operation["parameters"] if entry["in"] == "query"
        }
        for name, value in parse_qsl(urlsplit(exchange.target).query):
            if name == "token":
                continue
            if name not in known:
                yield f"the parameter '{name}' is not described"
                continue
            yield from self._against(known[name], _number(value, known[name]), f"query {name}")

    def _body(self, exchange: Exchange, operation: Any) -> Iterator[str]:
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content and exchange.body[:1] in b"[{":
            yield from self._against(content["application/json"]["schema"], json.loads(exchange.body), "body")

    def _against(self, schema: Any, value: Any, what: str) -> Iterator[str]:
        validator = Draft202012Validator({**schema, "components": self.document["components"]})
        for error in validator.iter_errors(value):
            yield f"{what}: {'.'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def _number(text: str, schema: Any) -> Any:
    """What stands in a query is a number where one is described."""
    is_number = schema.get("type") in ("number", "integer") and re.fullmatch(r"-?\d+(\.\d+)?", text)
    return json.loads(text) if is_number else text
