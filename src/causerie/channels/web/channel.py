"""The chat widget's channel, at ``/webhooks/web``. Its protocol is in docs/web-channel.md."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sanic import Blueprint, HTTPResponse, Request
from sanic import empty as empty_response
from sanic import json as json_response
from sanic.response import BaseHTTPResponse

from causerie.channels.describing import JSON, WORDS, Query, an_object, described, or_null
from causerie.channels.receiving.blueprints import HEALTH
from causerie.channels.receiving.reading import json_object
from causerie.channels.web.feed import Feed
from causerie.channels.web.files import Files
from causerie.channels.web.identity import conversation_of
from causerie.channels.web.incoming import feedback_of, message_of
from causerie.channels.web.live import Live, WebOutput
from causerie.channels.web.settings import FilePolicy, WebSettings
from causerie.errors import RequestError
from causerie.ports import ConversationAccess, Handler

CONVERSATION = Query("conversation", WORDS, "The conversation's secret name, made by the widget.")
AFTER = Query("after", WORDS, "The id of the last event that was seen; without it everything is sent.")
OBJECT = {"type": "object"}
REFUSALS = (400, 401)
METHODS, HEADERS, A_DAY = "DELETE, GET, OPTIONS, POST", "authorization, content-type", "86400"


class WebInput:
    """``use`` and ``use_folder`` give it what it needs before the server starts."""

    name = "web"

    def __init__(self, settings: WebSettings) -> None:
        self.settings = settings
        self.live = Live()
        self.output = WebOutput(self.live)
        self.files: Files | None = None
        self._access: ConversationAccess | None = None

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> WebInput:
        return cls(WebSettings.read(credentials))

    def use(self, access: ConversationAccess) -> None:
        self._access = access

    def use_folder(self, folder: Path) -> None:
        """Where files of users are kept."""
        self.files = Files(folder / "files", self.settings.files or FilePolicy())

    @property
    def access(self) -> ConversationAccess:
        if self._access is None:
            raise RequestError(409, "Conflict", "The server is not ready yet; try again in a moment.")
        return self._access

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = Blueprint("web_webhook")
        routes = _Routes(self, handle)
        for path, method, route in (
            ("/", "GET", routes.health),
            ("/config", "GET", routes.config),
            ("/events", "GET", routes.events),
            ("/messages", "POST", routes.message),
            ("/feedback", "POST", routes.feedback),
            ("/files", "POST", routes.upload),
            ("/files/<file>", "GET", routes.download),
            ("/conversations/<name>", "DELETE", routes.erase),
        ):
            blueprint.add_route(route, path, methods=[method], name=f"web_{route.__name__}")
            blueprint.add_route(
                routes.preflight, path, methods=["OPTIONS"], name=f"web_{route.__name__}_preflight"
            )

        if self.settings.redis_url is not None:
            _join(blueprint, self.live, self.settings.redis_url)

        @blueprint.before_server_stop
        async def stop(app: Any) -> None:
            self.live.close()

        async def allow(request: Request, response: BaseHTTPResponse) -> None:
            response.headers.update(self.cors(request))

        blueprint.middleware(allow, "response")
        return blueprint

    def cors(self, request: Request) -> dict[str, str]:
        """Pages of other sites may talk to the channel: it has no cookies, names of conversations are secret."""
        origin = request.headers.get("origin")
        if origin is None:
            return {}
        if "*" in self.settings.origins:
            return {"Access-Control-Allow-Origin": "*"}
        return (
            {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}
            if origin in self.settings.origins
            else {}
        )

    def conversation(self, request: Request, name: object) -> str:
        return conversation_of(name, request.headers.get("authorization"), self.settings.identity_key)


def _join(blueprint: Blueprint, live: Live, redis_url: str) -> None:
    """As long as the server runs, it tells others what happens and shows what they tell."""
    from causerie.channels.web.relay import Relay

    relay = Relay(redis_url, live)
    live.others = relay

    @blueprint.after_server_start
    async def start(app: Any) -> None:
        relay.start()

    @blueprint.before_server_stop
    async def leave(app: Any) -> None:
        await relay.close()


class _Routes:
    """``channel``'s routes."""

    def __init__(self, channel: WebInput, handle: Handler) -> None:
        self.channel = channel
        self.handle = handle

    @described("Whether the channel is there.", HEALTH)
    async def health(self, request: Request) -> HTTPResponse:
        return json_response({"status": "ok"})

    @described("What the widget has to know of this assistant.", {200: {JSON: OBJECT}})
    async def config(self, request: Request) -> HTTPResponse:
        return json_response(self.channel.settings.told())

    @described(
        "A conversation as server-sent events: what was said, then what happens.",
        {200: {"text/event-stream": WORDS}},
        (CONVERSATION, AFTER),
        fails=REFUSALS,
    )
    async def events(self, request: Request) -> HTTPResponse | None:
        channel = self.channel
        conversation = channel.conversation(request, request.args.get("conversation"))
        after = request.args.get("after") or request.headers.get("last-event-id") or "0"
        if not (after.isascii() and after.isdigit() and len(after) < 19):
            raise RequestError(
                400,
                "BadRequest",
                f"'after' must be the id of an event; found {after!r:.40}.",
                {"parameter": "after"},
            )
        feed = Feed(channel.access, channel.live, channel.settings.poll)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", **channel.cors(request)}
        pieces = feed.read(conversation, int(after))
        first = await anext(pieces)
        response = await request.respond(content_type="text/event-stream", headers=headers)
        await response.send(first)
        async with aclosing(pieces):
            async for piece in pieces:
                await response.send(piece)
        await response.eof()
        return None

    @described(
        "A message of the user; answered when its turn is stored. The same id is handled once.",
        {200: {JSON: an_object({"id": WORDS})}},
        bodies={
            JSON: an_object(
                {"conversation": WORDS, "id": WORDS, "text": WORDS},
                {
                    "title": or_null(WORDS),
                    "language": or_null(WORDS),
                    "metadata": or_null(OBJECT),
                    "files": or_null({"type": "array", "items": WORDS}),
                    "silent": or_null({"type": "boolean"}),
                },
            )
        },
        fails=REFUSALS,
    )
    async def message(self, request: Request) -> HTTPResponse:
        body = json_object(request)
        conversation = self.channel.conversation(request, body.get("conversation"))
        message = message_of(body, conversation, self.channel.files)
        with self.channel.live.turn(conversation):
            await self.handle(message, self.channel.output)
        return json_response({"id": body["id"]})

    @described(
        "What the user thinks of an answer, or of the conversation.",
        {200: {JSON: OBJECT}},
        bodies={
            JSON: an_object(
                {"conversation": WORDS},
                {
                    "id": or_null(WORDS),
                    "message": or_null(WORDS),
                    "value": {"enum": ["up", "down", None]},
                    "rating": or_null({"type": "integer", "minimum": 1, "maximum": 5}),
                    "comment": or_null(WORDS),
                },
            )
        },
        fails=REFUSALS,
    )
    async def feedback(self, request: Request) -> HTTPResponse:
        body = json_object(request)
        conversation = self.channel.conversation(request, body.get("conversation"))
        await self.channel.access.append(conversation, [feedback_of(body)])
        return json_response({})

    @described(
        "A file of the user, as multipart form data.",
        {201: {JSON: OBJECT}},
        (CONVERSATION,),
        fails=(*REFUSALS, 413, 415),
    )
    async def upload(self, request: Request) -> HTTPResponse:
        conversation = self.channel.conversation(request, request.args.get("conversation"))
        files = self.channel.files if self.channel.settings.files else None
        if files is None:
            raise RequestError(415, "TypeNotAllowed", "This assistant takes no files.")
        given = request.files.get("file") if request.files else None
        if given is None:
            raise RequestError(400, "BadRequest", "The form needs a 'file'.", {"parameter": "file"})
        kept = await files.keep(conversation, given.name or "", given.type or "", given.body)
        fields = {"id": kept.id, "name": kept.name, "type": kept.type, "size": kept.size, "url": kept.url}
        return json_response(fields, status=201)

    @described(
        "A file of the user, as a download.",
        {200: {"application/octet-stream": WORDS}},
        (CONVERSATION,),
        fails=(*REFUSALS, 404),
    )
    async def download(self, request: Request, file: str) -> HTTPResponse:
        """The file's id can't be guessed: who has the address may open it, as browsers do, without a token."""
        conversation = request.args.get("conversation") or ""
        if self.channel.files is None:
            raise RequestError(404, "NotFound", "There is no such file in this conversation.")
        kept, path = self.channel.files.find(conversation, file)
        headers = {
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        return HTTPResponse(path.read_bytes(), content_type=kept.type, headers=headers)

    @described("Erase all that is kept of the conversation.", {204: {}}, fails=REFUSALS)
    async def erase(self, request: Request, name: str) -> HTTPResponse:
        conversation = self.channel.conversation(request, name)
        if not self.channel.settings.delete:
            raise RequestError(
                403, "NotAllowed", "This assistant does not let users erase conversations here."
            )
        await self.channel.access.delete(conversation)
        if self.channel.files is not None:
            self.channel.files.erase(conversation)
        return empty_response()

    async def preflight(self, request: Request, **_: str) -> HTTPResponse:
        headers = self.channel.cors(request)
        if headers:
            headers |= {
                "Access-Control-Allow-Methods": METHODS,
                "Access-Control-Allow-Headers": HEADERS,
                "Access-Control-Max-Age": A_DAY,
            }
        return empty_response(headers=headers)
