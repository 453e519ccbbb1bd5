"""A page per path of the HTTP API, from its OpenAPI description, and one of the shapes in it."""

from __future__ import annotations

import json
import re
from typing import Any

from causerie.channels.callback import CallbackInput
from causerie.channels.rest import RestInput
from causerie.server.access import Access
from causerie.server.app import Options, create_app
from causerie.server.openapi import document
from causerie.server.served import Served
from docs.generate.reference.markdown import code, section, table

REF = "#/components/schemas/"


def described() -> dict[str, Any]:
    """The document that a server with all channels and the API gives."""
    channels = [RestInput(), CallbackInput.from_credentials({"url": "http://localhost"})]
    app = create_app(Served(), channels, Options(enable_api=True))
    return dict(json.loads(json.dumps(document(app, Access()))))


def file_of(path: str) -> str:
    return re.sub(r"\W+", "-", path).strip("-") or "root"


def route_pages() -> dict[str, str]:
    told = described()
    pages = {f"routes/{file_of(path)}.md": _page(path, methods) for path, methods in told["paths"].items()}
    return {**pages, "routes/shapes.md": _shapes(told["components"]["schemas"])}


def _page(path: str, methods: dict[str, Any]) -> str:
    parts = [f"# {path}\n"]
    for method, told in methods.items():
        parts.append(f"\n## {method.upper()} {path}\n\n{told['summary']}\n")
        rows = [
            (f"`{x['name']}`", x["in"], _kind(x["schema"]), x.get("description", ""))
            for x in told["parameters"]
        ]
        if rows:
            parts.append("\n" + table(["parameter", "in", "kind", "meaning"], rows))
        if "requestBody" in told:
            parts.append("\nThe body:\n\n" + _content(told["requestBody"]["content"]))
        for status, answer in told["responses"].items():
            if int(status) < 300:
                parts.append(
                    f"\nAnswers {status}:\n\n" + (_content(answer.get("content", {})) or "Nothing.\n")
                )
        refusals = [(x, y["description"]) for x, y in told["responses"].items() if int(x) >= 300]
        parts.append("\n" + table(["status", "when"], refusals))
    return "".join(parts)


def _content(kinds: dict[str, Any]) -> str:
    return "".join(_of_kind(kind, content["schema"]) for kind, content in kinds.items())


def _of_kind(kind: str, schema: Any) -> str:
    if _is_plain(schema):
        return f"- `{kind}`: {_kind(schema)}\n"
    links = sorted(set(re.findall(f"{REF}(\\w+)", json.dumps(schema))))
    named = f" (shapes: {', '.join(_link(name) for name in links)})" if links else ""
    return (
        f"- `{kind}`{named}:\n\n"
        + _indented(code(json.dumps(schema, indent=1, ensure_ascii=False), "json"))
        + "\n"
    )


def _is_plain(schema: Any) -> bool:
    return not set(schema) - {"type", "description", "examples", "$ref"} or schema.get(
        "items", {}
    ).keys() == {"$ref"}


def _kind(schema: Any) -> str:
    if "$ref" in schema:
        return _link(schema["$ref"].removeprefix(REF))
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if schema.get("type") == "array":
        return f"a list of {_kind(schema.get('items', {}))}"
    return str(schema.get("type", "anything"))


def _link(name: str) -> str:
    return f"[{name}](shapes.md#{name.lower()})"


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" if line else "\n" for line in text.splitlines())


def _shapes(schemas: dict[str, Any]) -> str:
    parts = ["# Shapes\n\nWhat the bodies of requests and answers are made of, as JSON Schemas.\n"]
    parts += [
        section(name, code(json.dumps(schema, indent=1, ensure_ascii=False), "json"))
        for name, schema in schemas.items()
    ]
    return "".join(parts)
