"""The widget and the chat page: `/` for browsers, `/widget.js`, and what a phone needs to install the page."""

from __future__ import annotations

import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic import empty as empty_response
from sanic import json as json_response
from sanic import text as text_response

from causerie.channels.describing import TEXT, WORDS, described
from causerie.channels.web.settings import WebSettings

HELLO = "Hello from Rasa: 3.6.21"
HTML, SCRIPT, STYLE = "text/html", "text/javascript", "text/css"
KINDS = {
    "widget.js": SCRIPT,
    "page.js": SCRIPT,
    "page.css": STYLE,
    "sw.js": SCRIPT,
    "icon.svg": "image/svg+xml",
}
PATHS = (*(f"/{name}" for name in KINDS), "/manifest.webmanifest")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' https: data: blob:; "
    "media-src 'self' https: blob:; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="theme-color" content="#1f4e5f">
<title>{title}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="manifest" href="manifest.webmanifest">
<link rel="stylesheet" href="page.css">
<script src="widget.js" data-manual defer></script>
<script src="page.js" defer></script>
</head>
<body>
<main><h1>{title}</h1><causerie-chat mode="page" language="{language}"></causerie-chat></main>
<noscript>This chat needs JavaScript.</noscript>
</body>
</html>
"""


def add(app: Sanic[Any, Any], settings: WebSettings | None) -> None:
    """``settings`` are those of the web channel; without it `/` says hello to everybody."""

    @described(
        "The chat page for a browser; says to others that the server is there.",
        {200: {TEXT: WORDS, HTML: WORDS}},
    )
    async def hello(request: Request) -> HTTPResponse:
        if settings is None or HTML not in request.headers.get("accept", ""):
            return text_response(HELLO)
        page = PAGE.format(title=escape(settings.title), language=escape(settings.language))
        headers = {**GUARDS, "Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "Vary": "Accept"}
        return HTTPResponse(page, content_type=f"{HTML}; charset=utf-8", headers=headers)

    app.add_route(hello, "/", methods=["GET"], name="hello")
    if settings is not None:
        for name in KINDS:
            _add_file(app, name)
        _add_manifest(app, settings)


def _add_file(app: Sanic[Any, Any], name: str) -> None:
    @described(f"A part of the chat page: {name}.", {200: {KINDS[name]: WORDS}, 304: {}})
    async def part(request: Request) -> HTTPResponse:
        body, tag = content(name)
        headers = {
            **GUARDS,
            "ETag": tag,
            "Cache-Control": "public, max-age=300",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        if request.headers.get("if-none-match") == tag:
            return empty_response(304, headers)
        return HTTPResponse(body, content_type=f"{KINDS[name]}; charset=utf-8", headers=headers)

    app.add_route(part, f"/{name}", methods=["GET"], name=f"page_{name.replace('.', '_')}")


def _add_manifest(app: Sanic[Any, Any], settings: WebSettings) -> None:
    @described(
        "What a phone needs to install the chat page.",
        {200: {"application/manifest+json": {"type": "object"}}},
    )
    async def manifest(request: Request) -> HTTPResponse:
        fields = {
            "name": settings.title,
            "short_name": settings.title[:12],
            "start_url": "./",
            "display": "standalone",
            "lang": settings.language,
            "theme_color": "#1f4e5f",
            "background_color": "#eef1f4",
            "icons": [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        }
        return json_response(fields, content_type="application/manifest+json")

    app.add_route(manifest, "/manifest.webmanifest", methods=["GET"], name="page_manifest")


@cache
def content(name: str) -> tuple[bytes, str]:
    """A file of the package, with its ETag."""
    body = files("causerie.server").joinpath("static", name).read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'
