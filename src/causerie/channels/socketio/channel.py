"""The socket.io channel; clients connect at ``/socket.io``."""

from __future__ import annotations

import logging
from typing import Any

import socketio
from sanic import Blueprint

from causerie.channels.receiving.blueprints import add_health
from causerie.channels.socketio.background import Background
from causerie.channels.socketio.manager import close_manager, make_manager
from causerie.channels.socketio.pending import Pending
from causerie.channels.socketio.reading import is_let_in, message_of, requested_session
from causerie.channels.socketio.rendering import emitted
from causerie.channels.socketio.settings import SocketIOSettings
from causerie.errors import CauserieError
from causerie.ports import BotMessage, Handler

log = logging.getLogger(__name__)
DELTA = "bot_delta"


class SocketIOOutput:
    """Sends to a room: the session with ``session_persistence``, else the connection."""

    name = "socketio"
    #: What an action says is shown while it goes on.
    streams = True

    def __init__(self, server: socketio.AsyncServer, settings: SocketIOSettings) -> None:
        self.server = server
        self.settings = settings
        self.pending = Pending()

    async def send(self, recipient_id: str, message: BotMessage) -> None:
        for data, room in emitted(message):
            if room is None and not self._is_there(recipient_id):
                self.pending.put(recipient_id, data)
            else:
                await self._emit(self.settings.bot_event, data, room or recipient_id)

    async def send_piece(self, recipient_id: str, piece: str) -> None:
        """Clients that show answers while they are made listen to ``bot_delta``; others are not disturbed."""
        await self._emit(DELTA, {"delta": piece}, recipient_id)

    async def deliver(self, recipient_id: str) -> None:
        """What was said while nobody was there."""
        for data in self.pending.take(recipient_id):
            await self._emit(self.settings.bot_event, data, recipient_id)

    async def _emit(self, event: str, data: Any, room: str) -> None:
        await self.server.emit(event, data, room=room, namespace=self.settings.namespace)

    def _is_there(self, room: str) -> bool:
        """A connection that is gone does not come again, a session does. With several processes its client may be
        connected to another one.
        """
        if self.settings.redis_url or not self.settings.is_persistent:
            return True
        return any(True for _ in self.server.manager.get_participants(self.settings.namespace, room))


class SocketIOInput:
    """``open_paths`` are reached without the token of the API."""

    name = "socketio"

    def __init__(self, settings: SocketIOSettings) -> None:
        self.settings = settings
        self.open_paths = (settings.path,)
        self.server = socketio.AsyncServer(
            async_mode="sanic",
            cors_allowed_origins=settings.origins,
            client_manager=make_manager(settings.redis_url),
            transports=["websocket"] if settings.redis_url else None,
            namespaces=sorted({"/", settings.namespace}),
            logger=False,
            engineio_logger=False,
        )
        self.background = Background(self.server)
        self.output = SocketIOOutput(self.server, settings)

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> SocketIOInput:
        return cls(SocketIOSettings.read(credentials))

    def blueprint(self, handle: Handler) -> Blueprint:
        blueprint = _Attached("socketio_webhook", self.server, self.settings.path)
        add_health(blueprint)

        @blueprint.before_server_stop
        async def stop(app: Any) -> None:
            await self.background.stop()
            await close_manager(self.server.manager)

        self._listen(handle)
        return blueprint

    def _listen(self, handle: Handler) -> None:
        settings, server, output = self.settings, self.server, self.output
        namespace = settings.namespace

        async def connect(sid: str, environ: Any, auth: Any = None) -> bool:
            return is_let_in(auth, settings)

        async def session_request(sid: str, data: Any = None) -> None:
            session = requested_session(data)
            if settings.is_persistent:
                await self._enter(sid, session)
            await server.emit("session_confirm", session, to=sid, namespace=namespace)
            if settings.is_persistent:
                await output.deliver(session)

        async def uttered(sid: str, data: Any = None) -> None:
            sender = await self._sender(sid, data)
            message = message_of(data, sender, settings) if sender else None
            if message is None:
                return
            try:
                await handle(message, output)
            except CauserieError as error:
                log.error("A message of %s failed: %s", sender, error)

        server.on("connect", connect, namespace=namespace)
        server.on("session_request", session_request, namespace=namespace)
        server.on(settings.user_event, uttered, namespace=namespace)

    async def _sender(self, sid: str, data: Any) -> str | None:
        """Who speaks. With persistence a connection speaks in the session it asked for, and in no other."""
        if not self.settings.is_persistent:
            return sid
        named = data.get("session_id") if isinstance(data, dict) else None
        if not named:
            log.warning("A message without session_id was ignored, because of 'session_persistence: true'.")
            return None
        kept = await self.server.get_session(sid, namespace=self.settings.namespace)
        own: str | None = kept.get("conversation")
        if own is None:
            own = requested_session(data)
            await self._enter(sid, own)
        if own != str(named):
            log.warning("A message for a session that its connection had not asked for was ignored.")
            return None
        return own

    async def _enter(self, sid: str, session: str) -> None:
        namespace = self.settings.namespace
        async with self.server.session(sid, namespace=namespace) as kept:
            if kept.get("conversation") not in (None, session):
                await self.server.leave_room(sid, kept["conversation"], namespace=namespace)
            kept["conversation"] = session
        await self.server.enter_room(sid, session, namespace=namespace)


class _Attached(Blueprint):
    """Brings the socket.io server along when it is added to an app."""

    def __init__(self, name: str, server: socketio.AsyncServer, path: str) -> None:
        super().__init__(name)
        self.ctx.server, self.ctx.path = server, path

    def register(self, app: Any, options: dict[str, Any]) -> None:
        self.ctx.server.attach(app, self.ctx.path.strip("/"))
        super().register(app, options)  # type: ignore[no-untyped-call]
